//! An organiser gives a slot to a company, against the rules where they say why.

use crate::book::{PitchText, Presenter, pitch};
use crate::give::{GiveRefused, Giving, GivingDraws, give, keep, organisers_key};
use crate::party::{Party, PartyDraws, admit};
use marketday_model::booking::{Hold, Refusing};
use marketday_model::event::WindowState;
use marketday_model::{
    BookingId, EmailAddress, EventId, EventState, Line, OrganisationId, PersonId, SlotId, SlotMode,
    Surroundings,
};
use marketday_places::{keeps_out, offer_freed};
use marketday_store::{Note, Store, StoreError, booking_rules, events, releases};

/// What an organiser says of whom they give a slot to. The contact is told by letter; their address proves nothing
/// until they sign in with it.
#[derive(Debug, Clone)]
pub struct GiveRequest {
    /// The slot.
    pub slot: SlotId,
    /// The company's name.
    pub company: Line<120>,
    /// The known company that it is, whatever was typed.
    pub known_company: Option<OrganisationId>,
    /// Its Companies House number.
    pub company_number: Option<Line<8>>,
    /// The contact's address.
    pub contact_email: EmailAddress,
    /// The contact's name.
    pub contact_name: Line<120>,
    /// Who presents, if it is not the contact.
    pub presenter: Option<Presenter>,
    /// The pitch.
    pub pitch: PitchText,
    /// Why the slot is given though rules would refuse it; none where they are to hold.
    pub overruled: Option<Line<300>>,
}

/// Why a slot is not given.
#[derive(Debug, thiserror::Error)]
pub enum GiveSlotRefused {
    /// It is not in the current programme of the event, or the event does not take place.
    #[error("This slot is not in the programme any more")]
    NoSuchSlot,
    /// Its pitch has begun, or is over.
    #[error("This pitch has begun, so its slot cannot be given")]
    Begun,
    /// A company has it, or is just booking it.
    #[error("Another company has this slot, or is just booking it")]
    Taken,
    /// A rule refuses it, and no reason was given to overrule it.
    #[error("{}", against(*.0))]
    Against(Refusing),
    /// The database failed.
    #[error("giving the slot failed")]
    Store(#[from] StoreError),
}

fn against(rule: Refusing) -> String {
    format!(
        "This is against a rule of the event: {}. Say why, to give the slot all the same",
        rule.text()
    )
}

/// Gives a free slot of an event to a company, and tells its contact. A curated slot is the organiser's to give, and so
/// is a held-back one where the rules do not say for whom; what else the rules refuse needs a reason, which the audit
/// trail and the fairness record keep. Whether `person` may do so is asked before.
pub fn give_slot(
    store: &Store,
    surroundings: &Surroundings,
    event: EventId,
    person: PersonId,
    request: GiveRequest,
) -> Result<BookingId, GiveSlotRefused> {
    let now = surroundings.now();
    let booking: BookingId = surroundings.id();
    let party_draws = PartyDraws::new(surroundings);
    let pitch_id = surroundings.id();
    let draws = GivingDraws::new(surroundings, Note::new(surroundings, person));
    let surroundings = surroundings.clone();
    store.write(move |tx| {
        events::lock_shared(tx, event)?;
        let slot = releases::find_slot(tx, request.slot)?
            .filter(|slot| slot.slot.event == event)
            .ok_or(GiveSlotRefused::NoSuchSlot)?;
        let event = events::find(tx, event)?
            .filter(|event| event.state == EventState::Published)
            .ok_or(GiveSlotRefused::NoSuchSlot)?;
        if slot.slot.times.starts_at <= now {
            return Err(GiveSlotRefused::Begun);
        }
        let overruled = request.overruled.as_ref().map(Line::as_str);
        let mut against = Vec::new();
        if slot.slot.mode == SlotMode::Open {
            against.push(Refusing::FirstCome);
        }
        if event.booking_state(now) != WindowState::Open {
            against.push(Refusing::Window);
        }
        if let (Some(rule), None) = (against.first(), overruled) {
            return Err(GiveSlotRefused::Against(*rule));
        }
        offer_freed(tx, &surroundings, event.id, now)?;
        let key = organisers_key(booking);
        let hold = Hold {
            booking,
            event: event.id,
            slot: slot.slot.id,
            expires_at: now + chrono::Duration::minutes(1),
            is_extended: false,
        };
        if !keep(tx, &hold, &key, now)? {
            return Err(GiveSlotRefused::Taken);
        }
        let rules = booking_rules::find(tx, event.id)?;
        let admitted = admit(tx, &party(&request), &party_draws)?;
        let company = (admitted.company.id, admitted.identity.as_str());
        let kept_out = keeps_out(tx, &event, &rules, company, slot.slot.mode, now)?;
        // What nobody books by themselves is the organiser's to give.
        if let Some(rule) = kept_out.filter(|rule| *rule == Refusing::HeldBack) {
            if overruled.is_none() {
                return Err(GiveSlotRefused::Against(rule));
            }
            against.push(rule);
        }
        let pitch = pitch(&request.pitch, pitch_id, admitted.company.id);
        let giving = Giving {
            event: &event,
            rules: &rules,
            slot: &slot,
            hold: (booking, &key),
            company: admitted.company.id,
            identity: &admitted.identity,
            claim_expires_at: None,
            contact: admitted.contact.id,
            on_stage: admitted.on_stage,
            pitch: (&pitch, false),
            given_by: Some(person),
            overruled,
            against,
        };
        match give(tx, &giving, draws) {
            Ok(booking) => Ok(booking),
            Err(GiveRefused::NotKept) => Err(GiveSlotRefused::Taken),
            Err(GiveRefused::Rule(rule)) => Err(GiveSlotRefused::Against(rule)),
            Err(GiveRefused::Store(error)) => Err(error.into()),
        }
    })
}

fn party(request: &GiveRequest) -> Party<'_> {
    Party {
        company: &request.company,
        known_company: request.known_company,
        website: None,
        company_number: request.company_number.as_ref(),
        contact_email: &request.contact_email,
        contact_name: &request.contact_name,
        phone: None,
        presenter: request.presenter.as_ref(),
    }
}
