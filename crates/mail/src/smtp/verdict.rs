//! What went wrong, and whether to try again: decided by the stage and the reply code, never by the words.

use std::error::Error as _;
use std::fmt;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;

use crate::line::one_line;
use crate::transport::{Scope, SendError};

/// Characters of a server's answer that are worth keeping.
const ANSWER_LIMIT: usize = 500;

/// How far the conversation had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Connection,
    Greeting,
    Encryption,
    Credentials,
    Sender,
    Recipient,
    Content,
    /// The content has been sent: from here on, nobody but the server knows whether it has the letter.
    Acceptance,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connection => "while connecting",
            Self::Greeting => "at the greeting",
            Self::Encryption => "at the TLS handshake",
            Self::Credentials => "at AUTH",
            Self::Sender => "at MAIL FROM",
            Self::Recipient => "at RCPT TO",
            Self::Content => "at DATA",
            Self::Acceptance => "after the content",
        })
    }
}

/// A conversation that did not end with a letter taken.
#[derive(Debug)]
pub(super) struct Failure {
    stage: Stage,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    /// The server's reply, or a connection that broke.
    Smtp(Error),
    /// No answer within this time.
    TimedOut(Duration),
    /// Something on our side, or before SMTP begins.
    Local(String),
}

impl Failure {
    pub(super) fn smtp(stage: Stage, error: Error) -> Self {
        let cause = Cause::Smtp(error);
        Self { stage, cause }
    }

    pub(super) fn timed_out(stage: Stage, limit: Duration) -> Self {
        let cause = Cause::TimedOut(limit);
        Self { stage, cause }
    }

    pub(super) fn local(stage: Stage, what: String) -> Self {
        let cause = Cause::Local(what);
        Self { stage, cause }
    }

    /// The reply code, when the server gave one.
    fn code(&self) -> Option<u16> {
        match &self.cause {
            Cause::Smtp(error) => error.status().map(u16::from),
            Cause::TimedOut(_) | Cause::Local(_) => None,
        }
    }

    /// Whether the connection was gone (or the server was closing it) before any content was sent.
    pub(super) fn lost_before_content(&self) -> bool {
        self.stage < Stage::Acceptance && matches!(self.code(), None | Some(421))
    }

    /// Whether the server has only said no to this letter, and listens on.
    pub(super) fn connection_is_usable(&self) -> bool {
        !matches!(self.code(), None | Some(421))
    }

    /// Retry or give up.
    pub(super) fn verdict(self) -> SendError {
        let answer = one_line(&self.to_string(), ANSWER_LIMIT);
        let scope = if self.stage >= Stage::Recipient && self.connection_is_usable() {
            Scope::Letter
        } else {
            Scope::Server
        };
        match self.code() {
            // Before MAIL FROM it cannot be about this letter: a closed server, or a password that must be mended.
            Some(_) if self.stage < Stage::Sender => SendError::server(answer),
            // Credentials or encryption wanted (RFC 4954, RFC 3207): a setting to mend, for every letter.
            Some(530 | 534 | 535 | 538) => SendError::server(answer),
            Some(500..=599) => SendError::GiveUp { answer },
            code => SendError::Retry {
                scope,
                answer,
                may_have_arrived: self.stage == Stage::Acceptance && code.is_none(),
            },
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Cause::Smtp(error) => match (error.status(), error.source()) {
                (Some(code), Some(words)) => write!(f, "{code} {words}"),
                (Some(code), None) => write!(f, "{code}"),
                (None, _) => write!(f, "{error}, {}", self.stage),
            },
            Cause::TimedOut(limit) => {
                write!(
                    f,
                    "no answer within {} s, {}",
                    limit.as_secs_f32(),
                    self.stage
                )
            }
            Cause::Local(what) => write!(f, "{what}, {}", self.stage),
        }
    }
}

/// A positive reply on one line.
pub(super) fn answer_of(response: &Response) -> String {
    let words: Vec<&str> = response.message().collect();
    one_line(
        &format!("{} {}", response.code(), words.join(" ")),
        ANSWER_LIMIT,
    )
}
