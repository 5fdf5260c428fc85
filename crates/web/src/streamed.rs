//! A body that is made a chunk at a time on a thread that may wait, each only once the one before was taken: however
//! long it is and however slowly it is read, one chunk is in memory.

use crate::app::blocking;
use crate::failure::Failure;
use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;
use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// What the waiting thread gives back: a chunk, unless that was all, and what makes the rest.
type Made<I> = Result<(Option<Bytes>, I), Failure>;

enum State<I> {
    /// There is a chunk, and what makes the rest.
    Ready(Bytes, I),
    /// The next chunk is being made.
    Making(Pin<Box<dyn Future<Output = Made<I>>>>),
    /// That was all, or it broke off.
    Ended,
}

/// A body of chunks. If making one fails the connection is closed before its end, so that nobody takes a part for the
/// whole.
pub(crate) struct Streamed<I>(State<I>);

impl<I> Streamed<I> {
    /// The first chunk, and what makes the others.
    pub(crate) fn new(first: Vec<u8>, rest: I) -> Self {
        Self(State::Ready(first.into(), rest))
    }
}

async fn make<I, E>(mut chunks: I) -> Made<I>
where
    I: Iterator<Item = Result<Vec<u8>, E>> + Send + 'static,
    E: Error + 'static,
{
    blocking(move || {
        let next = chunks.next().transpose();
        let next = next.map_err(|error| Failure::internal(&error))?;
        Ok((next.map(Bytes::from), chunks))
    })
    .await
}

impl<I, E> MessageBody for Streamed<I>
where
    I: Iterator<Item = Result<Vec<u8>, E>> + Send + Unpin + 'static,
    E: Error + 'static,
{
    type Error = Failure;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Failure>>> {
        loop {
            match std::mem::replace(&mut self.0, State::Ended) {
                State::Ready(chunk, rest) => {
                    self.0 = State::Making(Box::pin(make(rest)));
                    // An empty chunk would end a chunked body.
                    if !chunk.is_empty() {
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                }
                State::Making(mut making) => {
                    let Poll::Ready(made) = making.as_mut().poll(context) else {
                        self.0 = State::Making(making);
                        return Poll::Pending;
                    };
                    match made {
                        Ok((Some(chunk), rest)) => self.0 = State::Ready(chunk, rest),
                        Ok((None, _)) => return Poll::Ready(None),
                        Err(failure) => return Poll::Ready(Some(Err(failure))),
                    }
                }
                State::Ended => return Poll::Ready(None),
            }
        }
    }
}
