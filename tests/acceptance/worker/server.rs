//! A mail server that the test speaks for, word by word, so that it knows where the worker stands (RFC 5321).

use crate::app::Letter;
use marketday_testkit::smtp::Received;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

/// A port that nobody answers unless the test does.
pub(super) struct Server(TcpListener);

/// A connection that nobody answers unless the test does.
pub(super) struct Call {
    stream: BufReader<TcpStream>,
    is_greeted: bool,
}

impl Server {
    pub(super) fn start() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").expect("a free port"))
    }

    pub(super) fn url(&self) -> String {
        let address = self.0.local_addr().expect("a bound port has an address");
        format!("smtp://{address}")
    }

    /// Waits until somebody connects, and says nothing.
    pub(super) fn takes_a_call(&self) -> Call {
        let (stream, _) = self.0.accept().expect("a connection");
        stream
            .set_read_timeout(Some(super::SOON))
            .expect("a time limit");
        Call {
            stream: BufReader::new(stream),
            is_greeted: false,
        }
    }
}

impl Call {
    fn says(&mut self, reply: &str) {
        let wire = self.stream.get_mut();
        write!(wire, "{reply}\r\n").expect("the worker listens");
    }

    fn hears(&mut self) -> Option<String> {
        let mut line = String::new();
        let length = self.stream.read_line(&mut line).expect("a line");
        (length > 0).then_some(line)
    }

    /// Listens to a whole letter, and does not say that it was taken.
    pub(super) fn hears_a_letter(&mut self) -> Letter {
        self.hears_another().expect("a letter")
    }

    /// The same; none if the worker says goodbye instead.
    pub(super) fn hears_another(&mut self) -> Option<Letter> {
        if !self.is_greeted {
            self.says("220 quiet.marketday.example ESMTP");
            self.is_greeted = true;
        }
        let mut received = Received {
            from: String::new(),
            to: Vec::new(),
            data: Vec::new(),
        };
        loop {
            let line = self.hears()?;
            match line.get(..4).unwrap_or_default() {
                "EHLO" => self.says("250 quiet.marketday.example"),
                "RCPT" => {
                    let address = line.split(['<', '>']).nth(1).expect("an address");
                    received.to.push(address.to_owned());
                    self.says("250 2.1.5 Ok");
                }
                "DATA" => {
                    self.says("354 End data with <CR><LF>.<CR><LF>");
                    received.data = self.hears_content();
                    return Some(Letter::of(&received));
                }
                "QUIT" => {
                    self.says("221 2.0.0 Bye");
                    return None;
                }
                _ => self.says("250 2.0.0 Ok"),
            }
        }
    }

    fn hears_content(&mut self) -> Vec<u8> {
        let mut content = Vec::new();
        loop {
            let line = self.hears().expect("a whole letter");
            if line == ".\r\n" {
                return content;
            }
            let line = line.strip_prefix('.').unwrap_or(&line);
            content.extend_from_slice(line.as_bytes());
        }
    }

    /// Says that the letter was taken.
    pub(super) fn accepts(&mut self) {
        self.says("250 2.0.0 Ok: kept");
    }
}
