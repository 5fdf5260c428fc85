//! A web server on a port of its own that answers as a test says, and remembers what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// What it answers from now on.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Such as `200 OK`.
    pub status: &'static str,
    /// Names and values.
    pub headers: Vec<(&'static str, String)>,
    /// What comes behind them.
    pub body: Vec<u8>,
}

impl Answer {
    /// A good one.
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::of("200 OK", body)
    }

    /// One with this status.
    pub fn of(status: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

#[derive(Debug)]
struct Desk {
    answer: Answer,
    asked: Vec<String>,
    is_over: bool,
}

/// The server; it stops when it is dropped.
#[derive(Debug)]
pub struct CalendarServer {
    address: SocketAddr,
    desk: Arc<Mutex<Desk>>,
    thread: Option<JoinHandle<()>>,
}

fn open(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

impl CalendarServer {
    /// One that answers so.
    ///
    /// # Panics
    ///
    /// If no port is free.
    pub fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let desk = Arc::new(Mutex::new(Desk {
            answer,
            asked: Vec::new(),
            is_over: false,
        }));
        let of_thread = Arc::clone(&desk);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if open(&of_thread).is_over {
                    return;
                }
                // Whoever hangs up is not answered.
                let _ = serve(stream, &of_thread);
            }
        });
        Self {
            address,
            desk,
            thread: Some(thread),
        }
    }

    /// Where it is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of a calendar on it.
    pub fn url(&self) -> String {
        format!("http://{}/calendar.ics?key=secret", self.address)
    }

    /// Answers so from now on.
    pub fn answers(&self, answer: Answer) {
        open(&self.desk).answer = answer;
    }

    /// What it was asked since it was last looked: each request up to its empty line.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut open(&self.desk).asked)
    }
}

fn serve(mut stream: TcpStream, desk: &Mutex<Desk>) -> std::io::Result<()> {
    let mut request = String::new();
    let mut reader = BufReader::new((&stream).take(64 * 1024));
    while !request.ends_with("\r\n\r\n") {
        if reader.read_line(&mut request)? == 0 {
            return Ok(());
        }
    }
    let answer = {
        let mut desk = open(desk);
        desk.asked.push(request);
        desk.answer.clone()
    };
    let mut head = format!("HTTP/1.1 {}\r\nConnection: close\r\n", answer.status);
    for (name, value) in &answer.headers {
        head.extend([name, ": ", value.as_str(), "\r\n"]);
    }
    if !answer.status.starts_with("304") {
        head.extend(["Content-Length: ", &answer.body.len().to_string(), "\r\n"]);
    }
    stream.write_all(head.as_bytes())?;
    stream.write_all(b"\r\n")?;
    stream.write_all(&answer.body)
}

impl Drop for CalendarServer {
    fn drop(&mut self) {
        open(&self.desk).is_over = true;
        // Wakes it, so that it sees that.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
