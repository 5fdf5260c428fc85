//! From a server's name to a connection that a letter can travel on: TCP, TLS, `EHLO`, credentials.

use std::fs;
use std::io;
use std::net::{IpAddr, SocketAddr};

use lettre::transport::smtp::authentication::{self, Mechanism};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, AsyncTokioStream, Certificate, TlsParameters, TlsParametersBuilder,
};
use lettre::transport::smtp::extension::ClientId;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use super::tls_stream::TlsStream;
use super::verdict::{Failure, Stage};
use super::{Patience, within};
use crate::{OpenError, Security, SmtpServer};

/// What it takes to connect.
#[derive(Clone, Copy)]
pub(super) struct Connector<'a> {
    pub(super) server: &'a SmtpServer,
    pub(super) tls: Option<&'a TlsParameters>,
    pub(super) patience: Patience,
}

/// How to check the server's certificate; `None` when TLS is never used.
pub(super) fn tls_parameters(server: &SmtpServer) -> Result<Option<TlsParameters>, OpenError> {
    let mut builder = TlsParametersBuilder::new(server.host.clone());
    builder = match server.security {
        Security::Plain => return Ok(None),
        // Without a password, any encryption is better than none, and a relay's own certificate is usual (RFC 7435).
        Security::Opportunistic => builder
            .dangerous_accept_invalid_certs(true)
            .dangerous_accept_invalid_hostnames(true),
        Security::Required | Security::Implicit => builder,
    };
    if let Some(path) = &server.ca {
        let pem = fs::read(path).map_err(|source| OpenError::Certificate {
            path: path.clone(),
            source,
        })?;
        let certificate = Certificate::from_pem(&pem).map_err(OpenError::Tls)?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map(Some).map_err(OpenError::Tls)
}

/// One line about a connection, for people.
pub(super) fn describe(connection: &AsyncSmtpConnection, server: &SmtpServer) -> String {
    let encrypted = match server.security {
        Security::Implicit => true,
        _ => connection.is_encrypted(),
    };
    format!(
        "{} answers on {}:{}, {}{}",
        connection.server_info().name(),
        server.host,
        server.port,
        if encrypted { "with TLS" } else { "without TLS" },
        match &server.credentials {
            Some(credentials) => format!(", and knows {}", credentials.user),
            None => String::new(),
        }
    )
}

impl Connector<'_> {
    /// Connects, and goes as far as a server has to be gone before it takes a letter.
    pub(super) async fn connect(&self) -> Result<AsyncSmtpConnection, Failure> {
        let limit = self.patience.command;
        let tcp = self.reach().await?;
        let hello = self.hello(&tcp);
        let stream = self.wrap(tcp).await?;
        let greeting = AsyncSmtpConnection::connect_with_transport(stream, &hello);
        let mut connection = within(limit, Stage::Greeting, greeting).await?;
        self.encrypt(&mut connection, &hello).await?;
        self.authenticate(&mut connection).await?;
        Ok(connection)
    }

    /// Opens a TCP connection to the first of the server's addresses that answers.
    async fn reach(&self) -> Result<TcpStream, Failure> {
        let (host, port) = (self.server.host.as_str(), self.server.port);
        let limit = self.patience.connect;
        let addresses = match timeout(limit, lookup_host((host, port))).await {
            Ok(found) => found.map_err(|error| self.unreachable(&error))?,
            Err(_) => return Err(Failure::timed_out(Stage::Connection, limit)),
        };
        let mut last = Failure::local(Stage::Connection, format!("{host} has no address"));
        for address in addresses {
            match timeout(limit, open(address)).await {
                Ok(Ok(tcp)) => return Ok(tcp),
                Ok(Err(error)) => last = self.unreachable(&error),
                Err(_) => last = Failure::timed_out(Stage::Connection, limit),
            }
        }
        Err(last)
    }

    fn unreachable(&self, error: &io::Error) -> Failure {
        let (host, port) = (&self.server.host, self.server.port);
        Failure::local(Stage::Connection, format!("{host}:{port}: {error}"))
    }

    /// The name to say in `EHLO`: a given one, else our own address as a literal (RFC 5321, section 4.1.4).
    fn hello(&self, tcp: &TcpStream) -> ClientId {
        match (&self.server.hello, tcp.local_addr().map(|addr| addr.ip())) {
            (Some(name), _) => ClientId::Domain(name.clone()),
            (None, Ok(IpAddr::V4(address))) => ClientId::Ipv4(address),
            (None, Ok(IpAddr::V6(address))) => ClientId::Ipv6(address),
            (None, Err(_)) => ClientId::default(),
        }
    }

    async fn wrap(&self, tcp: TcpStream) -> Result<Box<dyn AsyncTokioStream>, Failure> {
        match (self.server.security, self.tls) {
            (Security::Implicit, Some(tls)) => {
                let handshake = TlsStream::handshake(tcp, tls.clone());
                let stream = within(self.patience.command, Stage::Encryption, handshake).await?;
                Ok(Box::new(stream))
            }
            _ => Ok(Box::new(tcp)),
        }
    }

    async fn encrypt(
        &self,
        connection: &mut AsyncSmtpConnection,
        hello: &ClientId,
    ) -> Result<(), Failure> {
        let Some(tls) = self.tls else { return Ok(()) };
        let offered = connection.can_starttls();
        match self.server.security {
            Security::Plain | Security::Implicit => return Ok(()),
            Security::Opportunistic if !offered => return Ok(()),
            Security::Required if !offered => {
                let answer = "the server offers no STARTTLS, and starttls=required";
                return Err(Failure::local(Stage::Encryption, answer.to_owned()));
            }
            Security::Opportunistic | Security::Required => {}
        }
        let handshake = connection.starttls(tls.clone(), hello);
        within(self.patience.command, Stage::Encryption, handshake).await
    }

    async fn authenticate(&self, connection: &mut AsyncSmtpConnection) -> Result<(), Failure> {
        let Some(credentials) = &self.server.credentials else {
            return Ok(());
        };
        let credentials = authentication::Credentials::new(
            credentials.user.clone(),
            credentials.password.clone(),
        );
        let auth = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
        within(self.patience.command, Stage::Credentials, auth).await?;
        Ok(())
    }
}

/// Connects without delay for small packets: with it a letter takes 40 ms for each command, and lettre leaves it on.
async fn open(address: SocketAddr) -> io::Result<TcpStream> {
    let tcp = TcpStream::connect(address).await?;
    tcp.set_nodelay(true)?;
    Ok(tcp)
}
