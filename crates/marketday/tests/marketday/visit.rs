//! Fetching a page, as simply as can be.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

/// The status and the whole answer to `GET path`.
pub(crate) fn get(address: SocketAddr, path: &str) -> (u16, String) {
    let mut connection = TcpStream::connect(address).expect("it listens");
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("UTF-8");
    let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok());
    (status.expect("a status line"), answer)
}

/// The address and the path of a link.
pub(crate) fn parts(link: &str) -> (SocketAddr, String) {
    let rest = link.strip_prefix("http://").expect("plain http");
    let (address, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    (address.parse().expect("an address"), path.to_owned())
}
