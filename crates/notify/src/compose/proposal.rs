//! Letters about a proposal, to its contact, to the members of its company and to those who decide.

use super::facts::{event_facts, operator_foot, organiser_foot};
use super::late::deciding;
use super::nudge::is_near;
use super::{ComposeError, Composed, Composer, Dropped};
use marketday_mail::Mailbox;
use marketday_model::notice::Recipient;
use marketday_model::nudge::Nudge;
use marketday_model::permission::{Actor, may_settle_claim_of};
use marketday_model::{
    Call, Claim, Event, Notice, NoticeKind, Person, PersonId, Proposal, ProposalId, ProposalState,
};
use marketday_render::letters::{
    ComposedLetter, PlaceToConfirm, ProposalAccepted, ProposalClaimed, ProposalDeclined,
    ProposalFacts, ProposalLapsed, ProposalPlaced, ProposalReceived, ProposalWithdrawn,
};
use marketday_render::{Links, when};
use marketday_store::proposals::ProposalFilter;
use marketday_store::{Rx, StoreError, calls, events, memberships, people, proposals, releases};

pub(super) fn compose(
    notifier: &Composer<'_>,
    notice: &Notice,
    id: ProposalId,
) -> Result<Composed, ComposeError> {
    let Recipient::Person(recipient) = notice.recipient else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    notifier.store.read(|rx| {
        let Some(proposal) = proposals::find(rx, id)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let (Some(event), Some(call), Some(person)) = (
            events::find(rx, proposal.event)?,
            calls::find(rx, proposal.event)?,
            people::find(rx, recipient)?,
        ) else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let told = Told {
            notifier,
            proposal,
            event,
            call,
            person,
        };
        if notice.kind == NoticeKind::ProposalWithdrawn {
            return Ok(match told.withdrawn(rx)? {
                Ok(words) => {
                    let to = Mailbox::named(told.person.name, told.person.email.as_str());
                    notifier.about_account(notice, to, words)
                }
                Err(dropped) => Composed::Dropped(dropped),
            });
        }
        let words = if notice.kind == NoticeKind::ProposalClaimed {
            told.claimed(rx)?
        } else if recipient != told.proposal.contact {
            Err(Dropped::RecipientGone)
        } else if notice.kind == NoticeKind::PlaceToConfirm {
            told.unconfirmed(rx, notice.version)?
        } else {
            told.news(rx, notice.kind)?
        };
        match words {
            Ok(words) => notifier.about_event(notice, &told.event, &told.person, words, None),
            Err(dropped) => Ok(Composed::Dropped(dropped)),
        }
    })
}

/// A proposal and whom to tell of it.
struct Told<'a> {
    notifier: &'a Composer<'a>,
    proposal: Proposal,
    event: Event,
    call: Call,
    person: Person,
}

type Written = Result<ComposedLetter, Dropped>;

impl Told<'_> {
    fn facts(&self) -> ProposalFacts {
        let path = Links::proposal(&self.proposal.id);
        ProposalFacts {
            title: self.proposal.title.clone(),
            company: self.proposal.company_name.clone(),
            link: self.notifier.links.absolute(&path),
        }
    }

    /// To its contact, unless it does not stand as the notice tells any more.
    fn news(&self, rx: &mut Rx<'_>, kind: NoticeKind) -> Result<Written, ComposeError> {
        let state = self.proposal.state;
        Ok(match (kind, state) {
            (NoticeKind::ProposalReceived, _) if state.is_live() => Ok(self.received()?),
            (NoticeKind::ProposalAccepted, ProposalState::Accepted) => Ok(self.accepted()?),
            // The letter that tells of its slot says so.
            (NoticeKind::ProposalAccepted, ProposalState::Allocated) => Err(Dropped::Newer),
            (NoticeKind::ProposalPlaced, ProposalState::Allocated) => return self.placed(rx),
            (NoticeKind::ProposalDeclined, ProposalState::Declined) => Ok(self.declined()?),
            (NoticeKind::ProposalLapsed, ProposalState::Lapsed) => return self.lapsed(),
            _ => Err(Dropped::NotConfirmed),
        })
    }

    fn received(&self) -> Result<ComposedLetter, ComposeError> {
        Ok(self.notifier.event_letter(
            self.event.id,
            ProposalReceived {
                to_name: self.person.name.clone(),
                proposal: self.facts(),
                event: event_facts(self.notifier, &self.event),
                until_text: when::moment(self.call.window.closes_at, self.event.zone),
                is_unconfirmed: self.proposal.claim == Claim::Unconfirmed,
                foot: organiser_foot(self.notifier, &self.event, self.person.id),
            },
        )?)
    }

    fn accepted(&self) -> Result<ComposedLetter, ComposeError> {
        Ok(self.notifier.event_letter(
            self.event.id,
            ProposalAccepted {
                to_name: self.person.name.clone(),
                proposal: self.facts(),
                event: event_facts(self.notifier, &self.event),
                feedback: self.proposal.feedback.clone(),
                foot: organiser_foot(self.notifier, &self.event, self.person.id),
            },
        )?)
    }

    fn placed(&self, rx: &mut Rx<'_>) -> Result<Written, ComposeError> {
        let Some(place) = self.proposal.place else {
            return Ok(Err(Dropped::NotConfirmed));
        };
        let Some(slot) = releases::find_slot_ever(rx, place.slot)? else {
            return Ok(Err(Dropped::SubjectGone));
        };
        Ok(Ok(self.notifier.event_letter(
            self.event.id,
            ProposalPlaced {
                to_name: self.person.name.clone(),
                proposal: self.facts(),
                event: event_facts(self.notifier, &self.event),
                when_text: when::range(slot.slot.times.presented(), self.event.zone),
                stage: slot.stage_name,
                confirm_by_text: when::moment(place.confirm_by, self.event.zone),
                feedback: self.proposal.feedback.clone(),
                foot: organiser_foot(self.notifier, &self.event, self.person.id),
            },
        )?))
    }

    /// Once more, if it still waits and passes on on the day that the notice tells of.
    fn unconfirmed(&self, rx: &mut Rx<'_>, version: u32) -> Result<Written, ComposeError> {
        let now = self.notifier.surroundings.now();
        let waits = self.proposal.place.filter(|place| {
            let told_of = (place.confirm_by, version);
            is_near(Nudge::PlaceLast, &self.event, told_of, now)
        });
        let (Some(place), true) = (waits, self.proposal.can_confirm(now)) else {
            return Ok(Err(Dropped::Done));
        };
        let Some(slot) = releases::find_slot_ever(rx, place.slot)? else {
            return Ok(Err(Dropped::SubjectGone));
        };
        let letter = PlaceToConfirm {
            to_name: self.person.name.clone(),
            proposal: self.facts(),
            event: event_facts(self.notifier, &self.event),
            when_text: when::range(slot.slot.times.presented(), self.event.zone),
            stage: slot.stage_name,
            confirm_by_text: when::moment(place.confirm_by, self.event.zone),
            foot: organiser_foot(self.notifier, &self.event, self.person.id),
        };
        Ok(Ok(self.notifier.event_letter(self.event.id, letter)?))
    }

    fn declined(&self) -> Result<ComposedLetter, ComposeError> {
        Ok(self.notifier.event_letter(
            self.event.id,
            ProposalDeclined {
                to_name: self.person.name.clone(),
                proposal: self.facts(),
                event: event_facts(self.notifier, &self.event),
                feedback: self.proposal.feedback.clone(),
                foot: organiser_foot(self.notifier, &self.event, self.person.id),
            },
        )?)
    }

    fn lapsed(&self) -> Result<Written, ComposeError> {
        let Some(place) = self.proposal.place else {
            return Ok(Err(Dropped::SubjectGone));
        };
        Ok(Ok(self.notifier.event_letter(
            self.event.id,
            ProposalLapsed {
                to_name: self.person.name.clone(),
                proposal: self.facts(),
                event: event_facts(self.notifier, &self.event),
                confirm_by_text: when::moment(place.confirm_by, self.event.zone),
                foot: organiser_foot(self.notifier, &self.event, self.person.id),
            },
        )?))
    }

    /// To somebody who decides, if they still do.
    fn withdrawn(&self, rx: &mut Rx<'_>) -> Result<Written, ComposeError> {
        if self.proposal.state != ProposalState::Withdrawn {
            return Ok(Err(Dropped::NotConfirmed));
        }
        if deciding(rx, self.person.id, &self.event)?.is_none() {
            return Ok(Err(Dropped::RecipientGone));
        }
        let slot = match self.proposal.place {
            Some(place) => releases::find_slot_ever(rx, place.slot)?,
            None => None,
        };
        let filter = ProposalFilter {
            event: Some(self.event.id),
            states: vec![ProposalState::Allocated, ProposalState::Confirmed],
            ..ProposalFilter::default()
        };
        let next = proposals::list(rx, &filter)?.into_iter().find(|other| {
            let slots = other.place.zip(self.proposal.place);
            slots.is_some_and(|(its, given_up)| its.slot == given_up.slot)
        });
        let path = Links::organise_proposal(&self.event.slug, &self.proposal.id);
        Ok(Ok(self.notifier.engine.letter(&ProposalWithdrawn {
            to_name: self.person.name.clone(),
            proposal: ProposalFacts {
                link: self.notifier.links.absolute(&path),
                ..self.facts()
            },
            event: event_facts(self.notifier, &self.event),
            slot_text: slot.map(|slot| {
                let time = when::range(slot.slot.times.presented(), self.event.zone);
                format!("{}, {time}", slot.stage_name)
            }),
            next_company: next.map(|next| next.company_name),
            foot: operator_foot(self.notifier, Some(self.person.id)),
        })?))
    }

    /// To a member of its company, if they still may answer and it is still asked.
    fn claimed(&self, rx: &mut Rx<'_>) -> Result<Written, ComposeError> {
        if !self.proposal.is_claim_open() {
            return Ok(Err(Dropped::ClaimSettled));
        }
        let contact = people::find(rx, self.proposal.contact)?;
        let (Some(contact), true) = (contact, self.is_deciding(rx, self.person.id)?) else {
            return Ok(Err(Dropped::RecipientGone));
        };
        Ok(Ok(self.notifier.engine.letter(&ProposalClaimed {
            to_name: self.person.name.clone(),
            contact_name: contact.name,
            contact_email: contact.email.to_string(),
            proposal: self.facts(),
            event: event_facts(self.notifier, &self.event),
            foot: operator_foot(self.notifier, Some(self.person.id)),
        })?))
    }

    fn is_deciding(&self, rx: &mut Rx<'_>, id: PersonId) -> Result<bool, StoreError> {
        let actor = Actor {
            person: id,
            memberships: memberships::list_of_person(rx, id)?,
            seats: Vec::new(),
            is_administrator: false,
        };
        Ok(may_settle_claim_of(&actor, self.proposal.company))
    }
}
