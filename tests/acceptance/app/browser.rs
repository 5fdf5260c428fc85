//! A browser: cookies of its own, a network of its own, and nothing that follows by itself.

use super::{Form, Page, TestApp};
use marketday_model::code::digest;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use ureq::http::{HeaderMap, Request};

/// A browser with its cookies.
pub(crate) struct Browser<'a> {
    pub(super) app: &'a TestApp,
    network: String,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// A request as it is sent.
#[derive(Debug, Default)]
pub(crate) struct Sent<'a> {
    /// `GET` where it is empty.
    pub(crate) method: &'a str,
    /// From the root of the site.
    pub(crate) path: &'a str,
    /// Besides the cookies.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    /// Of a `POST`.
    pub(crate) body: Vec<u8>,
}

impl<'a> Browser<'a> {
    pub(super) fn new(app: &'a TestApp, network: String) -> Self {
        Self {
            app,
            network,
            cookies: Mutex::default(),
        }
    }

    /// Another window of the same browser.
    pub(crate) fn window(&self) -> Self {
        Self {
            app: self.app,
            network: self.network.clone(),
            cookies: Mutex::new(self.cookies().clone()),
        }
    }

    fn cookies(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What this cookie holds, by its name without a prefix.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let cookies = self.cookies();
        let found = cookies.get(&format!("__Host-{name}")).or(cookies.get(name));
        found.cloned()
    }

    /// What the database knows this browser by.
    pub(crate) fn token_digest(&self) -> String {
        digest(&self.cookie("browser").expect("a browser that was here"))
    }

    /// What a form of this browser has to carry.
    pub(crate) fn csrf(&self) -> String {
        let token = self.cookie("browser").expect("a browser that was here");
        self.app.key.csrf(&token)
    }

    /// Sends a request as it stands, with the cookies.
    pub(crate) fn send(&self, sent: Sent<'_>) -> Page {
        let is_post = sent.method == "POST";
        let method = if sent.method.is_empty() {
            "GET"
        } else {
            sent.method
        };
        let mut request = Request::builder()
            .method(method)
            .uri(format!("http://{}{}", self.app.address, sent.path))
            .header("X-Forwarded-For", &self.network);
        let cookies = self.cookie_header();
        if !cookies.is_empty() {
            request = request.header("Cookie", cookies);
        }
        for (name, value) in sent.headers {
            request = request.header(*name, *value);
        }
        let answer = if is_post {
            let request = request.body(sent.body).expect("a request");
            self.app.agent.run(request)
        } else {
            let request = request.body(()).expect("a request");
            self.app.agent.run(request)
        };
        let mut answer = answer.unwrap_or_else(|error| panic!("{method} {}: {error}", sent.path));
        self.keep_cookies(answer.headers());
        let body = answer.body_mut().with_config().limit(8 << 20).read_to_vec();
        Page {
            path: sent.path.to_owned(),
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            body: body.expect("a whole answer"),
        }
    }

    fn cookie_header(&self) -> String {
        let cookies = self.cookies();
        let pairs: Vec<String> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        for set in headers.get_all("set-cookie") {
            let set = set.to_str().expect("a cookie is ASCII");
            let (pair, attributes) = set.split_once(';').unwrap_or((set, ""));
            let (name, value) = pair.split_once('=').expect("a cookie has a name");
            if attributes.contains("Max-Age=0") {
                self.cookies().remove(name);
            } else {
                self.cookies().insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// Whatever stands at this address.
    pub(crate) fn get(&self, path: &str) -> Page {
        self.send(Sent {
            path,
            ..Sent::default()
        })
    }

    /// Follows an address, and where it leads to, to a page that is there.
    pub(crate) fn visit(&self, path: &str) -> Page {
        let page = self.get(path);
        let page = self.follow(page);
        assert_eq!(page.status, 200, "{path}: {}", page.heading());
        page
    }

    /// Where a redirect leads to; any other page as it is.
    pub(crate) fn follow(&self, page: Page) -> Page {
        match page.location() {
            Some(path) if page.status == 303 => self.get(&path),
            _ => page,
        }
    }

    /// Sends fields, with this browser's token.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let csrf = self.csrf();
        let own = [("csrf", csrf.as_str())];
        self.post_bytes(path, &[], encoded(own.iter().chain(fields).copied()).into())
    }

    /// Sends a body as it stands.
    pub(crate) fn post_bytes(&self, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Page {
        let mut all = vec![("Content-Type", "application/x-www-form-urlencoded")];
        all.extend(headers);
        self.send(Sent {
            method: "POST",
            path,
            headers: &all,
            body,
        })
    }

    /// Sends a form as it stands with a file in its field `file`.
    pub(crate) fn sends_file(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        (name, file): (&str, &[u8]),
    ) -> Page {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!(
                    "--part\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .bytes(),
            );
        }
        body.extend(
            format!(
                "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            )
            .bytes(),
        );
        body.extend(file);
        body.extend(b"\r\n--part--\r\n");
        self.send(Sent {
            method: "POST",
            path,
            headers: &[("Content-Type", "multipart/form-data; boundary=part")],
            body,
        })
    }

    /// Presses the button of a form whose text begins so, and sees what is answered.
    pub(crate) fn presses(&self, form: &Form, button: &str) -> Page {
        self.presses_with(form, button, &[])
    }

    /// The same with further headers.
    pub(crate) fn presses_with(&self, form: &Form, button: &str, headers: &[(&str, &str)]) -> Page {
        let fields = form.sent_by(button);
        let pairs = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let body = encoded(pairs);
        if form.method == "get" {
            self.get(&format!("{}?{body}", form.action))
        } else {
            self.post_bytes(form.action_of(button), headers, body.into())
        }
    }
}

/// `application/x-www-form-urlencoded`.
pub(crate) fn encoded<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let encode = |text: &'a str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs: Vec<String> = fields
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}
