//! Who is asking: the browser, and the person signed in with it.

use crate::acting;
use crate::app::{App, blocking};
use crate::failure::Failure;
use crate::reply::Reply;
use crate::sign_in_log;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web};
use marketday_accounts::code::TypedCode;
use marketday_accounts::{Browser, SignedIn, find_signed_in, renew};
use marketday_model::code::{CodePurpose, digest};
use marketday_model::{EmailAddress, PersonId, Way, device};
use marketday_render::{Layout, Links};
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

/// What the page of somebody's own things is called, there and on the way up to it.
pub(crate) const MY: &str = "My bookings and registrations";

/// A browser that has, or is about to be given, a token; and who is signed in with it.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    token: String,
    is_new: bool,
    /// The token of the sign-in, as its cookie holds it.
    sign_in_token: Option<String>,
    /// What kind of browser it is, in a few words.
    device: String,
    /// Who is signed in.
    pub(crate) signed_in: Option<SignedIn>,
    /// Its network, as it is counted.
    pub(crate) network: String,
}

impl Visitor {
    /// What the database knows the browser by.
    pub(crate) fn browser(&self) -> String {
        digest(&self.token)
    }

    /// A code that was typed in this browser.
    pub(crate) fn typed_code(
        &self,
        app: &App,
        purpose: CodePurpose,
        email: &EmailAddress,
        typed: &str,
    ) -> TypedCode {
        TypedCode {
            key: app.key.clone(),
            purpose,
            email: email.clone(),
            browser: self.browser(),
            typed: typed.to_owned(),
        }
    }

    /// The browser as a new sign-in is begun in it.
    pub(crate) fn to_sign_in(&self) -> Browser {
        Browser {
            digest: Some(self.browser()),
            device: self.device.clone(),
            signed_in: self.signed_in.as_ref().map(|signed_in| signed_in.sign_in),
        }
    }

    /// Gives the sign-in a new token, and its cookie to the answer: after whatever gave its owner more rights or showed
    /// anew who they are.
    pub(crate) fn renewed(&self, app: &App, reply: Reply) -> Result<Reply, Failure> {
        let Some(token) = &self.sign_in_token else {
            return Ok(reply);
        };
        Ok(match renew(&app.store, &app.surroundings, token)? {
            Some(token) => reply.with_cookie(sign_in_cookie(app, &token)),
            None => reply,
        })
    }

    /// The address of whoever is signed in.
    pub(crate) fn email(&self) -> Option<&EmailAddress> {
        self.signed_in
            .as_ref()
            .map(|signed_in| &signed_in.person.email)
    }

    /// Who is signed in, or the page that asks for it.
    pub(crate) fn required(&self) -> Result<&SignedIn, Failure> {
        self.signed_in.as_ref().ok_or(Failure::SignInFirst)
    }

    /// The token that every form for this browser carries.
    pub(crate) fn csrf(&self, app: &App) -> String {
        app.key.csrf(&self.token)
    }

    /// Whether a form was written for this browser.
    pub(crate) fn is_csrf(&self, app: &App, token: &str) -> bool {
        !self.is_new && app.key.is_csrf(&self.token, token)
    }

    /// The frame of a page for this visitor.
    pub(crate) fn layout(&self, app: &App, title: &str) -> Layout {
        let name = |s: &SignedIn| {
            if s.person.name.is_empty() {
                s.person.email.to_string()
            } else {
                s.person.name.clone()
            }
        };
        Layout {
            signed_in: self.signed_in.as_ref().map(name),
            is_organiser: self.signed_in.as_ref().is_some_and(SignedIn::is_organiser),
            is_administrator: self
                .signed_in
                .as_ref()
                .is_some_and(|s| s.actor.is_administrator),
            csrf: Some(self.csrf(app)),
            demo: app.settings.demo.is_some(),
            ..Layout::new(title)
        }
    }

    /// The frame of a page that lies below somebody's own.
    pub(crate) fn own_layout(&self, app: &App, title: &str) -> Layout {
        self.layout(app, title).crumb(MY, Links::my())
    }

    /// A page for this visitor alone, which gives a new browser its token.
    pub(crate) fn page(&self, app: &App, html: String) -> Reply {
        self.page_with_status(app, StatusCode::OK, html)
    }

    /// The same with another status: 422 when a form comes back.
    pub(crate) fn page_with_status(&self, app: &App, status: StatusCode, html: String) -> Reply {
        let reply = Reply::page(status, html);
        if self.is_new {
            reply.with_cookie(browser_cookie(app, &self.token))
        } else {
            reply
        }
    }
}

/// The names of the cookies: bound to host and https where that is how people come.
pub(crate) fn cookie_name(app: &App, name: &str) -> String {
    if app.is_https() {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

fn cookie(app: &App, name: &str, value: &str, age: Duration) -> Cookie<'static> {
    Cookie::build(cookie_name(app, name), value.to_owned())
        .path("/")
        .http_only(true)
        .secure(app.is_https())
        .same_site(SameSite::Lax)
        .max_age(age)
        .finish()
}

fn browser_cookie(app: &App, token: &str) -> Cookie<'static> {
    cookie(app, "browser", token, Duration::days(180))
}

/// The cookie of a new sign-in.
pub(crate) fn sign_in_cookie(app: &App, token: &str) -> Cookie<'static> {
    cookie(
        app,
        "sign-in",
        token,
        Duration::seconds(app.settings.sign_in.absolute.num_seconds()),
    )
}

/// The answer to a sign-in that begins: its cookie, and its line in the log.
pub(crate) fn signed_in(app: &App, way: Way, token: &str, person: PersonId, reply: Reply) -> Reply {
    sign_in_log::signed_in(way, person);
    reply.with_cookie(sign_in_cookie(app, token))
}

/// The answer after which nothing of a sign-in is left in the browser.
pub(crate) fn signed_out(app: &App, reply: Reply) -> Reply {
    reply
        .with_cookie(cookie(app, "sign-in", "", Duration::ZERO))
        .clearing()
}

/// Whether a request comes with any cookie of ours, so that shared bytes are not for it.
pub(crate) fn has_cookie(app: &App, request: &HttpRequest) -> bool {
    request.cookie(&cookie_name(app, "browser")).is_some()
        || request.cookie(&cookie_name(app, "sign-in")).is_some()
}

/// An address as it is counted: of IPv6 the first 64 bits, since one customer has them all (RFC 6177).
fn counted(address: &str) -> String {
    match address
        .parse::<IpAddr>()
        .map(|address| address.to_canonical())
    {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

/// The network that a request comes from, as it is counted.
pub(crate) fn network(app: &App, request: &HttpRequest) -> String {
    app.key.network(&counted(&address(app, request)))
}

/// The address that a request comes from: the peer's, or what a trusted proxy says of it.
pub(crate) fn address(app: &App, request: &HttpRequest) -> String {
    // A proxy may add its own as a line behind those that it was sent (HAProxy does): the last entry of the last line.
    let forwarded = request
        .headers()
        .get_all("X-Forwarded-For")
        .last()
        .filter(|_| app.settings.trusted_proxy)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .map(|address| address.trim().to_owned());
    let peer = request.peer_addr().map(|address| address.ip().to_string());
    forwarded.or(peer).unwrap_or_default()
}

impl FromRequest for Visitor {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            if let Some(known) = request.extensions().get::<Self>() {
                return Ok(known.clone());
            }
            let app = request
                .app_data::<web::Data<App>>()
                .ok_or(Failure::BadRequest)?
                .clone();
            let browser = request
                .cookie(&cookie_name(&app, "browser"))
                .map(|cookie| cookie.value().to_owned())
                .filter(|token| token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit()));
            let sign_in_token = request
                .cookie(&cookie_name(&app, "sign-in"))
                .map(|cookie| cookie.value().to_owned());
            let signed_in = match sign_in_token.clone() {
                Some(token) => {
                    let app = app.clone();
                    blocking(move || {
                        let limits = &app.settings.sign_in;
                        Ok(find_signed_in(
                            &app.store,
                            &app.surroundings,
                            limits,
                            &token,
                        )?)
                    })
                    .await?
                }
                None => None,
            };
            let user_agent = request.headers().get(header::USER_AGENT);
            let user_agent = user_agent.and_then(|value| value.to_str().ok());
            let visitor = Self {
                is_new: browser.is_none(),
                token: browser.unwrap_or_else(|| app.surroundings.token()),
                sign_in_token,
                device: device::describe(user_agent.unwrap_or_default()),
                signed_in,
                network: network(&app, &request),
            };
            if let Some(signed_in) = &visitor.signed_in {
                acting::note_person(signed_in.person.id);
            }
            request.extensions_mut().insert(visitor.clone());
            Ok(visitor)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn somebody_with_many_addresses_is_one_network() {
        assert_eq!(counted("192.0.2.7"), "192.0.2.7");
        assert_eq!(counted("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(counted("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(counted("2001:db8:1:2::9"), counted("2001:db8:1:2:3::"));
        assert_ne!(counted("2001:db8:1:2::9"), counted("2001:db8:1:3::9"));
        assert_eq!(counted(""), "");
    }
}
