//! TLS from the first byte, on a TCP connection of our own (RFC 8314).
//!
//! lettre encrypts such a connection only when it opens it itself, so its encrypted stream is passed back to it as one
//! that already exists.
#![expect(
    deprecated,
    reason = "lettre 0.11 means to hide AsyncNetworkStream, and has nothing public instead of it"
)]

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_io::{AsyncRead as _, AsyncWrite as _};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::{AsyncNetworkStream, AsyncTokioStream, TlsParameters};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// An encrypted stream that lettre can be handed.
#[derive(Debug)]
pub(super) struct TlsStream {
    inner: AsyncNetworkStream,
    peer: SocketAddr,
}

impl TlsStream {
    /// Encrypts `tcp`, and checks the certificate as `tls` says.
    pub(super) async fn handshake(tcp: TcpStream, tls: TlsParameters) -> Result<Self, Error> {
        // Only lettre's debug output asks for it; a peer that is already gone fails the handshake.
        let unknown = SocketAddr::from(([0, 0, 0, 0], 0));
        let peer = tcp.peer_addr().unwrap_or(unknown);
        let mut inner = AsyncNetworkStream::use_existing_tokio1(Box::new(tcp));
        inner.upgrade_tls(tls).await?;
        Ok(Self { inner, peer })
    }
}

impl AsyncTokioStream for TlsStream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}

impl AsyncRead for TlsStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let free = buffer.initialize_unfilled();
        let read = ready!(Pin::new(&mut self.inner).poll_read(context, free))?;
        buffer.advance(read);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for TlsStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_close(context)
    }
}
