//! The HTTP server: what stands around the routes.

use crate::app::App;
use crate::failure::Failure;
use crate::span::RequestSpan;
use crate::{acting, failure, guard, routes};
use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{HttpServer, web};
use std::net::TcpListener;
use std::time::Duration;
use tracing_actix_web::TracingLogger;

/// How long requests may still take after the server was told to stop, in seconds.
const LAST_REQUESTS: u64 = 20;

/// How long the head of a request may take to come. A server with more to do than it can looks at it late, and would
/// else take for slow whoever sent it at once.
const HEAD: Duration = Duration::from_secs(30);

/// A server on `listener`, which is bound already. It stops by its handle only: signals are the caller's business.
pub fn server(app: App, listener: TcpListener, workers: usize) -> std::io::Result<Server> {
    let server = HttpServer::new(move || {
        let routed = app.clone();
        actix_web::App::new()
            .app_data(web::Data::new(app.clone()))
            // Larger bodies are read as far as this limit, so that the refusal can be a page.
            .app_data(web::PayloadConfig::new(64 * 1024))
            // So that an address that makes no sense gets a page as well.
            .app_data(web::QueryConfig::default().error_handler(|_, _| Failure::BadRequest.into()))
            .wrap(from_fn(acting::known))
            .wrap(from_fn(guard::changes))
            .wrap(from_fn(failure::pages))
            .wrap(from_fn(guard::headers))
            .wrap(TracingLogger::<RequestSpan>::new())
            .configure(move |config| routes::configure(config, &routed))
    })
    .workers(workers)
    .client_request_timeout(HEAD)
    .shutdown_timeout(LAST_REQUESTS)
    .disable_signals()
    .listen(listener)?
    .run();
    Ok(server)
}
