//! A form that was sent: read within a limit, from this browser, with everything that was typed.

use crate::app::App;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web};
use marketday_render::FormState;
use percent_encoding::percent_decode_str;
use std::future::Future;
use std::pin::Pin;

/// The most that a form may weigh, in octets: ours hold a few thousand characters.
pub(super) const LIMIT: usize = 64 * 1024;

/// How long a form may take to arrive.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

/// A form of ours, sent by the browser that it was written for.
#[derive(Debug)]
pub(crate) struct Posted {
    /// Who sent it.
    pub(crate) visitor: Visitor,
    /// What was typed. A field that was not UTF-8 has an error already.
    pub(crate) form: FormState,
}

/// What was typed, kept with its request until that is answered: where the database was busy it is sent again by one
/// press.
#[derive(Debug, Clone)]
pub(crate) struct Kept(pub(crate) FormState);

impl FromRequest for Posted {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_form = is_form(request.content_type());
        let request = request.clone();
        let body = web::Bytes::from_request(&request, payload);
        Box::pin(async move {
            if !is_form {
                return Err(Failure::NotAForm);
            }
            let body = actix_web::rt::time::timeout(PATIENCE, body)
                .await
                .map_err(|_| Failure::BadRequest)?;
            let body = body.map_err(|error| {
                if error.as_response_error().status_code()
                    == actix_web::http::StatusCode::PAYLOAD_TOO_LARGE
                {
                    Failure::TooLarge
                } else {
                    Failure::BadRequest
                }
            })?;
            if body.len() > LIMIT {
                return Err(Failure::TooLarge);
            }
            let posted = Self::of(&request, read(&String::from_utf8_lossy(&body))).await?;
            let kept = Kept(posted.form.clone());
            request.extensions_mut().insert(kept);
            Ok(posted)
        })
    }
}

impl Posted {
    /// What was sent, if it is by the browser that the form was written for.
    pub(super) async fn of(request: &HttpRequest, form: FormState) -> Result<Self, Failure> {
        let visitor = Visitor::extract(request).await?;
        let app = request
            .app_data::<web::Data<App>>()
            .ok_or(Failure::BadRequest)?;
        if !visitor.is_csrf(app, form.value("csrf").unwrap_or_default()) {
            return Err(Failure::StaleForm);
        }
        Ok(Self {
            visitor,
            form: form.without("csrf"),
        })
    }
}

/// Whether a body of this type is a form; one that says nothing of itself is read as one.
fn is_form(content_type: &str) -> bool {
    content_type.is_empty()
        || content_type.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// Takes `application/x-www-form-urlencoded` apart (WHATWG URL, section 5.1), noting which fields were not UTF-8.
fn read(body: &str) -> FormState {
    let mut form = FormState::new();
    for pair in body.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (name.replace('+', " "), value.replace('+', " "));
        let name = percent_decode_str(&name).decode_utf8_lossy().into_owned();
        let decoded = percent_decode_str(&value);
        let is_broken = decoded.clone().decode_utf8().is_err() || value.contains('\u{fffd}');
        form = form.with(name.clone(), decoded.decode_utf8_lossy());
        if is_broken {
            form.push_error(
                name,
                "This text holds characters that could not be read. Type it again",
            );
        }
    }
    form
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_was_typed_is_read_with_its_spaces_signs_and_repeated_names() {
        let form = read("title=Caf%C3%A9+%26+co&themes=waste&themes=housing&empty=");
        assert_eq!(form.value("title"), Some("Café & co"));
        assert_eq!(form.values("themes"), ["waste", "housing"]);
        assert_eq!(form.value("empty"), Some(""));
        assert!(!form.has_errors());
    }

    #[test]
    fn broken_utf8_is_said_at_its_field_and_the_rest_is_kept() {
        let form = read("title=%ff%fe&summary=fine");
        assert_eq!(form.errors()[0].field, "title");
        assert_eq!(form.value("summary"), Some("fine"));
    }
}
