//! An OpenID provider on a port of its own: discovery, keys and tokens over real HTTP, with real signatures.
//!
//! A test sends nobody to its sign-in page: [`TestProvider::signs_in`] reads the address that a browser would be sent
//! to, checks it as a provider does, and returns the address that the browser would come back to. What the token then
//! says, and who signs it, a test may twist.

mod http;
mod keys;

pub use keys::{Algorithm, Seal};

use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine};
use http::{Answer, Request};
use keys::Keys;
use marketday_model::Instant;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use url::Url;
use url::form_urlencoded::parse;

/// What Marketday is called at every provider of the tests.
pub const CLIENT_ID: &str = "marketday-of-the-tests";

/// What only the two of them know; with signs that must be encoded on their way.
pub const CLIENT_SECRET: &str = "a secret/with: signs%and&more";

/// Somebody's account at a provider.
#[derive(Debug, Clone)]
pub struct Account {
    /// The provider's own name for it.
    pub subject: &'static str,
    /// The address that it has there; none is not said.
    pub email: Option<&'static str>,
    /// Whether the provider says that it verified the address; none is not said.
    pub is_verified: Option<bool>,
    /// The name that stands there.
    pub name: &'static str,
}

/// A token before it is signed.
#[derive(Debug, Clone)]
pub struct Token {
    /// What is said of the signature.
    pub header: Map<String, Value>,
    /// What is said of the person.
    pub claims: Map<String, Value>,
    /// Whose signature it gets.
    pub seal: Seal,
}

/// How the provider is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// It answers.
    Well,
    /// It hangs up on whoever calls.
    Silent,
    /// It answers that it has failed.
    Failing,
    /// It sends whoever calls elsewhere.
    Redirecting,
    /// Its answers never end.
    Endless,
}

/// What a code was given for.
struct Grant {
    challenge: String,
    redirect: String,
    token: Token,
}

struct Desk {
    issuer: String,
    health: Health,
    keys: Keys,
    grants: BTreeMap<String, Grant>,
    asked: BTreeMap<String, usize>,
}

/// A running provider.
pub struct TestProvider {
    address: SocketAddr,
    desk: Arc<Mutex<Desk>>,
    thread: Option<JoinHandle<()>>,
}

fn locked(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

impl TestProvider {
    /// Starts a provider that signs so.
    ///
    /// # Panics
    /// If there is no free port.
    pub fn start(algorithm: Algorithm) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a bound port has an address");
        let desk = Arc::new(Mutex::new(Desk {
            issuer: format!("http://{address}"),
            health: Health::Well,
            keys: Keys::new(algorithm),
            grants: BTreeMap::new(),
            asked: BTreeMap::new(),
        }));
        let shared = Arc::clone(&desk);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                // A caller that hangs up is nothing that a provider reports.
                if let Ok(stream) = stream
                    && !serve(stream, &shared)
                {
                    return;
                }
            }
        });
        Self {
            address,
            desk,
            thread: Some(thread),
        }
    }

    /// Its address, as it names itself.
    pub fn issuer(&self) -> String {
        locked(&self.desk).issuer.clone()
    }

    /// Lets it fall ill, or get well.
    pub fn fares(&self, health: Health) {
        locked(&self.desk).health = health;
    }

    /// Lets it call itself otherwise than it is reached.
    pub fn calls_itself(&self, issuer: &str) {
        issuer.clone_into(&mut locked(&self.desk).issuer);
    }

    /// Gives it new keys, which nobody has seen yet.
    pub fn changes_keys(&self) {
        let mut desk = locked(&self.desk);
        desk.keys = desk.keys.renewed();
    }

    /// How often this path was asked for.
    pub fn asked(&self, path: &str) -> usize {
        locked(&self.desk)
            .asked
            .get(path)
            .copied()
            .unwrap_or_default()
    }

    /// Signs somebody in who was sent to `href`, and returns the address that their browser comes back to.
    ///
    /// # Panics
    /// If the address is not as it should be.
    pub fn signs_in(&self, href: &str, account: &Account, now: Instant) -> String {
        self.signs_in_but(href, account, now, |_| {})
    }

    /// The same with a token that is twisted before it is signed.
    ///
    /// # Panics
    /// If the address is not as it should be.
    pub fn signs_in_but(
        &self,
        href: &str,
        account: &Account,
        now: Instant,
        twist: impl FnOnce(&mut Token),
    ) -> String {
        let asked = self.read(href);
        let mut desk = locked(&self.desk);
        let mut claims = Map::new();
        claims.insert("iss".into(), json!(desk.issuer));
        claims.insert("sub".into(), json!(account.subject));
        claims.insert("aud".into(), json!(CLIENT_ID));
        claims.insert("iat".into(), json!(now.timestamp()));
        claims.insert("exp".into(), json!(now.timestamp() + 300));
        claims.insert("nonce".into(), json!(asked["nonce"]));
        claims.insert("name".into(), json!(account.name));
        if let Some(email) = account.email {
            claims.insert("email".into(), json!(email));
        }
        if let Some(is_verified) = account.is_verified {
            claims.insert("email_verified".into(), json!(is_verified));
        }
        let mut token = Token {
            header: desk.keys.header(),
            claims,
            seal: Seal::Own,
        };
        twist(&mut token);
        let code = format!("code-{}-{}", desk.grants.len(), account.subject);
        let grant = Grant {
            challenge: asked["code_challenge"].clone(),
            redirect: asked["redirect_uri"].clone(),
            token,
        };
        desk.grants.insert(code.clone(), grant);
        drop(desk);
        back(&asked, &[("code", &code)])
    }

    /// Turns somebody away who was sent to `href`, and returns the address that their browser comes back to.
    ///
    /// # Panics
    /// If the address is not as it should be.
    pub fn turns_away(&self, href: &str, error: &str) -> String {
        let text = "<b>Call 0900 555 000</b>";
        back(
            &self.read(href),
            &[("error", error), ("error_description", text)],
        )
    }

    /// What a browser is asked to bring along, checked as a provider does.
    fn read(&self, href: &str) -> BTreeMap<String, String> {
        let url: Url = href.parse().expect("an address");
        assert_eq!(
            url.origin().ascii_serialization(),
            format!("http://{}", self.address)
        );
        assert_eq!(url.path(), "/authorize");
        let asked: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        for (name, expected) in [
            ("response_type", "code"),
            ("client_id", CLIENT_ID),
            ("code_challenge_method", "S256"),
            ("scope", "openid email profile"),
        ] {
            assert_eq!(asked[name], expected, "{name}");
        }
        for secret in ["state", "nonce", "code_challenge"] {
            assert!(asked[secret].len() >= 32, "{secret} can be guessed");
        }
        asked
    }
}

fn back(asked: &BTreeMap<String, String>, fields: &[(&str, &str)]) -> String {
    let mut url: Url = asked["redirect_uri"].parse().expect("an address");
    url.query_pairs_mut()
        .extend_pairs(fields)
        .append_pair("state", &asked["state"]);
    url.into()
}

impl Drop for TestProvider {
    fn drop(&mut self) {
        // The thread waits for a caller: one that asks for nothing and hangs up ends it.
        let called = TcpStream::connect(self.address).map(drop);
        if let (Ok(()), Some(thread)) = (called, self.thread.take()) {
            // A test that has failed already needs no second panic.
            let _ = thread.join();
        }
    }
}

/// Answers one caller; false if it asked for nothing, which ends the server.
fn serve(mut stream: TcpStream, desk: &Mutex<Desk>) -> bool {
    let Some(request) = http::read(&mut stream) else {
        return false;
    };
    let mut desk = locked(desk);
    *desk.asked.entry(request.path.clone()).or_default() += 1;
    let answer = match desk.health {
        Health::Silent => return true,
        Health::Failing => Answer::json(500, &json!({ "error": "server_error" })),
        Health::Redirecting => Answer::elsewhere(&format!("{}/elsewhere", desk.issuer)),
        Health::Endless => Answer::endless(),
        Health::Well => desk.answer(&request),
    };
    drop(desk);
    http::write(&mut stream, &answer);
    true
}

impl Desk {
    fn answer(&mut self, request: &Request) -> Answer {
        match request.path.as_str() {
            "/.well-known/openid-configuration" => Answer::json(200, &self.discovery(request)),
            "/keys" => Answer::json(200, &json!({ "keys": [self.keys.public()] })),
            "/token" => match self.redeem(request) {
                Ok(answer) => Answer::json(200, &answer),
                Err(error) => Answer::json(400, &json!({ "error": error })),
            },
            _ => Answer::json(404, &json!({})),
        }
    }

    fn discovery(&self, request: &Request) -> Value {
        let at = format!("http://{}", request.header("host").unwrap_or_default());
        json!({
            "issuer": self.issuer,
            "authorization_endpoint": format!("{at}/authorize"),
            "token_endpoint": format!("{at}/token"),
            "jwks_uri": format!("{at}/keys"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": [self.keys.algorithm().name()],
        })
    }

    /// A token for a code: once, to whoever knows the secret and began it (RFC 6749, section 4.1.3; RFC 7636).
    fn redeem(&mut self, request: &Request) -> Result<Value, &'static str> {
        let fields: BTreeMap<String, String> = parse(&request.body).into_owned().collect();
        if !is_marketday(request) {
            return Err("invalid_client");
        }
        let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        let grant = self.grants.remove(field("code")).ok_or("invalid_grant")?;
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(field("code_verifier")));
        let is_theirs = field("grant_type") == "authorization_code"
            && field("redirect_uri") == grant.redirect
            && challenge == grant.challenge;
        if !is_theirs {
            return Err("invalid_grant");
        }
        Ok(json!({
            "access_token": "not used",
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self.keys.sign(&grant.token, CLIENT_SECRET),
        }))
    }
}

/// Whether the caller shows the secret (RFC 6749, section 2.3.1).
fn is_marketday(request: &Request) -> bool {
    let shown = request
        .header("authorization")
        .and_then(|value| value.strip_prefix("Basic "))
        .and_then(|value| BASE64_STANDARD.decode(value).ok())
        .and_then(|octets| String::from_utf8(octets).ok());
    let encoded =
        |text: &str| -> String { url::form_urlencoded::byte_serialize(text.as_bytes()).collect() };
    shown == Some(format!("{}:{}", encoded(CLIENT_ID), encoded(CLIENT_SECRET)))
}
