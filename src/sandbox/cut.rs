//! A TCP connection that can be cut from within: the carrier's listener.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// The other end of a connection, as a handler sees it.
#[derive(Clone)]
pub struct Peer {
    pub address: SocketAddr,
    /// Number of the connection, from 1.
    pub connection: u64,
    requests: Arc<AtomicU64>,
    blade: Arc<Blade>,
}

#[derive(Default)]
struct Blade {
    cut: AtomicBool,
    reset: AtomicBool,
}

impl Peer {
    /// Number of the next request on this connection, from 1.
    pub fn count(&self) -> u64 {
        self.requests.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Makes the next read or write fail, so that the connection is dropped: with RST or with FIN.
    pub fn cut(&self, reset: bool) {
        self.blade.reset.store(reset, Ordering::Relaxed);
        self.blade.cut.store(true, Ordering::Release);
    }
}

/// A listener whose connections can be cut.
pub struct CutListener {
    inner: TcpListener,
    connections: u64,
}

impl CutListener {
    pub fn new(inner: TcpListener) -> Self {
        Self {
            inner,
            connections: 0,
        }
    }
}

impl Listener for CutListener {
    type Io = CutStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (CutStream, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.inner).await;
        let _ = stream.set_nodelay(true);
        self.connections += 1;
        let peer = Peer {
            address,
            connection: self.connections,
            requests: Arc::default(),
            blade: Arc::default(),
        };
        (CutStream { stream, peer }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.inner.local_addr()
    }
}

/// One such connection.
pub struct CutStream {
    stream: TcpStream,
    peer: Peer,
}

impl CutStream {
    fn check(&self) -> io::Result<()> {
        if !self.peer.blade.cut.load(Ordering::Acquire) {
            return Ok(());
        }
        Err(io::ErrorKind::ConnectionReset.into())
    }
}

impl Drop for CutStream {
    fn drop(&mut self) {
        if self.peer.blade.reset.load(Ordering::Relaxed) {
            // Closing with a zero linger time sends RST.
            let _ = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
        }
    }
}

impl Connected<IncomingStream<'_, CutListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, CutListener>) -> Self {
        stream.io().peer.clone()
    }
}

impl AsyncRead for CutStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for CutStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
