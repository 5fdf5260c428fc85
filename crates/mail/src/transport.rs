//! What every transport can do, and the only two ways in which it can fail.

use std::io;
use std::path::PathBuf;

use crate::{ComposeError, Dkim, Folder, Letter, MailUrl, Smtp};

/// Something that carries letters. It blocks: use it, and drop it, on a plain thread, never inside an async task.
pub trait Transport: Send {
    /// Hands one letter over. `Ok` means that the other side has taken charge of it.
    ///
    /// # Errors
    ///
    /// [`SendError::Retry`] or [`SendError::GiveUp`]. After `Retry` the letter may have arrived all the same, if it says so:
    /// send the same letter again, with the same Message-ID.
    fn send(&mut self, letter: &Letter) -> Result<Accepted, SendError>;

    /// Tries the transport without sending anything, and says what was found on one line.
    ///
    /// # Errors
    ///
    /// As [`Transport::send`], for everything that comes before a letter.
    fn probe(&mut self) -> Result<String, SendError>;
}

/// The other side took charge of the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// What it said, on one line, such as `250 2.0.0 Ok: queued as 4B1F2`.
    pub answer: String,
}

/// Why a letter was not taken. The variant decides what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Try again later: the server cannot take it now, or nobody knows whether it did.
    #[error("not taken yet: {answer}")]
    Retry {
        /// Whether other letters would fare the same.
        scope: Scope,
        /// The last answer, or what happened instead of one, on one line.
        answer: String,
        /// Whether the letter may have arrived, since it was sent whole and its answer was lost.
        may_have_arrived: bool,
    },
    /// Never try this letter again: it was refused for good. Other letters are not concerned.
    #[error("refused for good: {answer}")]
    GiveUp {
        /// The last answer, on one line.
        answer: String,
    },
}

/// How far a trouble reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// This letter or its recipient only.
    Letter,
    /// The whole transport: nothing can be sent for now.
    Server,
}

impl SendError {
    /// The last answer, or what happened instead of one, on one line.
    pub fn answer(&self) -> &str {
        match self {
            Self::Retry { answer, .. } | Self::GiveUp { answer } => answer,
        }
    }

    /// Whether to try the letter again later.
    pub fn is_retry(&self) -> bool {
        matches!(self, Self::Retry { .. })
    }

    /// The same, where nobody knows whether the letter was taken.
    pub(crate) fn uncertain(self) -> Self {
        match self {
            Self::Retry { scope, answer, .. } => Self::Retry {
                scope,
                answer,
                may_have_arrived: true,
            },
            given_up @ Self::GiveUp { .. } => given_up,
        }
    }

    pub(crate) fn server(answer: impl Into<String>) -> Self {
        Self::Retry {
            scope: Scope::Server,
            answer: answer.into(),
            may_have_arrived: false,
        }
    }
}

impl From<ComposeError> for SendError {
    fn from(error: ComposeError) -> Self {
        Self::GiveUp {
            answer: error.to_string(),
        }
    }
}

/// Why a transport could not be made ready.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder for letters cannot be made.
    #[error("cannot make the folder {path} for letters")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The certificate named by `ca=` cannot be read.
    #[error("cannot read the certificate {path}")]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// TLS cannot be set up, for instance because a certificate is not valid PEM.
    #[error("cannot set up TLS")]
    Tls(#[source] lettre::transport::smtp::Error),
    /// The system gives no event loop to talk to the network with.
    #[error("cannot start talking to the network")]
    Network(#[source] io::Error),
}

/// Makes the transport ready that `url` names, its letters signed as `dkim` says. Connects to nothing yet.
///
/// # Errors
///
/// When a folder cannot be made or a certificate cannot be read; see [`OpenError`].
pub fn open(url: &MailUrl, dkim: &Dkim) -> Result<Box<dyn Transport>, OpenError> {
    Ok(match url {
        MailUrl::Smtp(server) => Box::new(Smtp::new(server.clone())?.signing(dkim.clone())),
        MailUrl::Folder(path) => Box::new(Folder::open(path)?.signing(dkim.clone())),
    })
}
