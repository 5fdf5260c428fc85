//! A browser that knows as much of HTTP as forms need: cookies, and the token that a form of ours carries.

use marketday_model::SecretKey;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

/// What a server answered.
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// Where it leads to.
    pub(crate) location: Option<String>,
    /// All of it.
    pub(crate) text: String,
}

/// Somebody's browser, in a network of its own.
#[derive(Clone)]
pub(crate) struct Browser {
    network: String,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    /// A browser that has never been here; `number` says in which network.
    pub(crate) fn new(number: usize) -> Self {
        Self {
            network: format!("10.2.{}.{}", number / 250, number % 250 + 1),
            cookies: BTreeMap::new(),
        }
    }

    /// The token by which it is known.
    pub(crate) fn token(&self) -> &str {
        self.cookies.get("browser").expect("it was here before")
    }

    /// Asks a server for a page.
    pub(crate) fn visit(&mut self, server: SocketAddr, path: &str) -> Answer {
        self.send(server, "GET", path, "")
    }

    /// Sends the fields of a form, encoded, with the token of an installation that has this key.
    pub(crate) fn post(
        &mut self,
        server: SocketAddr,
        key: &SecretKey,
        path: &str,
        fields: &str,
    ) -> Answer {
        let csrf = key.csrf(self.token());
        self.send(server, "POST", path, &format!("csrf={csrf}&{fields}"))
    }

    fn send(&mut self, server: SocketAddr, method: &str, path: &str, body: &str) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let (network, length) = (&self.network, body.len());
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\nX-Forwarded-For: {network}\r\n\
             Cookie: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}",
            cookies.join("; ")
        );
        let mut connection = TcpStream::connect(server).expect("it listens");
        connection.write_all(request.as_bytes()).expect("it reads");
        let mut text = String::new();
        connection.read_to_string(&mut text).expect("UTF-8");
        let status = text.split(' ').nth(1).and_then(|code| code.parse().ok());
        let head = text.split("\r\n\r\n").next().unwrap_or_default();
        let mut location = None;
        for (name, value) in head.lines().filter_map(|line| line.split_once(": ")) {
            if name.eq_ignore_ascii_case("location") {
                location = Some(value.to_owned());
            } else if name.eq_ignore_ascii_case("set-cookie") {
                let pair = value
                    .split(';')
                    .next()
                    .and_then(|pair| pair.split_once('='));
                let (name, value) = pair.expect("a cookie has a name");
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Answer {
            status: status.expect("a status line"),
            location,
            text,
        }
    }
}
