//! A keep-alive client of HTTP/1.1, as cheap as it can be: it shares the processor with what it measures.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

/// One connection.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer; it lives in the connection's buffer until the next request.
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    head: &'a [u8],
    pub(crate) body: &'a [u8],
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the server of this run listens");
        stream
            .set_nodelay(true)
            .expect("a TCP stream has the option");
        Self {
            stream,
            buffer: vec![0; 64 * 1024],
        }
    }

    /// Sends a whole request, and reads the whole answer.
    pub(crate) fn send(&mut self, request: &[u8]) -> Answer<'_> {
        self.stream.write_all(request).expect("the server reads");
        let mut filled = 0_usize;
        let head = loop {
            let from = filled.saturating_sub(3);
            filled += self.read(filled);
            let end = self.buffer[from..filled]
                .windows(4)
                .position(|four| four == b"\r\n\r\n");
            if let Some(end) = end {
                break from + end + 4;
            }
        };
        let status = std::str::from_utf8(&self.buffer[9..12])
            .ok()
            .and_then(|digits| digits.parse().ok())
            .expect("a status line");
        let length = match status {
            304 | 204 => 0,
            _ => header(&self.buffer[..head], "content-length")
                .and_then(|length| length.parse().ok())
                .expect("every answer that is measured says how long it is"),
        };
        let end = head + length;
        if self.buffer.len() < end {
            self.buffer.resize(end, 0);
        }
        while filled < end {
            filled += self.read(filled);
        }
        Answer {
            status,
            head: &self.buffer[..head],
            body: &self.buffer[head..end],
        }
    }

    fn read(&mut self, from: usize) -> usize {
        let read = self.stream.read(&mut self.buffer[from..]);
        let read = read.expect("the server answers");
        assert!(read > 0, "the server closed the connection");
        read
    }
}

impl Answer<'_> {
    /// The value of a header; its name is given in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        header(self.head, name)
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(self.body).into_owned()
    }
}

fn header<'a>(head: &'a [u8], name: &str) -> Option<&'a str> {
    head.split(|octet| *octet == b'\n').find_map(|line| {
        let (found, value) = line.split_at_checked(name.len())?;
        let value = value.strip_prefix(b":")?;
        found
            .eq_ignore_ascii_case(name.as_bytes())
            .then(|| std::str::from_utf8(value).ok().map(str::trim))?
    })
}

/// A `GET` with these further headers.
pub(crate) fn get(path: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{}\r\n",
        lines(headers)
    )
    .into_bytes()
}

/// A `POST` of a form with these further headers.
pub(crate) fn post(path: &str, headers: &[(&str, &str)], form: &str) -> Vec<u8> {
    let (length, headers) = (form.len(), lines(headers));
    format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {length}\r\n{headers}\r\n{form}"
    )
    .into_bytes()
}

fn lines(headers: &[(&str, &str)]) -> String {
    let lines: Vec<String> = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    lines.concat()
}
