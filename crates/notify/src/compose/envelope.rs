//! Who writes to whom, and the calendar entry that goes along.

use super::{ComposeError, Composed};
use crate::Notifier;
use marketday_calendar::{Entry, Method, Party, write_invitation};
use marketday_mail::{Invitation, Letter, Mailbox};
use marketday_model::{Event, Instant, Notice, NoticeId, Person};
use marketday_render::Links;
use marketday_render::letters::ComposedLetter;

/// A calendar entry, and what the recipient's calendar is to do with it.
pub(super) struct Enclosed {
    pub(super) entry: Entry,
    pub(super) method: Method,
}

impl Notifier {
    /// A letter from the operator; what cannot be delivered goes back to an address of this letter alone. Its Message-ID and date are those of its notice, so that a retry is the same message.
    pub(super) fn letter(
        &self,
        (id, kind): (NoticeId, &str),
        date: Instant,
        to: Mailbox,
        words: ComposedLetter,
    ) -> Letter {
        Letter {
            kind: kind.to_owned(),
            from: self.from.clone(),
            envelope_from: Some(format!(
                "bounce+{}@{}",
                self.key.bounce_token(id),
                self.mail_domain()
            )),
            reply_to: None,
            to,
            message_id: format!("{id}@{}", self.site.host()),
            date,
            subject: words.subject,
            text: words.text,
            html: words.html,
            optional: None,
            invitation: None,
            calendar_link: None,
        }
    }

    /// A letter that is about no event.
    pub(super) fn about_account(
        &self,
        notice: &Notice,
        to: Mailbox,
        words: ComposedLetter,
    ) -> Composed {
        Composed::Letter(Box::new(self.letter(
            (notice.id, notice.kind.as_str()),
            notice.made_at,
            to,
            words,
        )))
    }

    /// A letter about an event: its organiser answers, and with an entry also writes, by an address that stands for
    /// this recipient and this entry alone.
    pub(super) fn about_event(
        &self,
        notice: &Notice,
        event: &Event,
        to: &Person,
        words: ComposedLetter,
        enclosed: Option<Enclosed>,
    ) -> Result<Composed, ComposeError> {
        let mailbox = Mailbox::named(to.name.as_str(), to.email.as_str());
        let mut letter = self.letter(
            (notice.id, notice.kind.as_str()),
            notice.made_at,
            mailbox,
            words,
        );
        let organiser = event.organiser_name.as_str();
        letter.reply_to = Some(Mailbox::named(organiser, event.contact_email.as_str()));
        if let Some(Enclosed { entry, method }) = enclosed {
            let token = self.key.reply_token(to.id, &entry.uid);
            let address = format!("reply+{token}@{}", self.mail_domain());
            let invitation = marketday_calendar::Invitation {
                entry,
                organiser: Party {
                    name: organiser.to_owned(),
                    email: address.clone(),
                },
                attendee: Party {
                    name: to.name.clone(),
                    email: to.email.to_string(),
                },
                method,
            };
            let ics = write_invitation(&invitation)?;
            letter.from = Mailbox::named(organiser, address);
            letter.calendar_link = Some(self.links.absolute(&Links::feed_event(&event.slug)));
            letter.invitation = Some(Invitation {
                method: match method {
                    Method::Request => marketday_mail::Method::Request,
                    Method::Cancel => marketday_mail::Method::Cancel,
                },
                ics: String::from_utf8(ics).expect("the calendar writes nothing but UTF-8"),
            });
        }
        Ok(Composed::Letter(Box::new(letter)))
    }
}
