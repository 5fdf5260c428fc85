//! Whether the process lives, and whether it can serve.

use crate::app::{App, blocking};
use actix_web::{HttpResponse, web};
use marketday_store::revisions;

/// The process answers.
pub(crate) async fn alive() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n")
}

/// The database answers, its migrations have all been run, and its clock agrees with ours to two seconds.
pub(crate) async fn ready(app: web::Data<App>) -> HttpResponse {
    let app = app.get_ref().clone();
    let checked =
        blocking(move || {
            app.read(revisions::public)?;
            let skew = app.store.clock_skew(app.now())?;
            if skew.abs() > chrono::Duration::seconds(2) {
                return Ok(Some(format!(
                    "the database's clock differs by {} ms",
                    skew.num_milliseconds()
                )));
            }
            let pending = app
                .store
                .pending_migrations()
                .map_err(|error| crate::failure::Failure::internal(&error))?;
            Ok((!pending.is_empty())
                .then(|| format!("{} migrations have not been run", pending.len())))
        })
        .await;
    match checked {
        Ok(None) => HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .body("ready\n"),
        Ok(Some(reason)) => HttpResponse::ServiceUnavailable()
            .content_type("text/plain; charset=utf-8")
            .body(format!("not ready: {reason}\n")),
        Err(_) => HttpResponse::ServiceUnavailable()
            .content_type("text/plain; charset=utf-8")
            .body("not ready: the database does not answer\n"),
    }
}
