//! The port of the sink: opened, closed and kept, with a conversation for each connection.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::mpsc::Sender;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::conversation::{Conversation, Wire};
use super::desk::Desk;
use super::encryption::{Certificate, Encryption};

/// What the test tells the server; the sender hears when it is done.
pub(super) enum Order {
    HangUp(Sender<()>),
    Pause(Sender<()>),
    Resume(Sender<()>),
    Stop,
}

/// The port, listening or only reserved.
enum Door {
    Open(TcpListener),
    // Bound without listening: connecting is refused, and nobody else gets the port.
    Closed(TcpSocket),
}

pub(super) struct Server {
    desk: Arc<Desk>,
    encryption: Encryption,
    acceptor: Option<TlsAcceptor>,
}

impl Server {
    pub(super) fn new(
        desk: Arc<Desk>,
        encryption: Encryption,
        certificate: Option<&Certificate>,
    ) -> Self {
        Self {
            desk,
            encryption,
            acceptor: certificate.map(Certificate::acceptor),
        }
    }

    /// Serves until [`Order::Stop`]; tells `ready` the address once the port is open.
    pub(super) fn run(self, mut orders: UnboundedReceiver<Order>, ready: &Sender<SocketAddr>) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime for the SMTP sink");
        runtime.block_on(async move {
            let listener = open(reserve(0));
            let address = listener.local_addr().expect("a bound port has an address");
            // A test that has gone away already needs no address.
            let _ = ready.send(address);
            self.serve(listener, address.port(), &mut orders).await;
        });
    }

    async fn serve(&self, listener: TcpListener, port: u16, orders: &mut UnboundedReceiver<Order>) {
        let mut door = Door::Open(listener);
        let mut conversations = JoinSet::new();
        loop {
            tokio::select! {
                biased;
                order = orders.recv() => {
                    let done = match order {
                        None | Some(Order::Stop) => break,
                        Some(Order::HangUp(done)) => done,
                        Some(Order::Pause(done)) => {
                            drop(door);
                            door = Door::Closed(reserve(port));
                            done
                        }
                        Some(Order::Resume(done)) => {
                            door = match door {
                                Door::Open(listener) => Door::Open(listener),
                                Door::Closed(socket) => Door::Open(open(socket)),
                            };
                            // The connections of a resumed server are new: there is none to close.
                            let _ = done.send(());
                            continue;
                        }
                    };
                    conversations.shutdown().await;
                    let _ = done.send(());
                }
                stream = accept(&door) => {
                    let desk = Arc::clone(&self.desk);
                    let (encryption, acceptor) = (self.encryption, self.acceptor.clone());
                    conversations.spawn(converse(stream, desk, encryption, acceptor));
                }
                Some(_) = conversations.join_next() => {}
            }
        }
    }
}

async fn converse(
    stream: TcpStream,
    desk: Arc<Desk>,
    encryption: Encryption,
    acceptor: Option<TlsAcceptor>,
) {
    // A client that goes away in mid-sentence is nothing that a test sink needs to report.
    let _ = stream.set_nodelay(true);
    let (wire, offered): (Box<dyn Wire>, _) = match (encryption, acceptor) {
        (Encryption::Implicit, Some(acceptor)) => match acceptor.accept(stream).await {
            Ok(stream) => (Box::new(stream), None),
            Err(_) => return,
        },
        (_, acceptor) => (Box::new(stream), acceptor),
    };
    let _ = Conversation::new(wire, desk, offered).run().await;
}

async fn accept(door: &Door) -> TcpStream {
    match door {
        Door::Open(listener) => loop {
            if let Ok((stream, _)) = listener.accept().await {
                return stream;
            }
        },
        Door::Closed(_) => std::future::pending().await,
    }
}

fn reserve(port: u16) -> TcpSocket {
    let socket = TcpSocket::new_v4().expect("a socket for the SMTP sink");
    socket
        .set_reuseaddr(true)
        .expect("a port that can be reopened");
    socket
        .bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        .expect("a free port for the SMTP sink");
    socket
}

fn open(socket: TcpSocket) -> TcpListener {
    socket.listen(1024).expect("an open port for the SMTP sink")
}
