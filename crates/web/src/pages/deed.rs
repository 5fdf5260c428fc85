//! The deeds of the audit trail, as people say them.

/// What was done, as people say it; an action of a later version reads as it is kept.
pub(crate) fn deed(action: &str) -> String {
    let text = match action {
        "event.create" => "Event created",
        "venue.keep" => "Venue kept",
        "venue.change" => "Kept venue changed",
        "venue.take-over" => "Facts of the kept venue taken over",
        "calendar.import" => "Calendar of others imported",
        "calendar.remove" => "Imported calendar removed",
        "event.copy" => "Event created as a copy",
        "series.make" => "Series made",
        "series.join" => "Event put in a series",
        "series.leave" => "Event taken out of its series",
        "series.change" => "Series changed",
        "event.change" => "Details changed",
        "event.publish" => "Event published",
        "event.cancel" => "Event cancelled",
        "event.postpone" => "Event postponed",
        "event.reinstate" => "Event reinstated",
        "rules.change" => "Rules of booking changed",
        "booking.confirm" => "Slot booked",
        "booking.change" => "Pitch changed",
        "booking.hand-over" => "Booking handed over to a colleague",
        "cancellation.ask" => "Late cancellation asked for",
        "cancellation.accept" => "Late cancellation accepted",
        "cancellation.refuse" => "Late cancellation refused",
        "cancellation.withdraw" => "Request to cancel late withdrawn",
        "no-show.note" => "Noted that nobody appeared",
        "no-show.take-back" => "No longer noted that nobody appeared",
        "booking.swap" => "Slots swapped",
        "swap.propose" => "Swap of slots proposed",
        "swap.decline" => "Swap of slots declined",
        "swap.withdraw" => "Proposal to swap withdrawn",
        "booking.move" => "Booking moved to another slot",
        "booking.cancel" => "Booking cancelled",
        "booking.note" => "Note on a booking changed",
        "slides.send" => "Slides sent",
        "slides.describe" => "Text or publication of slides changed",
        "slides.remove" => "A version of the slides removed",
        "slides.due" => "Deadline for slides changed",
        "slides.receive" => "Slides received",
        "slides.take-back" => "Slides not received after all",
        "claim.confirm" => "Booking confirmed for its company",
        "claim.refuse" => "Booking refused by its company",
        "claim.lapse" => "Booking freed, because nobody confirmed it for its company",
        "registration.confirm" => "Delegate registered",
        "registration.withdraw" => "Registration withdrawn",
        "registration.list" => "Delegate put on the attendee list",
        "registration.unlist" => "Delegate taken off the attendee list",
        "programme.release" => "Programme released",
        "programme.reset" => "Draft put back to an old release",
        "programme.shift" => "Rest of a stage moved",
        "session.add" => "Session added",
        "session.change" => "Session changed",
        "session.note" => "Note on a session changed",
        "session.place" => "Session moved",
        "session.swap" => "Two sessions changed places",
        "programme.undo" => "Edit of the draft undone",
        "programme.redo" => "Edit of the draft done again",
        "session.remove" => "Session removed",
        "slots.generate" => "Slots made",
        "slot.withdraw" => "Slot withdrawn",
        "slot.mode" => "Who decides who has a slot changed",
        "stage.change" => "Stage changed",
        "stage.remove" => "Stage removed",
        "stage.add" => "Stage added",
        "nomination.make" => "Somebody was asked to join",
        "nomination.accept" => "Somebody joined",
        "nomination.withdraw" => "Question to join withdrawn",
        "seat.change" => "Role in the team changed",
        "seat.remove" => "Somebody removed from the team",
        "profile.change" => "Profile changed",
        "document.add" => "Document added to the profile",
        "document.remove" => "Document removed from the profile",
        "membership.change" => "Role in the organisation changed",
        "membership.end" => "Membership ended",
        "organisation.merge" => "Merged with another organisation",
        "authority.import" => "Taken over from the list of authorities",
        "authority.succeed" => "Moved from an authority to its successor",
        "organiser.add" => "Organiser added",
        "administrator.add" => "Administrator added",
        "administrator.remove" => "Administrator removed",
        "complaint.make" => "Complaint made",
        "complaint.answer" => "Complaint answered",
        "consent.give" => "Letters agreed to",
        "consent.withdraw" => "Letters agreed to no longer",
        other => of_accounts(other)
            .or_else(|| of_proposals(other))
            .or_else(|| of_waiting(other))
            .or_else(|| of_letters(other))
            .unwrap_or(other),
    };
    text.to_owned()
}

/// What somebody did with what is their own.
fn of_accounts(action: &str) -> Option<&'static str> {
    Some(match action {
        "quiet.choose" => "Quiet hours chosen",
        "news.choose" => "News of market days chosen",
        "feed.add" => "Calendar of their own made",
        "feed.renew" => "Calendar of their own given another address",
        "feed.revoke" => "Calendar of their own revoked",
        "passkey.add" => "Passkey added",
        "passkey.remove" => "Passkey removed",
        "passkey.refuse" => "Passkey refused",
        "passkey.decline" => "Question for a passkey declined",
        "provider.link" => "Account at a provider linked",
        "provider.unlink" => "Account at a provider unlinked",
        "sign-in.end" => "Signed out",
        "person.change-address" => "Email address changed",
        "person.undo-address" => "Change of email address taken back",
        "person.erase" => "Person erased",
        _ => return None,
    })
}

/// What was done with a call for proposals, and with what answered it.
fn of_proposals(action: &str) -> Option<&'static str> {
    Some(match action {
        "call.save" => "Call for proposals changed",
        "call.publish" => "Call for proposals published",
        "criteria.save" => "Criteria for proposals changed",
        "proposal.submit" => "Proposal submitted",
        "proposal.change" => "Proposal changed",
        "proposal.withdraw" => "Proposal withdrawn",
        "proposal.settle" => "Proposal confirmed for its company",
        "proposal.assess" => "Proposal scored",
        "proposal.conflict" => "Conflict of interest declared",
        "proposal.shortlist" => "Short list of proposals changed",
        "proposal.accept" => "Proposal accepted",
        "proposal.decline" => "Proposal declined",
        "proposal.place" => "Slot kept for a proposal",
        "proposal.pass-on" => "Slot passed on to a proposal",
        "proposal.confirm" => "Place confirmed by its company",
        "proposal.lapse" => "Place passed on, because nobody confirmed it",
        _ => return None,
    })
}

/// What was done with a place on a waiting list.
fn of_waiting(action: &str) -> Option<&'static str> {
    Some(match action {
        "waiting.join" => "Joined the waiting list",
        "waiting.offer" => "Slot offered from the waiting list",
        "waiting.accept" => "Offer taken",
        "waiting.decline" => "Offer declined",
        "waiting.lapse" => "Offer not answered in time",
        "waiting.leave" => "Left the waiting list",
        "waiting.end" => "Waiting list ended",
        _ => return None,
    })
}

/// What was done with letters, and with what is to be told.
fn of_letters(action: &str) -> Option<&'static str> {
    Some(match action {
        "message.write" => "Message written",
        "message.change" => "Message changed",
        "message.remove" => "Draft of a message deleted",
        "message.try" => "Message tried",
        "message.send" => "Message sent",
        "message.schedule" => "Message to be sent later",
        "message.stop" => "Message stopped",
        "agenda.add" => "Session put into their agenda",
        "agenda.remove" => "Session taken out of their agenda",
        "agenda.want-letters" => "Letters of their agenda wanted",
        "agenda.want-no-letters" => "Letters of their agenda wanted no more",
        "wording.save" => "Wording of a letter saved",
        "wording.use" => "Own wording of a letter used",
        "wording.revert" => "Standard wording of a letter used again",
        "wording.try" => "Wording of a letter tried",
        "reminders.change" => "Reminders changed",
        "letter.try" => "Letter tried again",
        "letter.drop" => "Letter dropped",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::deed;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }

    /// `event.change`, and nothing that only looks alike.
    fn is_action(text: &str) -> bool {
        let is_word = |word: &str| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        };
        text.split_once('.')
            .is_some_and(|(noun, verb)| is_word(noun) && is_word(verb) && verb != "toml")
    }

    /// What is in quotes in the sources of verbs that note what they do, and reads as an action.
    fn actions() -> BTreeSet<String> {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut found = Vec::new();
        for name in ["scheduling", "booking", "attendance", "accounts"] {
            sources(&crates.join(name).join("src"), &mut found);
        }
        let texts = found
            .iter()
            .map(|path| fs::read_to_string(path).expect("a source"))
            .filter(|text| text.contains("Note"));
        texts
            .flat_map(|text| text.split('"').map(str::to_owned).collect::<Vec<_>>())
            .filter(|text| is_action(text))
            .collect()
    }

    #[test]
    fn every_deed_that_is_noted_is_told_in_plain_english() {
        let actions = actions();
        for one_of_each in [
            "slots.generate",
            "claim.lapse",
            "registration.unlist",
            "sign-in.end",
        ] {
            assert!(actions.contains(one_of_each), "{actions:?}");
        }
        let unsaid: Vec<&String> = actions
            .iter()
            .filter(|action| deed(action) == **action)
            .collect();
        assert!(unsaid.is_empty(), "no sentence for {unsaid:?}");
    }
}
