//! The booking form: the slot that it is about, what it asks, and reading what was typed.

use crate::app::App;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::view;
use marketday_booking::{BookRequest, OfItself, PitchText, Presenter};
use marketday_model::booking::Hold;
use marketday_model::{BookingRules, Event, Instant, OrganisationId, OrganisationKind, SlotId};
use marketday_render::pages::slots::{HeldBackQuestion, HoldFacts, SlotForm};
use marketday_render::{FormState, Layout, Links, when};
use marketday_store::releases::ReleasedSlot;
use marketday_store::{Rx, StoreError, booking_rules, events, holds, organisations, releases};

/// A slot of the current programme, with its event and the title of its session.
#[derive(Debug, Clone)]
pub(crate) struct Slotted {
    pub(crate) event: Event,
    pub(crate) slot: ReleasedSlot,
    pub(crate) session: String,
    pub(crate) rules: BookingRules,
}

/// The slot of an address.
pub(crate) fn slotted(rx: &mut Rx<'_>, id: SlotId) -> Result<Option<Slotted>, StoreError> {
    let Some(slot) = releases::find_slot_ever(rx, id)? else {
        return Ok(None);
    };
    let Some(event) = events::find(rx, slot.slot.event)?.filter(Event::is_public) else {
        return Ok(None);
    };
    let sessions = releases::list_sessions(rx, event.id, event.release)?;
    let session = sessions
        .into_iter()
        .find(|item| item.session.id == slot.slot.session);
    let session = session.map_or_else(|| "Pitches".to_owned(), |item| item.session.title);
    let rules = booking_rules::find(rx, event.id)?;
    Ok(Some(Slotted {
        event,
        slot,
        session,
        rules,
    }))
}

/// The hold that this browser has on the slot, if it has not run out.
pub(crate) fn own_hold(
    rx: &mut Rx<'_>,
    slotted: &Slotted,
    visitor: &Visitor,
    now: Instant,
) -> Result<Option<Hold>, StoreError> {
    let hold = holds::find(rx, slotted.event.id, &visitor.browser())?;
    Ok(hold.filter(|hold| hold.slot == slotted.slot.slot.id && now < hold.expires_at))
}

/// The page with the form, whatever stands in it.
pub(crate) fn form_page(
    app: &App,
    visitor: &Visitor,
    slotted: &Slotted,
    hold: &Hold,
    form: FormState,
    code_sent_to: Option<String>,
) -> Result<String, Failure> {
    let page = SlotForm {
        layout: slot_layout(app, visitor, slotted, "Book a pitch slot"),
        slot: view::slot_facts(&slotted.event, &slotted.slot, &slotted.session),
        action: Links::slot_booking(&slotted.slot.slot.id),
        hold: hold_facts(app, slotted, hold),
        form: form.without("code").without("action"),
        themes: view::theme_choices(),
        held_back: held_back(slotted, app.now()),
        signed_in_as: visitor.email().map(ToString::to_string),
        code_sent_to,
    };
    app.html(&page)
}

/// What a held-back slot asks of a company, while it is not for everybody.
fn held_back(slotted: &Slotted, now: Instant) -> Option<HeldBackQuestion> {
    let is_asked = !slotted.rules.offers_to_all(slotted.slot.slot.mode, now);
    is_asked.then(|| HeldBackQuestion {
        whom: slotted.rules.held_back_text(&slotted.event),
        regions: view::region_choices(),
        sizes: view::size_choices(),
    })
}

/// Until when a slot is kept.
pub(crate) fn hold_facts(app: &App, slotted: &Slotted, hold: &Hold) -> HoldFacts {
    let left = (hold.expires_at - app.now()).num_seconds().max(0);
    let minutes = (left + 59) / 60;
    HoldFacts {
        until_text: when::time(hold.expires_at, slotted.event.zone),
        until_at: when::machine(hold.expires_at, slotted.event.zone),
        seconds_left: u32::try_from(left).unwrap_or(0),
        extend_action: (!hold.is_extended)
            .then(|| Links::slot_hold_extension(&slotted.slot.slot.id)),
        left_text: if minutes == 1 {
            "Less than a minute left".into()
        } else {
            format!("{minutes} minutes left")
        },
    }
}

/// The frame of a page about a slot.
pub(crate) fn slot_layout(app: &App, visitor: &Visitor, slotted: &Slotted, title: &str) -> Layout {
    visitor
        .layout(app, title)
        .crumb("Events", Links::home(None, None))
        .crumb(
            slotted.event.title.clone(),
            Links::event(&slotted.event.slug),
        )
        .crumb("Pitch slots", Links::slots(&slotted.event.slug))
}

/// A form that already says what we know of whoever is signed in.
pub(crate) fn known(app: &App, visitor: &Visitor) -> Result<FormState, Failure> {
    let Some(signed_in) = &visitor.signed_in else {
        return Ok(FormState::new());
    };
    let person = signed_in.person.clone();
    let form = FormState::new()
        .with("contact_name", person.name.clone())
        .with("phone", person.phone.clone().unwrap_or_default());
    let ties = signed_in.actor.memberships.iter();
    let ids: Vec<OrganisationId> = ties
        .filter(|tie| tie.is_active())
        .map(|tie| tie.organisation)
        .collect();
    let of_theirs = app.read(|rx| organisations::list_by_ids(rx, &ids))?;
    let company = ids.iter().find_map(|id| {
        let mut found = of_theirs.iter().filter(|found| found.id == *id);
        found
            .find(|found| found.kind == OrganisationKind::Company)
            .cloned()
    });
    Ok(match company {
        None => form,
        Some(company) => form
            .with("company", company.name)
            .with("website", company.website.unwrap_or_default())
            .with("company_number", company.company_number.unwrap_or_default()),
    })
}

/// What was typed, as the domain takes it; or nothing, with messages in the fields.
pub(crate) fn read(fields: &mut Fields, visitor: &Visitor, slot: SlotId) -> Option<BookRequest> {
    let company = fields.line("company", "Company name");
    let website = fields.website("website", "Website");
    let company_number = fields.company_number("company_number");
    let contact_name = fields.line("contact_name", "Your name");
    let contact_email = match visitor.email() {
        Some(email) => Some(email.clone()),
        None => fields.email("email"),
    };
    let phone = fields.optional_line("phone", "Phone");
    let presenter = presenter(fields);
    let pitch = pitch(fields);
    let request = BookRequest {
        slot,
        browser: visitor.browser(),
        company: company?,
        known_company: None,
        website,
        company_number,
        contact_email: contact_email?,
        contact_name: contact_name?,
        phone,
        presenter,
        pitch: pitch?,
        // Two lists, on the form of a held-back slot only: what is on neither is no answer.
        of_itself: OfItself {
            region: fields.text("region").parse().ok(),
            size: fields.text("size").parse().ok(),
        },
    };
    fields.is_good().then_some(request)
}

/// Another presenter than the contact, where one is named: then with their address.
pub(crate) fn presenter(fields: &mut Fields) -> Option<Presenter> {
    let is_named = !fields.text("presenter_name").trim().is_empty();
    let has_email = !fields.text("presenter_email").trim().is_empty();
    if !is_named && !has_email {
        return None;
    }
    let name = fields.line("presenter_name", "Presenter’s name");
    let email = fields.email("presenter_email");
    Some(Presenter {
        name: name?,
        email: email?,
    })
}

/// The pitch's own fields.
pub(crate) fn pitch(fields: &mut Fields) -> Option<PitchText> {
    let title = fields.line("pitch_title", "Title of your pitch");
    let summary = fields.prose("pitch_summary", "Summary");
    let themes = fields.themes("themes", 1..=5);
    Some(PitchText {
        title: title?,
        summary: summary?,
        themes: themes?,
    })
}
