//! The limit of pages and feeds: actix answering with the same bytes, and nothing else around it.

use crate::client::Answer;
use crate::machine;
use crate::served::Served;
use actix_web::http::{StatusCode, header};
use actix_web::web::Bytes;
use actix_web::{App, HttpResponse, HttpServer, web};

/// What is answered: as much of the product's own answer as the wire needs.
#[derive(Debug, Clone)]
pub(crate) struct Plain {
    status: StatusCode,
    content_type: Option<String>,
    bytes: Bytes,
}

impl Plain {
    /// The same bytes as an answer of the product.
    pub(crate) fn of(answer: &Answer<'_>) -> Self {
        Self {
            status: StatusCode::from_u16(answer.status).expect("a status"),
            content_type: answer.header("content-type").map(ToOwned::to_owned),
            bytes: Bytes::copy_from_slice(answer.body),
        }
    }

    /// How long it is, in octets.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    fn response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        if let Some(content_type) = &self.content_type {
            response.insert_header((header::CONTENT_TYPE, content_type.as_str()));
        }
        response.body(self.bytes.clone())
    }
}

/// The address of the `index`th answer.
pub(crate) fn path(index: usize) -> String {
    format!("/{index}")
}

/// Serves these answers, with as many workers as the product has.
pub(crate) fn serve(answers: Vec<Plain>) -> Served {
    Served::start(move |listener| {
        let server = HttpServer::new(move || {
            answers
                .iter()
                .cloned()
                .enumerate()
                .fold(App::new(), |app, (index, plain)| {
                    let answer = move || {
                        let response = plain.response();
                        async move { response }
                    };
                    app.route(&path(index), web::get().to(answer))
                })
        });
        let server = server.workers(machine::cores()).disable_signals();
        Ok(server.listen(listener)?.run())
    })
}
