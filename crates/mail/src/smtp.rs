//! Letters over SMTP (RFC 5321): one connection, kept open and used again.

mod connect;
mod tls_stream;
mod verdict;

use std::fmt;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Quit, Rcpt, Rset};
use lettre::transport::smtp::response::Response;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::time::timeout;

use crate::transport::{Accepted, OpenError, SendError, Transport};
use crate::{Dkim, Letter, SmtpServer};
use connect::Connector;
use verdict::{Failure, Stage};

/// How long a good-bye may take before the connection is simply closed.
const GOOD_BYE: Duration = Duration::from_secs(1);

/// How long to wait for a server, at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For one TCP connection to one of its addresses.
    pub connect: Duration,
    /// For the answer to one command, the greeting, or a TLS handshake.
    pub command: Duration,
    /// For a letter to be taken once it has been sent whole.
    pub acceptance: Duration,
}

impl Default for Patience {
    /// 10 seconds, 30 seconds and 2 minutes: a worker that waits keeps other letters waiting.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            command: Duration::from_secs(30),
            acceptance: Duration::from_mins(2),
        }
    }
}

/// A mail server, with the connection to it.
pub struct Smtp {
    runtime: Runtime,
    server: SmtpServer,
    tls: Option<TlsParameters>,
    patience: Patience,
    dkim: Dkim,
    open: Option<AsyncSmtpConnection>,
}

/// A letter ready to be handed over.
struct Parcel {
    from: Address,
    to: Address,
    content: Vec<u8>,
}

impl Parcel {
    fn of(letter: &Letter, dkim: &Dkim) -> Result<Self, SendError> {
        let (from, to) = letter.envelope()?;
        let mut content = dkim.compose(letter)?;
        // The last line end belongs to the lone dot that follows, and lettre sends it with the dot.
        if content.ends_with(b"\r\n") {
            content.truncate(content.len() - 2);
        }
        Ok(Self { from, to, content })
    }
}

impl Smtp {
    /// Prepares to speak with `server`; connects with the first letter.
    ///
    /// # Errors
    ///
    /// When the certificate that it names cannot be used.
    pub fn new(server: SmtpServer) -> Result<Self, OpenError> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(OpenError::Network)?;
        Ok(Self {
            runtime,
            tls: connect::tls_parameters(&server)?,
            server,
            patience: Patience::default(),
            dkim: Dkim::default(),
            open: None,
        })
    }

    /// Waits as long as `patience` says instead of the default.
    #[must_use]
    pub fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// Signs letters as `dkim` says.
    #[must_use]
    pub fn signing(mut self, dkim: Dkim) -> Self {
        self.dkim = dkim;
        self
    }

    /// Hands a letter over on the open connection, or on a new one when there is none or the server has hung up.
    fn deliver(&mut self, parcel: &Parcel) -> Result<Accepted, SendError> {
        let open = self.open.take();
        let conversation = hand_over(open, self.connector(), parcel);
        let (kept, outcome) = self.runtime.block_on(conversation);
        self.open = kept;
        outcome
    }

    fn connector(&self) -> Connector<'_> {
        Connector {
            server: &self.server,
            tls: self.tls.as_ref(),
            patience: self.patience,
        }
    }
}

/// The connection to keep for the next letter, if any, and what became of this one.
type HandedOver = (Option<AsyncSmtpConnection>, Result<Accepted, SendError>);

async fn hand_over(
    open: Option<AsyncSmtpConnection>,
    connector: Connector<'_>,
    parcel: &Parcel,
) -> HandedOver {
    let patience = connector.patience;
    if let Some(mut connection) = open {
        match converse(&mut connection, parcel, patience).await {
            // Closed while idle: the content has not been sent, so a new connection cannot send it twice.
            Err(failure) if failure.lost_before_content() => {
                tracing::debug!(%failure, "the idle SMTP connection was closed, connecting again");
            }
            outcome => return settle(connection, outcome, patience).await,
        }
    }
    match connector.connect().await {
        Ok(mut connection) => {
            let outcome = converse(&mut connection, parcel, patience).await;
            settle(connection, outcome, patience).await
        }
        Err(failure) => (None, Err(failure.verdict())),
    }
}

/// One mail transaction (RFC 5321, section 3.3).
async fn converse(
    connection: &mut AsyncSmtpConnection,
    parcel: &Parcel,
    patience: Patience,
) -> Result<Response, Failure> {
    let mail = Mail::new(Some(parcel.from.clone()), vec![]);
    let rcpt = Rcpt::new(parcel.to.clone(), vec![]);
    let limit = patience.command;
    within(limit, Stage::Sender, connection.command(mail)).await?;
    within(limit, Stage::Recipient, connection.command(rcpt)).await?;
    within(limit, Stage::Content, connection.command(Data)).await?;
    let message = connection.message(&parcel.content);
    within(patience.acceptance, Stage::Acceptance, message).await
}

/// Judges what happened, and keeps the connection when it can carry another letter.
async fn settle(
    mut connection: AsyncSmtpConnection,
    outcome: Result<Response, Failure>,
    patience: Patience,
) -> HandedOver {
    match outcome {
        Ok(response) => {
            let answer = verdict::answer_of(&response);
            (Some(connection), Ok(Accepted { answer }))
        }
        Err(failure) => {
            let reset = failure.connection_is_usable()
                && within(patience.command, Stage::Sender, connection.command(Rset))
                    .await
                    .is_ok();
            (reset.then_some(connection), Err(failure.verdict()))
        }
    }
}

/// Waits for one step of the conversation, at most `limit`.
async fn within<T>(
    limit: Duration,
    stage: Stage,
    step: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failure> {
    match timeout(limit, step).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(Failure::smtp(stage, error)),
        Err(_) => Err(Failure::timed_out(stage, limit)),
    }
}

impl Transport for Smtp {
    fn send(&mut self, letter: &Letter) -> Result<Accepted, SendError> {
        let parcel = Parcel::of(letter, &self.dkim)?;
        self.deliver(&parcel)
    }

    fn probe(&mut self) -> Result<String, SendError> {
        let connecting = self.runtime.block_on(self.connector().connect());
        let mut connection = connecting.map_err(Failure::verdict)?;
        let greeting = connect::describe(&connection, &self.server);
        // The server has answered; how it takes the good-bye changes nothing.
        let _ = self.runtime.block_on(say_good_bye(&mut connection));
        Ok(greeting)
    }
}

async fn say_good_bye(connection: &mut AsyncSmtpConnection) -> Option<Response> {
    let quit = timeout(GOOD_BYE, connection.command(Quit));
    quit.await.ok().and_then(Result::ok)
}

impl Drop for Smtp {
    fn drop(&mut self) {
        // Inside an async task there is no waiting: there the connection just closes.
        if let Some(mut connection) = self.open.take()
            && Handle::try_current().is_err()
        {
            self.runtime.block_on(say_good_bye(&mut connection));
        }
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp")
            .field("server", &self.server)
            .field("patience", &self.patience)
            .field("connected", &self.open.is_some())
            .finish_non_exhaustive()
    }
}
