//! How connections are served: so many at once, nobody slow for long, and to the end of what was begun.

use std::{
    collections::HashMap,
    io,
    net::IpAddr,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use axum::Router;
use hyper::{Request, body::Incoming, server::conn::http1, service::Service};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpListener,
    sync::Semaphore,
    time::{Instant, Sleep, sleep, timeout},
};

use crate::guard::Ends;

/// Connections at once.
const CONNECTIONS: usize = 1024;
/// Of those, from one address that is not this machine's.
const FROM_ONE: usize = 256;
/// How long the head of a request may take, and how long a connection may stand idle.
const HEAD: Duration = Duration::from_secs(10);
/// How long nobody may take in what is answered.
const UNREAD: Duration = Duration::from_secs(30);
/// How long it is waited where the system has no more room for connections.
const NO_ROOM: Duration = Duration::from_millis(500);
/// How long answers that were begun may take when the server closes.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

/// Serves connections until `closing` comes.
pub(crate) async fn serve(listener: TcpListener, app: Router, closing: impl Future<Output = ()>) {
    let (rooms, from) = (Arc::new(Semaphore::new(CONNECTIONS)), Arc::new(From::default()));
    let graceful = GracefulShutdown::new();
    let service = TowerToHyperService::new(app);
    let mut closing = std::pin::pin!(closing);
    let accepted = async || {
        let room = Arc::clone(&rooms).acquire_owned().await.map_err(io::Error::other)?;
        let (stream, peer) = listener.accept().await?;
        Ok::<_, io::Error>((room, stream, peer))
    };
    loop {
        let (room, stream, peer) = tokio::select! {
            () = &mut closing => break,
            accepted = accepted() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // One that broke off already is nobody's fault; without room others must end first.
                    if !matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset) {
                        sleep(NO_ROOM).await;
                    }
                    continue;
                }
            },
        };
        let Some(one) = From::come(&from, peer.ip()) else { continue };
        let Ok(local) = stream.local_addr() else { continue };
        let _ = stream.set_nodelay(true);
        let (service, ends) = (service.clone(), Ends { peer, local });
        let answer = hyper::service::service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ends);
            service.call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .serve_connection(TokioIo::new(Patient::new(stream)), answer);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // Whoever breaks off, or is cut, is told nothing more.
            let _ = connection.await;
            drop((room, one));
        });
    }
    // Whoever listens for what is new would never end.
    let _ = timeout(LAST_ANSWERS, graceful.shutdown()).await;
}

/// How many connections come from each address.
#[derive(Default)]
struct From(Mutex<HashMap<IpAddr, usize>>);

/// One of them, until it is dropped.
struct One {
    from: Arc<From>,
    address: IpAddr,
}

impl From {
    /// Counts one in; `None` if there are enough of that address. This machine's own are not counted: proxies are among them.
    fn come(from: &Arc<Self>, address: IpAddr) -> Option<One> {
        let address = address.to_canonical();
        let mut all = from.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = all.entry(address).or_default();
        if *count >= FROM_ONE && !address.is_loopback() {
            return None;
        }
        *count += 1;
        Some(One { from: Arc::clone(from), address })
    }
}

impl Drop for One {
    fn drop(&mut self) {
        let mut all = self.from.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.address);
            }
        }
    }
}

/// A connection that ends when nobody takes in what is written for too long.
struct Patient<S> {
    stream: S,
    /// Until when what waits to be written must move on.
    waits: Option<Pin<Box<Sleep>>>,
}

impl<S> Patient<S> {
    fn new(stream: S) -> Self {
        Self { stream, waits: None }
    }

    /// What came of trying to write; too late if it has been waiting for too long.
    fn moved<T>(&mut self, context: &mut Context<'_>, tried: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if tried.is_ready() {
            self.waits = None;
            return tried;
        }
        let waits = self.waits.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(Instant::now() + UNREAD)));
        waits.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let tried = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.moved(context, tried)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let tried = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.moved(context, tried)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn whoever_takes_nothing_in_is_let_go() {
        let (mut theirs, ours) = tokio::io::duplex(16);
        let mut ours = Patient::new(ours);
        let slow = tokio::spawn(async move {
            let mut bytes = [0; 16];
            // As long as something is taken in now and then, it goes on.
            for _ in 0..4 {
                sleep(UNREAD / 2).await;
                theirs.read_exact(&mut bytes).await.unwrap();
            }
            theirs
        });
        let error = ours.write_all(&[0; 1000]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        drop(slow.await.unwrap());
    }

    #[test]
    fn one_address_has_so_many() {
        let from = Arc::new(From::default());
        let far = "203.0.113.5".parse().unwrap();
        let mut all: Vec<One> = (0..FROM_ONE).map(|_| From::come(&from, far).unwrap()).collect();
        assert!(From::come(&from, far).is_none());
        assert!(From::come(&from, "203.0.113.6".parse().unwrap()).is_some());
        all.pop();
        assert!(From::come(&from, far).is_some());
        drop(all);
        assert!(from.0.lock().unwrap().is_empty());
        let here: Vec<Option<One>> =
            (0..2 * FROM_ONE).map(|_| From::come(&from, "127.0.0.1".parse().unwrap())).collect();
        assert!(here.iter().all(Option::is_some));
    }
}
