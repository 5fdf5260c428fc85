//! Mail that comes in, as the mail servers and calendars of others write it.

mod automatic;
mod bounces;
mod complaints;
mod hostile;
mod replies;
mod samples;

use crate::given::Office;
use marketday_mail::Letter;
use marketday_model::WhySuppressed;
use marketday_notify::incoming::{Incoming, Received, receive};
use marketday_store::suppressions;

/// Takes a message that was delivered to `recipient` from `sender`.
fn taken(office: &Office, message: &str, (recipient, sender): (&str, &str)) -> Received {
    let incoming = Incoming {
        bytes: message.as_bytes(),
        recipient: Some(recipient),
        sender: Some(sender),
    };
    receive(&office.notifier, &incoming).expect("the database answers")
}

/// Where bounces of a letter go.
fn bounces_of(letter: &Letter) -> String {
    letter.envelope_from.clone().expect("an address")
}

/// Why an address is not written to.
fn suppressed(office: &Office, email: &str) -> Vec<(WhySuppressed, Option<String>)> {
    let email = email.parse().expect("an address");
    let found = office
        .world
        .store
        .read(|rx| suppressions::list_of(rx, &email));
    let found = found.expect("the database answers");
    found.into_iter().map(|it| (it.why, it.status)).collect()
}
