//! Being asked to stop, and noticing that a thread has ended by itself.

use std::io;
use std::sync::Arc;
use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Notify;

/// SIGTERM and Ctrl-C, from the moment it is made: a signal that comes while an instance starts is not lost.
pub struct Signals {
    runtime: Runtime,
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// Listens from now on.
    pub fn listen() -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let inside = runtime.enter();
        let terminate = signal(SignalKind::terminate())?;
        let interrupt = signal(SignalKind::interrupt())?;
        drop(inside);
        Ok(Self {
            runtime,
            terminate,
            interrupt,
        })
    }

    /// Waits for a signal, and says whether it was one: else a watched thread has ended.
    pub fn wait(&mut self, watch: &Watch) -> bool {
        let (terminate, interrupt) = (&mut self.terminate, &mut self.interrupt);
        self.runtime.block_on(async {
            tokio::select! {
                _ = terminate.recv() => true,
                _ = interrupt.recv() => true,
                () = watch.0.notified() => false,
            }
        })
    }
}

/// What sees a thread end.
#[derive(Debug, Default)]
pub struct Watch(Arc<Notify>);

impl Watch {
    /// What a watched thread keeps until its end.
    pub fn departed(&self) -> Departed {
        Departed(Arc::clone(&self.0))
    }
}

/// Tells its [`Watch`] when it is dropped, by a panic too.
#[derive(Debug)]
pub struct Departed(Arc<Notify>);

impl Drop for Departed {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}
