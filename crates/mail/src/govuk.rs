//! Letters through GOV.UK Notify, by its HTTP API: its templates hold placeholders that our words fill.
//!
//! It sends no calendar entry and no file that a calendar reads, so the entry is linked.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use ring::hmac;
use serde_json::{Value, json};
use ureq::http::Response;
use ureq::{Agent, Body};
use url::Url;

use crate::Letter;
use crate::line::one_line;
use crate::transport::{Accepted, Scope, SendError, Transport};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Octets of an answer that are read.
const MOST: u64 = 64 * 1024;
/// Characters of an answer that are kept.
const ANSWER_LIMIT: usize = 500;
/// Characters of an id.
const ID: usize = 36;

/// A key as its page shows it: a name, the service's id and a secret, with hyphens between.
#[derive(Clone, PartialEq, Eq)]
pub struct GovUkKey {
    service: String,
    secret: String,
}

/// A text that is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no key of GOV.UK Notify: name-service-secret, the last two being ids")]
pub struct NotAKey;

impl FromStr for GovUkKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let text = text.trim();
        let begins = text.len().checked_sub(2 * ID + 1).ok_or(NotAKey)?;
        let ids = text.get(begins..).ok_or(NotAKey)?;
        let (service, secret) = (ids.get(..ID), ids.get(ID + 1..));
        match (service, secret) {
            (Some(service), Some(secret))
                if is_id(service) && is_id(secret) && ids.as_bytes()[ID] == b'-' =>
            {
                Ok(Self {
                    service: service.to_owned(),
                    secret: secret.to_owned(),
                })
            }
            _ => Err(NotAKey),
        }
    }
}

impl fmt::Debug for GovUkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GovUkKey(…)")
    }
}

fn is_id(text: &str) -> bool {
    text.len() == ID
        && text.bytes().enumerate().all(|(at, octet)| match at {
            8 | 13 | 18 | 23 => octet == b'-',
            _ => octet.is_ascii_hexdigit(),
        })
}

/// Which template each kind of letter fills: `kind=id` with spaces between; `*` stands for every other kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GovUkTemplates(BTreeMap<String, String>);

/// A text that maps no kinds to templates.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be kind=id, several with a space between, `*` for every other kind: {0:?}")]
pub struct NotTemplates(String);

impl FromStr for GovUkTemplates {
    type Err = NotTemplates;

    fn from_str(text: &str) -> Result<Self, NotTemplates> {
        let pairs = text
            .split_whitespace()
            .map(|pair| match pair.split_once('=') {
                Some((kind, id)) if !kind.is_empty() && is_id(id) => {
                    Ok((kind.to_owned(), id.to_ascii_lowercase()))
                }
                _ => Err(NotTemplates(pair.to_owned())),
            });
        pairs.collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for GovUkTemplates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs: Vec<String> = self
            .0
            .iter()
            .map(|(kind, id)| format!("{kind}={id}"))
            .collect();
        f.write_str(&pairs.join(" "))
    }
}

impl GovUkTemplates {
    fn of(&self, kind: &str) -> Option<&str> {
        let found = self.0.get(kind).or_else(|| self.0.get("*"));
        found.map(String::as_str)
    }
}

/// The channel.
#[derive(Clone)]
pub struct GovUkNotify {
    base: Url,
    key: GovUkKey,
    templates: GovUkTemplates,
    now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    agent: Agent,
}

impl fmt::Debug for GovUkNotify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GovUkNotify")
            .field("base", &self.base.as_str())
            .field("templates", &self.templates)
            .finish_non_exhaustive()
    }
}

impl GovUkNotify {
    /// Speaks with the service at `base`. `now` is asked for each request, since each is signed with its time.
    pub fn new(
        base: Url,
        key: GovUkKey,
        templates: GovUkTemplates,
        now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static,
    ) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A signature is for one address.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(PATIENCE))
            .user_agent(concat!("Marketday/", env!("CARGO_PKG_VERSION")))
            .build();
        Self {
            base,
            key,
            templates,
            now: Arc::new(now),
            agent: config.into(),
        }
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base.as_str().trim_end_matches('/'))
    }

    /// The token of one request (RFC 7519, HS256), which is good for half a minute.
    fn bearer(&self) -> String {
        let header = json!({"typ": "JWT", "alg": "HS256"});
        let claims = json!({"iss": self.key.service, "iat": (self.now)().timestamp()});
        let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let signed = format!("{}.{}", encode(&header), encode(&claims));
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.key.secret.as_bytes());
        let signature = URL_SAFE_NO_PAD.encode(hmac::sign(&key, signed.as_bytes()));
        format!("Bearer {signed}.{signature}")
    }

    fn body(&self, letter: &Letter) -> Result<Value, SendError> {
        // The operator can give it one; until then the letter waits.
        let template = self
            .templates
            .of(&letter.kind)
            .ok_or_else(|| SendError::Retry {
                scope: Scope::Letter,
                answer: format!(
                    "GOV.UK Notify has no template for {}: set govuk_notify.templates",
                    letter.kind
                ),
                may_have_arrived: false,
            })?;
        let mut body = json!({
            "email_address": letter.to.email,
            "template_id": template,
            "reference": letter.message_id,
            "personalisation": {
                "subject": one_line(&letter.subject, 200),
                "message": letter.text,
                "calendar": letter.calendar_link.as_deref().unwrap_or_default(),
            },
        });
        if let Some(list) = &letter.optional {
            body["one_click_unsubscribe_url"] = Value::String(list.unsubscribe_url.clone());
        }
        Ok(body)
    }
}

/// An answer: its status, and what it says, on one line.
fn read(answer: Result<Response<Body>, ureq::Error>) -> Result<(u16, Value), SendError> {
    let mut answer =
        answer.map_err(|error| SendError::server(format!("GOV.UK Notify: {error}")))?;
    let status = answer.status().as_u16();
    let text = answer
        .body_mut()
        .with_config()
        .limit(MOST)
        .read_to_string()
        .map_err(|error| SendError::server(format!("GOV.UK Notify answered {status}: {error}")))?;
    Ok((status, serde_json::from_str(&text).unwrap_or(Value::Null)))
}

fn said(status: u16, body: &Value) -> String {
    let first = &body["errors"][0];
    let word = |name: &str| first[name].as_str().unwrap_or_default();
    one_line(
        &format!(
            "GOV.UK Notify answered {status} {}: {}",
            word("error"),
            word("message")
        ),
        ANSWER_LIMIT,
    )
}

impl Transport for GovUkNotify {
    fn send(&mut self, letter: &Letter) -> Result<Accepted, SendError> {
        // What could not be sent by mail is not sent by this either.
        letter.envelope()?;
        let body = self.body(letter)?.to_string();
        let asked = self
            .agent
            .post(self.address("/v2/notifications/email"))
            .header("Authorization", self.bearer())
            .header("Content-Type", "application/json")
            .send(body);
        let (status, answer) = read(asked).map_err(SendError::uncertain)?;
        match status {
            201 => Ok(Accepted {
                answer: format!("201 {}", answer["id"].as_str().unwrap_or_default()),
            }),
            // The address, or what fills the template, will not do.
            400 => Err(SendError::GiveUp {
                answer: said(status, &answer),
            }),
            // The key, the clock, a limit, or the service itself: other letters fare the same.
            _ => Err(SendError::server(said(status, &answer))),
        }
    }

    fn probe(&mut self) -> Result<String, SendError> {
        let asked = self
            .agent
            .get(self.address("/v2/templates?type=email"))
            .header("Authorization", self.bearer())
            .call();
        let (status, answer) = read(asked)?;
        if status != 200 {
            return Err(SendError::server(said(status, &answer)));
        }
        let known: Vec<&str> = answer["templates"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|template| template["id"].as_str())
            .collect();
        match self
            .templates
            .0
            .iter()
            .find(|(_, id)| !known.contains(&id.as_str()))
        {
            Some((kind, id)) => Err(SendError::server(format!(
                "GOV.UK Notify knows no template {id}, which is to be that of {kind}"
            ))),
            None => Ok(format!(
                "GOV.UK Notify answers, with {} templates",
                known.len()
            )),
        }
    }
}
