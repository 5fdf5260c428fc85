//! One SMTP conversation, from the greeting to the end (RFC 5321).

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio_rustls::TlsAcceptor;

use super::Answer;
use super::desk::{Desk, Received};

/// Anything that bytes go back and forth on.
pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}

impl<W: AsyncRead + AsyncWrite + Unpin + Send> Wire for W {}

/// Whether the connection stays open after a command.
enum Next {
    Listen,
    Close,
    Encrypt,
}

pub(super) struct Conversation {
    wire: BufReader<Box<dyn Wire>>,
    desk: Arc<Desk>,
    offered: Option<TlsAcceptor>,
    from: Option<String>,
    to: Vec<String>,
    answer: Answer,
}

impl Conversation {
    /// Begins a conversation that offers `STARTTLS` when there is an acceptor for it.
    pub(super) fn new(wire: Box<dyn Wire>, desk: Arc<Desk>, offered: Option<TlsAcceptor>) -> Self {
        Self {
            wire: BufReader::new(wire),
            desk,
            offered,
            from: None,
            to: Vec::new(),
            answer: Answer::Accept,
        }
    }

    /// Speaks until the client or the test's script ends it.
    pub(super) async fn run(mut self) -> io::Result<()> {
        let code = self.desk.greet();
        self.say(&format!("{code} sink.marketday.example ESMTP"))
            .await?;
        if code != 220 {
            return Ok(());
        }
        while let Some(line) = self.hear().await? {
            let command = String::from_utf8_lossy(&line).trim_end().to_owned();
            match self.obey(&command).await? {
                Next::Listen => {}
                Next::Close => return self.wire.get_mut().shutdown().await,
                Next::Encrypt => self = self.encrypt().await?,
            }
        }
        Ok(())
    }

    async fn obey(&mut self, command: &str) -> io::Result<Next> {
        let (verb, argument) = command.split_once(' ').unwrap_or((command, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" | "HELO" => self.introduce().await?,
            "STARTTLS" if self.offered.is_some() => {
                self.say("220 2.0.0 Ready to start TLS").await?;
                return Ok(Next::Encrypt);
            }
            "AUTH" => {
                let code = self.desk.check_credentials(argument);
                self.say(&format!("{code} credentials answered")).await?;
            }
            "MAIL" => {
                self.start_again();
                self.from = Some(address_in(argument));
                self.say("250 2.1.0 Ok").await?;
            }
            "RCPT" if self.from.is_some() => return self.name(address_in(argument)).await,
            "DATA" if !self.to.is_empty() => return self.take_content().await,
            "RSET" => {
                self.start_again();
                self.say("250 2.0.0 Ok").await?;
            }
            "NOOP" => self.say("250 2.0.0 Ok").await?,
            "QUIT" => {
                self.say("221 2.0.0 Bye").await?;
                return Ok(Next::Close);
            }
            "RCPT" | "DATA" => self.say("503 5.5.1 Bad sequence of commands").await?,
            _ => self.say("502 5.5.2 Command not implemented").await?,
        }
        Ok(Next::Listen)
    }

    async fn introduce(&mut self) -> io::Result<()> {
        self.say("250-sink.marketday.example").await?;
        self.say("250-8BITMIME").await?;
        if self.offered.is_some() {
            self.say("250-STARTTLS").await?;
        }
        self.say("250 AUTH PLAIN LOGIN").await
    }

    /// Hears of a recipient: the first one decides what becomes of the letter.
    async fn name(&mut self, recipient: String) -> io::Result<Next> {
        let answer = self.desk.answer_for(&recipient);
        match answer {
            Answer::DropBeforeContent => return Ok(Next::Close),
            Answer::Refuse(code) => return self.refuse(code).await,
            _ if self.to.is_empty() => self.answer = answer,
            _ => {}
        }
        self.to.push(recipient);
        self.say("250 2.1.5 Ok").await?;
        Ok(Next::Listen)
    }

    async fn take_content(&mut self) -> io::Result<Next> {
        self.say("354 End data with <CR><LF>.<CR><LF>").await?;
        let Some(data) = self.hear_content().await? else {
            return Ok(Next::Close);
        };
        self.desk.count_content();
        let letter = Received {
            from: self.from.take().unwrap_or_default(),
            to: std::mem::take(&mut self.to),
            data,
        };
        match self.answer {
            Answer::RefuseContent(code) => return self.refuse(code).await,
            Answer::DropBeforeAccept => return Ok(Next::Close),
            Answer::Slow(delay) => tokio::time::sleep(delay).await,
            _ => {}
        }
        self.desk.keep(letter);
        if self.answer == Answer::KeepWithoutAnswer {
            return Ok(Next::Close);
        }
        self.say("250 2.0.0 Ok: kept").await?;
        match self.answer {
            Answer::DropAfterAccept => Ok(Next::Close),
            _ => Ok(Next::Listen),
        }
    }

    async fn refuse(&mut self, code: u16) -> io::Result<Next> {
        let class = code / 100;
        self.say(&format!("{code} {class}.0.0 Refused as the test asked"))
            .await?;
        Ok(if code == 421 {
            Next::Close
        } else {
            Next::Listen
        })
    }

    /// Reads content up to the lone dot, with dot-stuffing undone (RFC 5321, section 4.5.2).
    async fn hear_content(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut content = Vec::new();
        while let Some(line) = self.hear().await? {
            match line.as_slice() {
                b".\r\n" => return Ok(Some(content)),
                [b'.', rest @ ..] => content.extend_from_slice(rest),
                whole => content.extend_from_slice(whole),
            }
        }
        Ok(None)
    }

    async fn hear(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let read = self.wire.read_until(b'\n', &mut line).await?;
        Ok((read > 0).then_some(line))
    }

    async fn say(&mut self, reply: &str) -> io::Result<()> {
        let wire = self.wire.get_mut();
        wire.write_all(format!("{reply}\r\n").as_bytes()).await?;
        wire.flush().await
    }

    fn start_again(&mut self) {
        self.from = None;
        self.to.clear();
        self.answer = Answer::Accept;
    }

    async fn encrypt(mut self) -> io::Result<Self> {
        let Some(acceptor) = self.offered.take() else {
            return Ok(self);
        };
        let stream = acceptor.accept(self.wire.into_inner()).await?;
        let wire: Box<dyn Wire> = Box::new(stream);
        self.wire = BufReader::new(wire);
        Ok(self)
    }
}

/// The address between the angle brackets of a `MAIL` or `RCPT` argument.
fn address_in(argument: &str) -> String {
    let inside = argument.split_once('<').map_or("", |(_, rest)| rest);
    let (address, _) = inside.split_once('>').unwrap_or((inside, ""));
    address.to_owned()
}
