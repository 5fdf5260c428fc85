//! An invitation: the calendar part of a letter to one person (RFC 5546, RFC 6047).
//!
//! Its text has one UID, one ORGANIZER and one ATTENDEE, the recipient. To send another method, add it to [`Method`]
//! and say in [`write_invitation`] what it must and must not hold.

use crate::entry::{Entry, Status};
use crate::feed::PRODUCT;
use crate::write::{Lines, mailto};
use crate::zone::Zones;

/// Somebody with an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// As people write it; may be empty, and may hold anything.
    pub name: String,
    /// A bare address, without `mailto:`.
    pub email: String,
}

/// What the recipient's calendar is to do (RFC 5546 section 1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Add the entry, or change it.
    Request,
    /// Take it away.
    Cancel,
}

impl Method {
    /// The word of RFC 5546, for METHOD and for the `method` parameter of the content type.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// One entry, sent to one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Invitation {
    /// What it is about. With [`Method::Cancel`] it is written as cancelled, whatever its status.
    pub entry: Entry,
    /// The address that the letter comes from, where replies are read.
    pub organiser: Party,
    /// The recipient.
    pub attendee: Party,
    /// What is asked.
    pub method: Method,
}

/// Why an invitation would confuse the recipient's calendar, and was not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationRefused {
    /// A REQUEST for what does not happen: send a CANCEL.
    #[error("a cancelled entry cannot be requested")]
    RequestOfCancelled,
    /// A CANCEL that no REQUEST can have come before.
    #[error("a cancellation needs a sequence above that of its request")]
    CancelBeforeRequest,
    /// The end is not after the start.
    #[error("the entry ends before it begins")]
    EndsBeforeStart,
    /// Organiser and attendee are one address: clients then offer no answer.
    #[error("the organiser cannot invite their own address")]
    InvitesItself,
}

/// The bytes of an invitation, UTF-8 with CRLF: equal for equal invitations, so both copies in a letter agree.
pub fn write_invitation(invitation: &Invitation) -> Result<Vec<u8>, InvitationRefused> {
    check(invitation)?;
    let mut entry = invitation.entry.clone();
    if invitation.method == Method::Cancel {
        entry.status = Status::Cancelled;
    }
    let zones = Zones::of(&[&entry]);
    let mut lines = Lines::default();
    lines.begin("VCALENDAR");
    lines.line("VERSION", "2.0");
    lines.line("PRODID", PRODUCT);
    lines.line("CALSCALE", "GREGORIAN");
    lines.line("METHOD", invitation.method.word());
    zones.write(&mut lines, &[&entry]);
    lines.begin("VEVENT");
    entry.write(&mut lines, &zones);
    let busy = if entry.status == Status::Confirmed {
        "OPAQUE"
    } else {
        "TRANSPARENT"
    };
    lines.line("TRANSP", busy);
    write_parties(&mut lines, invitation);
    lines.end("VEVENT");
    lines.end("VCALENDAR");
    Ok(lines.into_bytes())
}

fn check(invitation: &Invitation) -> Result<(), InvitationRefused> {
    let Invitation {
        entry,
        organiser,
        attendee,
        method,
    } = invitation;
    if *method == Method::Request && entry.status == Status::Cancelled {
        return Err(InvitationRefused::RequestOfCancelled);
    }
    if *method == Method::Cancel && entry.sequence == 0 {
        return Err(InvitationRefused::CancelBeforeRequest);
    }
    // Seconds are all that iCalendar can tell apart.
    if entry.end.timestamp() <= entry.start.timestamp() {
        return Err(InvitationRefused::EndsBeforeStart);
    }
    if organiser
        .email
        .trim()
        .eq_ignore_ascii_case(attendee.email.trim())
    {
        return Err(InvitationRefused::InvitesItself);
    }
    Ok(())
}

fn write_parties(lines: &mut Lines, invitation: &Invitation) {
    let Invitation {
        organiser,
        attendee,
        method,
        ..
    } = invitation;
    lines.with("ORGANIZER", &named(organiser), &mailto(&organiser.email));
    let mut parameters = named(attendee);
    parameters.push(("ROLE", "REQ-PARTICIPANT"));
    if *method == Method::Request {
        parameters.extend([("PARTSTAT", "NEEDS-ACTION"), ("RSVP", "TRUE")]);
    }
    lines.with("ATTENDEE", &parameters, &mailto(&attendee.email));
}

fn named(party: &Party) -> Vec<(&str, &str)> {
    if crate::write::clean(&party.name).is_empty() {
        Vec::new()
    } else {
        vec![("CN", &party.name)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::tests::pitch;

    fn invitation(method: Method) -> Invitation {
        Invitation {
            entry: Entry {
                description: String::new(),
                ..pitch()
            },
            organiser: Party {
                name: "Leeds \"Digital\": team".to_owned(),
                email: "reply+k7@mail.example".to_owned(),
            },
            attendee: Party {
                name: "Zoë\r\nATTENDEE:mailto:eve@x.example".to_owned(),
                email: "zoe@dripless.example".to_owned(),
            },
            method,
        }
    }

    fn written(invitation: &Invitation) -> String {
        let bytes = write_invitation(invitation).expect("an invitation");
        String::from_utf8(bytes).expect("text")
    }

    fn expected(method: &str, status: &str, transparency: &str, attendee: &str) -> String {
        let text = format!(
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Marketday//Marketday//EN\nCALSCALE:GREGORIAN\nMETHOD:{method}\n\
             BEGIN:VTIMEZONE\nTZID:Europe/London\nBEGIN:DAYLIGHT\nDTSTART:19960331T010000\nTZOFFSETFROM:+0000\n\
             TZOFFSETTO:+0100\nTZNAME:BST\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\nBEGIN:STANDARD\n\
             DTSTART:19961027T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000\nTZNAME:GMT\n\
             RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\n\
             BEGIN:VEVENT\nUID:booking-018f@marketday.example\nDTSTAMP:20261002T093000Z\n\
             CREATED:20260901T080000Z\nLAST-MODIFIED:20261002T093000Z\nSEQUENCE:2\n\
             DTSTART;TZID=Europe/London:20270610T100000\nDTEND;TZID=Europe/London:20270610T101200\n\
             SUMMARY:Leak detection\\, by Dripless Ltd\nLOCATION:Main stage\\, Leeds Civic Hall\n\
             GEO:53.801700;-1.549100\nURL:https://marketday.example/slots/018f/booking\nSTATUS:{status}\n\
             CATEGORIES:Water,Waste\\, recycling\nTRANSP:{transparency}\n\
             ORGANIZER;CN=\"Leeds ^'Digital^': team\":mailto:reply+k7@mail.example\n\
             {attendee}END:VEVENT\nEND:VCALENDAR\n"
        );
        text.replace('\n', "\r\n")
    }

    #[test]
    fn a_request_is_exactly_this() {
        let attendee = "ATTENDEE;CN=\"Zoë^nATTENDEE:mailto:eve@x.example\";ROLE=REQ-PARTICIPANT;PART\n \
                        STAT=NEEDS-ACTION;RSVP=TRUE:mailto:zoe@dripless.example\n";
        assert_eq!(
            written(&invitation(Method::Request)),
            expected("REQUEST", "CONFIRMED", "OPAQUE", attendee)
        );
    }

    #[test]
    fn a_cancel_is_exactly_this() {
        let attendee = "ATTENDEE;CN=\"Zoë^nATTENDEE:mailto:eve@x.example\";ROLE=REQ-PARTICIPANT:mail\n \
                        to:zoe@dripless.example\n";
        assert_eq!(
            written(&invitation(Method::Cancel)),
            expected("CANCEL", "CANCELLED", "TRANSPARENT", attendee)
        );
    }

    #[test]
    fn somebody_without_a_name_has_no_empty_one() {
        let mut invitation = invitation(Method::Cancel);
        invitation.attendee.name = " \n".to_owned();
        assert!(
            written(&invitation)
                .contains("\r\nATTENDEE;ROLE=REQ-PARTICIPANT:mailto:zoe@dripless.example\r\n")
        );
    }

    #[test]
    fn what_would_confuse_a_calendar_is_refused() {
        let refusal = |method, change: fn(&mut Invitation)| {
            let mut invitation = invitation(method);
            change(&mut invitation);
            write_invitation(&invitation).expect_err("refused")
        };
        let cancelled = refusal(Method::Request, |i| i.entry.status = Status::Cancelled);
        assert_eq!(cancelled, InvitationRefused::RequestOfCancelled);
        assert_eq!(
            refusal(Method::Cancel, |i| i.entry.sequence = 0),
            InvitationRefused::CancelBeforeRequest
        );
        assert_eq!(
            refusal(Method::Request, |i| i.entry.end = i.entry.start),
            InvitationRefused::EndsBeforeStart
        );
        let to_itself = refusal(Method::Request, |i| {
            i.attendee.email = "Reply+K7@mail.example".to_owned();
        });
        assert_eq!(to_itself, InvitationRefused::InvitesItself);
    }
}
