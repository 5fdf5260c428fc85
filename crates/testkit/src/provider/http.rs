//! As much of HTTP as a provider needs: one request a connection.

use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How long a caller may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was asked.
pub(super) struct Request {
    pub(super) path: String,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Request {
    /// A header by its name in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| header == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What is answered.
pub(super) struct Answer {
    status: u16,
    location: Option<String>,
    body: String,
    is_endless: bool,
}

impl Answer {
    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            location: None,
            body: body.to_string(),
            is_endless: false,
        }
    }

    pub(super) fn elsewhere(location: &str) -> Self {
        Self {
            location: Some(location.to_owned()),
            ..Self::json(302, &Value::Null)
        }
    }

    pub(super) fn endless() -> Self {
        Self {
            is_endless: true,
            ..Self::json(200, &Value::Null)
        }
    }
}

/// Reads a request; none if the caller hangs up before it is whole.
pub(super) fn read(stream: &mut TcpStream) -> Option<Request> {
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.set_write_timeout(Some(PATIENCE)).ok()?;
    let mut octets = Vec::new();
    let mut octet = [0];
    while !octets.ends_with(b"\r\n\r\n") {
        if stream.read(&mut octet).ok()? == 0 {
            return None;
        }
        octets.push(octet[0]);
    }
    let head = String::from_utf8(octets).ok()?;
    let mut lines = head.lines();
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let mut request = Request {
        path,
        headers,
        body: Vec::new(),
    };
    let length = request
        .header("content-length")
        .map_or(Some(0), |length| length.parse().ok())?;
    request.body.resize(length, 0);
    stream.read_exact(&mut request.body).ok()?;
    Some(request)
}

/// Writes an answer, and hangs up. A caller that hung up first has heard enough.
pub(super) fn write(stream: &mut TcpStream, answer: &Answer) {
    let location = answer.location.as_ref();
    let location = location.map_or_else(String::new, |to| format!("Location: {to}\r\n"));
    let length = if answer.is_endless {
        String::new()
    } else {
        format!("Content-Length: {}\r\n", answer.body.len())
    };
    let head = format!(
        "HTTP/1.1 {} -\r\nContent-Type: application/json\r\nConnection: close\r\n{length}{location}\r\n",
        answer.status
    );
    let mut written = stream.write_all(head.as_bytes());
    if answer.is_endless {
        while written.is_ok() {
            written = stream.write_all(&[b' '; 16 * 1024]);
        }
    } else if written.is_ok() {
        let _ = stream.write_all(answer.body.as_bytes());
    }
}
