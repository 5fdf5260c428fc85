//! Letters and their transports: the only crate that speaks SMTP, and the only one that imports `lettre`.
//!
//! A [`Letter`] is composed into RFC 5322 bytes by [`Letter::compose`]; a [`Transport`] carries it. Which transport
//! that is, a [`MailUrl`] says: `smtp://` and `smtps://` a server, `file:///` a folder. [`GovUkNotify`] is another channel.
//! Tests use [`Memory`].
//!
//! To add a transport: implement [`Transport`], give it a scheme in [`MailUrl`] and a line in [`open`].

mod address_header;
mod compose;
mod dkim;
mod folder;
mod govuk;
mod letter;
mod line;
mod mail_url;
mod memory;
mod smtp;
mod transport;

pub use compose::ComposeError;
pub use dkim::{Dkim, DkimKey, DkimKeyError};
pub use folder::Folder;
pub use govuk::{GovUkKey, GovUkNotify, GovUkTemplates, NotAKey, NotTemplates};
pub use letter::{Invitation, Letter, ListHeaders, Mailbox, Method};
pub use mail_url::{Credentials, MailUrl, MailUrlError, Security, SmtpServer};
pub use memory::{Delivered, Memory};
pub use smtp::{Patience, Smtp};
pub use transport::{Accepted, OpenError, Scope, SendError, Transport, open};
