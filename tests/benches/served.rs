//! A server on a thread of its own; it stops when it is dropped.

use crate::machine;
use actix_web::dev::{Server, ServerHandle};
use actix_web::rt::System;
use marketday_model::SecretKey;
use marketday_testkit::World;
use marketday_web::{App, Settings};
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc;
use std::thread::JoinHandle;

/// The key of the measured installation.
pub(crate) const KEY: SecretKey = SecretKey::new([7; 32]);

/// A running server.
pub(crate) struct Served {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Served {
    /// Starts what `make` makes of a bound port.
    pub(crate) fn start(
        make: impl FnOnce(TcpListener) -> std::io::Result<Server> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a bound port has an address");
        let (ready, started) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            System::new().block_on(async move {
                let server = make(listener).expect("a server starts");
                ready.send(server.handle()).expect("somebody waits for it");
                server.await.expect("a server ends well");
            });
        });
        Self {
            address,
            handle: started.recv().expect("a server starts"),
            thread: Some(thread),
        }
    }

    /// Starts the product on this world, a worker a core. It believes `X-Forwarded-For`, so that one machine can ask
    /// from many networks.
    pub(crate) fn product(world: &World) -> Self {
        let settings = Settings {
            public_url: "http://127.0.0.1".parse().expect("a URL"),
            trusted_proxy: true,
            demo: None,
            privacy: marketday_web::PrivacySettings::default(),
            sign_in: marketday_model::SignInLimits::default(),
        };
        let (store, surroundings) = (world.store.clone(), world.surroundings.clone());
        let app = App::new(store, surroundings, KEY, settings).expect("the templates are sound");
        Self::start(move |listener| marketday_web::server(app, listener, machine::cores()))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // The order to stop is given at once; that it was carried out shows when the thread ends.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}
