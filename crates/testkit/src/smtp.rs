//! A small real SMTP server for tests: it listens on a loopback port of its own, keeps every letter that it
//! accepted, and answers badly when a test asks it to (RFC 5321).
//!
//! One more way to misbehave is one more [`Answer`], acted upon in `smtp/conversation.rs`.

mod answer;
mod conversation;
mod desk;
mod encryption;
mod server;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;

pub use answer::Answer;
pub use desk::Received;
pub use encryption::Encryption;

use desk::Desk;
use encryption::Certificate;
use server::{Order, Server};

/// An SMTP server on its own thread; it stops when it is dropped.
pub struct SmtpSink {
    address: SocketAddr,
    desk: Arc<Desk>,
    certificate: Option<Certificate>,
    encryption: Encryption,
    orders: UnboundedSender<Order>,
    thread: Option<JoinHandle<()>>,
}

impl SmtpSink {
    /// Starts a server that speaks plain SMTP on a free port of 127.0.0.1.
    ///
    /// # Panics
    ///
    /// When no port or no thread is to be had.
    pub fn start() -> Self {
        Self::start_with(Encryption::None)
    }

    /// Starts a server that speaks TLS, with a fresh certificate for `localhost` and 127.0.0.1.
    ///
    /// # Panics
    ///
    /// When no port, no thread or no certificate is to be had.
    pub fn start_with(encryption: Encryption) -> Self {
        let certificate = (encryption != Encryption::None).then(Certificate::fresh);
        let desk = Arc::new(Desk::default());
        let (orders, inbox) = tokio::sync::mpsc::unbounded_channel();
        let (ready, started) = mpsc::channel();
        let server = Server::new(Arc::clone(&desk), encryption, certificate.as_ref());
        let thread = std::thread::Builder::new()
            .name("smtp-sink".to_owned())
            .spawn(move || server.run(inbox, &ready))
            .expect("a thread for the SMTP sink");
        let address = started.recv().expect("a port for the SMTP sink");
        Self {
            address,
            desk,
            certificate,
            encryption,
            orders,
            thread: Some(thread),
        }
    }

    /// The mail URL of this server: `smtp://127.0.0.1:port`, or `smtps://` with implicit TLS.
    pub fn url(&self) -> String {
        let scheme = match self.encryption {
            Encryption::Implicit => "smtps",
            Encryption::None | Encryption::StartTls => "smtp",
        };
        format!("{scheme}://{}", self.address)
    }

    /// The certificate to trust, in PEM.
    ///
    /// # Panics
    ///
    /// When the server was started without TLS.
    pub fn certificate_pem(&self) -> &str {
        let certificate = self.certificate.as_ref();
        &certificate.expect("a sink with TLS").pem
    }

    /// Every letter accepted until now, in order of acceptance.
    pub fn letters(&self) -> Vec<Received> {
        self.desk.letters()
    }

    /// Waits until `count` letters have been accepted in all, and returns them.
    ///
    /// # Panics
    ///
    /// When they have not come within `timeout`.
    pub fn wait_for(&self, count: usize, timeout: Duration) -> Vec<Received> {
        let letters = self.desk.wait_for(count, timeout);
        assert!(
            letters.len() >= count,
            "{} of {count} letters came within {timeout:?}",
            letters.len()
        );
        letters
    }

    /// How many connections have been opened until now.
    pub fn connections(&self) -> usize {
        self.desk.connections()
    }

    /// How many times the whole content of a letter has been handed over, whatever was answered.
    pub fn handed_over(&self) -> usize {
        self.desk.handed_over()
    }

    /// The arguments of every `AUTH` command until now, in order.
    pub fn credentials_seen(&self) -> Vec<String> {
        self.desk.credentials_seen()
    }

    /// Gives `answer` to the next letter whose recipient has no answer of its own.
    pub fn next(&self, answer: Answer) {
        self.next_n(1, answer);
    }

    /// Gives `answer` to the next `count` letters.
    pub fn next_n(&self, count: usize, answer: Answer) {
        self.desk.queue(count, answer);
    }

    /// Gives `answer` to every letter for `recipient` until [`SmtpSink::forget`].
    pub fn for_recipient(&self, recipient: &str, answer: Answer) {
        self.desk.set_for(recipient, answer);
    }

    /// Forgets every answer that a test has asked for: all letters are accepted again.
    pub fn forget(&self) {
        self.desk.forget();
    }

    /// Greets the next connection with this reply code (such as 421 or 554) and closes it.
    pub fn next_greeting(&self, code: u16) {
        self.desk.queue_greeting(code);
    }

    /// Answers the next `AUTH` command with this reply code instead of 235.
    pub fn next_credentials(&self, code: u16) {
        self.desk.queue_credentials(code);
    }

    /// Closes every open connection, as a server does with idle ones; returns when they are closed.
    pub fn hang_up(&self) {
        self.order(Order::HangUp);
    }

    /// Closes the port and every connection: connecting is refused until [`SmtpSink::resume`]. The port is kept.
    pub fn pause(&self) {
        self.order(Order::Pause);
    }

    /// Opens the same port again.
    pub fn resume(&self) {
        self.order(Order::Resume);
    }

    fn order(&self, order: fn(mpsc::Sender<()>) -> Order) {
        let (done, carried_out) = mpsc::channel();
        let sent = self.orders.send(order(done));
        sent.expect("the SMTP sink is running");
        carried_out.recv().expect("the SMTP sink is running");
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        // A server that has already stopped needs no order.
        let _ = self.orders.send(Order::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
