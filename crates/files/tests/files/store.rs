//! A store that speaks as much S3 as we use, on a port of its own: it checks who asks, keeps what it is sent, and fails
//! as a test says.

use crate::signature;
use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

pub(crate) const KEY: &str = "AKMARKET";
pub(crate) const SECRET: &str = "a/secret+with=signs";
pub(crate) const REGION: &str = "eu-west-2";
pub(crate) const BUCKET: &str = "slides";

/// How it answers what is signed well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// As it should.
    Well,
    /// With this status.
    Status(u16),
    /// Not at all.
    Silent,
    /// With half of a file.
    Half,
}

#[derive(Debug)]
struct Desk {
    mood: Mood,
    kept: HashMap<String, Vec<u8>>,
    answered: Vec<String>,
    silent: Vec<TcpStream>,
    is_over: bool,
}

/// The store; it closes when it is dropped.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) address: SocketAddr,
    desk: Arc<Mutex<Desk>>,
    thread: Option<JoinHandle<()>>,
}

fn open(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Store {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let desk = Arc::new(Mutex::new(Desk {
            mood: Mood::Well,
            kept: HashMap::new(),
            answered: Vec::new(),
            silent: Vec::new(),
            is_over: false,
        }));
        let of_thread = Arc::clone(&desk);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if open(&of_thread).is_over {
                    return;
                }
                // Whoever hangs up is not answered.
                let _ = serve(stream, &of_thread);
            }
        });
        Self {
            address,
            desk,
            thread: Some(thread),
        }
    }

    pub(crate) fn is(&self, mood: Mood) {
        open(&self.desk).mood = mood;
    }

    /// What it was asked and how it answered, since it was last looked: "PUT 200".
    pub(crate) fn answered(&self) -> Vec<String> {
        std::mem::take(&mut open(&self.desk).answered)
    }

    /// What it keeps, by path.
    pub(crate) fn kept(&self) -> HashMap<String, Vec<u8>> {
        open(&self.desk).kept.clone()
    }
}

struct Request {
    method: String,
    target: String,
    host: String,
    body: Vec<u8>,
}

fn request(stream: &TcpStream) -> io::Result<Request> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut words = first.split(' ').map(str::to_owned);
    let (method, target) = (words.next(), words.next());
    let (mut host, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "host" => value.clone_into(&mut host),
            "content-length" => length = value.parse().unwrap_or(0),
            "transfer-encoding" => return Err(io::Error::other("a length is required")),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Request {
        method: method.unwrap_or_default(),
        target: target.unwrap_or_default(),
        host,
        body,
    })
}

fn serve(mut stream: TcpStream, desk: &Mutex<Desk>) -> io::Result<()> {
    let Request {
        method,
        target,
        host,
        body,
    } = request(&stream)?;
    let mut desk = open(desk);
    let signed = signature::check(&method, &target, &host, (KEY, SECRET, REGION));
    let is_good = signed.is_ok_and(|seconds| (60..=600).contains(&seconds));
    let path = target.split('?').next().unwrap_or_default().to_owned();
    let (status, body) = match desk.mood {
        _ if !is_good => (403, b"<Error>SignatureDoesNotMatch</Error>".to_vec()),
        Mood::Status(status) => (status, b"<Error/>".to_vec()),
        Mood::Silent => {
            desk.answered.push(format!("{method} –"));
            // Kept open, so that nobody is told that nothing will come.
            desk.silent.push(stream);
            return Ok(());
        }
        Mood::Well | Mood::Half => match method.as_str() {
            "PUT" => {
                desk.kept.insert(path, body);
                (200, Vec::new())
            }
            "GET" => match desk.kept.get(&path) {
                Some(kept) => (200, kept.clone()),
                None => (404, b"<Error>NoSuchKey</Error>".to_vec()),
            },
            "DELETE" => {
                desk.kept.remove(&path);
                (204, Vec::new())
            }
            _ => (405, Vec::new()),
        },
    };
    desk.answered.push(format!("{method} {status}"));
    let sent = if desk.mood == Mood::Half {
        body.len() / 2
    } else {
        body.len()
    };
    drop(desk.silent.drain(..));
    write!(stream, "HTTP/1.1 {status} x\r\nConnection: close\r\n")?;
    if status != 204 {
        write!(stream, "Content-Length: {}\r\n", body.len())?;
    }
    stream.write_all(b"\r\n")?;
    stream.write_all(&body[..sent])
}

impl Drop for Store {
    fn drop(&mut self) {
        open(&self.desk).is_over = true;
        // Wakes it, so that it sees that.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
