//! `/organise/events/{slug}/waiting` and `…/gift`: who waits for a slot, and giving one.

use super::booking::back;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::booking::{pitch, presenter};
use crate::reply::Reply;
use crate::view;
use actix_web::web;
use marketday_booking::{GiveRequest, GiveSlotRefused, give_slot};
use marketday_model::waiting::{Wish, position};
use marketday_model::{Event, Person, SlotId, SlotMode, Waiting, WaitingState};
use marketday_places::{line_of, untaken_slots};
use marketday_render::pages::organise::{EventWaiting, Section, SlotGift, WaitingRow};
use marketday_render::{Choice, FormState, Links, Tag, Tone, when};
use marketday_store::releases::ReleasedSlot;
use marketday_store::waiting::WaitingFilter;
use marketday_store::{people, releases, waiting};

/// `GET …/waiting`
pub(crate) async fn show(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        let event = &organised.event;
        let now = app.now();
        let (line, all, contacts, slots) = app.read(|rx| {
            let line = line_of(rx, event, now)?;
            let filter = WaitingFilter {
                event: Some(event.id),
                ..WaitingFilter::default()
            };
            let all = waiting::list(rx, &filter)?;
            let ids: Vec<_> = all.iter().filter_map(|one| one.contact).collect();
            let contacts = people::list(rx, &ids)?;
            let slots = releases::list_slots(rx, event.id, event.release)?;
            Ok((line, all, contacts, slots))
        })?;
        let row = |one: &Waiting| row(event, one, position(&line, one.id), &contacts, &slots);
        let page = EventWaiting {
            layout: organised
                .layout(&app, "Waiting list")
                .crumb("Bookings", Links::organise_bookings(&event.slug)),
            event: organised.header(&app, Section::Bookings),
            live: line.iter().map(row).collect(),
            past: all
                .iter()
                .filter(|one| !one.state.is_live())
                .map(row)
                .collect(),
        };
        Ok(organised.visitor.page(&app, app.html(&page)?))
    })
    .await
}

fn row(
    event: &Event,
    one: &Waiting,
    position: Option<usize>,
    contacts: &[Person],
    slots: &[ReleasedSlot],
) -> WaitingRow {
    let contact = contacts
        .iter()
        .find(|person| Some(person.id) == one.contact);
    let slot_text = |id: SlotId| {
        let slot = slots.iter().find(|slot| slot.slot.id == id);
        slot.map_or_else(
            || "A slot that is not in the programme any more".to_owned(),
            |slot| format!("{}, {}", view::slot_time(event, slot), slot.stage_name),
        )
    };
    WaitingRow {
        position: position.map(|n| n.to_string()),
        company: one.company_name.clone(),
        pitch_title: one.pitch.title.clone(),
        contact_name: contact.map_or_else(String::new, |person| person.name.clone()),
        contact_email: contact.map_or_else(String::new, |person| person.email.to_string()),
        wish_text: match one.wish {
            Wish::Any => "Any slot".to_owned(),
            Wish::Mode(SlotMode::HeldBack) => "A held-back slot".to_owned(),
            Wish::Mode(_) => "An open slot".to_owned(),
            Wish::Slot(id) => slot_text(id),
        },
        since_text: when::moment(one.joined_at, event.zone),
        state: tag(one.state),
        offer_text: one.offer.map(|offer| {
            let until = when::moment(offer.until, event.zone);
            format!("{}, until {until}", slot_text(offer.slot))
        }),
    }
}

const fn words(state: WaitingState) -> (&'static str, Tone) {
    match state {
        WaitingState::Waiting => ("Waiting", Tone::Warn),
        WaitingState::Offered => ("Offered", Tone::Good),
        WaitingState::Accepted => ("Taken", Tone::Good),
        WaitingState::Declined => ("Declined", Tone::Quiet),
        WaitingState::Lapsed => ("Not answered", Tone::Quiet),
        WaitingState::Left => ("Left", Tone::Quiet),
        WaitingState::Ended => ("Over", Tone::Quiet),
    }
}

fn tag(state: WaitingState) -> Tag {
    let (text, tone) = words(state);
    Tag::new(text, tone)
}

/// `GET …/gift`
pub(crate) async fn ask_gift(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || gift_page(&app, &organised, FormState::new())).await
}

/// `POST …/gift`
pub(crate) async fn give(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let mut fields = Fields::of(posted.form);
        let Some(request) = read(&mut fields) else {
            return gift_page(&app, &organised, fields.form);
        };
        let (event, person) = (organised.event.id, organised.signed_in.person.id);
        match give_slot(&app.store, &app.surroundings, event, person, request) {
            Ok(_) => Ok(back(&organised, "slot-given")),
            Err(GiveSlotRefused::Store(error)) => Err(error.into()),
            Err(refused) => {
                let field = match refused {
                    GiveSlotRefused::Against(_) => "reason",
                    _ => "slot",
                };
                let form = fields.form.error(field, refused.to_string());
                gift_page(&app, &organised, form)
            }
        }
    })
    .await
}

fn read(fields: &mut Fields) -> Option<GiveRequest> {
    let slot: Option<SlotId> = fields.word("slot", "Choose a slot");
    let company = fields.line("company", "Company name");
    let company_number = fields.company_number("company_number");
    let contact_name = fields.line("contact_name", "Name of the contact");
    let contact_email = fields.email("email");
    let presenter = presenter(fields);
    let pitch = pitch(fields);
    let overruled = fields.optional_line("reason", "The reason");
    let request = GiveRequest {
        slot: slot?,
        company: company?,
        known_company: None,
        company_number,
        contact_email: contact_email?,
        contact_name: contact_name?,
        presenter,
        pitch: pitch?,
        overruled,
    };
    fields.is_good().then_some(request)
}

fn gift_page(app: &App, organised: &Organised, form: FormState) -> Result<Reply, Failure> {
    let event = &organised.event;
    let browser = organised.visitor.browser();
    let slots = app.read(|rx| untaken_slots(rx, event, &browser, app.now()))?;
    let choice = |slot: &ReleasedSlot| {
        let mode = match slot.slot.mode {
            SlotMode::Open => "",
            SlotMode::Curated => ": curated",
            SlotMode::HeldBack => ": held back",
        };
        let time = view::slot_time(event, slot);
        let text = format!("{time}, {}{mode}", slot.stage_name);
        Choice::new(slot.slot.id.to_string(), text)
    };
    let back_href = Links::organise_bookings(&event.slug);
    let page = SlotGift {
        layout: organised
            .layout(app, "Give a slot to a company")
            .crumb("Bookings", back_href.clone()),
        event: organised.header(app, Section::Bookings),
        form,
        action: Links::organise_gift(&event.slug),
        slots: slots.iter().map(choice).collect(),
        themes: view::theme_choices(),
        back_href,
    };
    organised.form_page(app, &page.form, &page)
}
