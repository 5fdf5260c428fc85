//! `/organise/events/{slug}/placing`: giving curated slots to accepted proposals.

use super::frame::count;
use super::proposal::proposal_of;
use super::proposals::mark_text;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::pages::proposals::state_tag;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_booking::proposals::{PlaceRefused, place_all, place_one};
use marketday_model::ranking::Ranked;
use marketday_model::{Event, Proposal, ProposalState, SlotId};
use marketday_places::{free_curated, ranked};
use marketday_render::pages::organise::{PlacedRow, Placing, Section};
use marketday_render::{Choice, FormState, Links, when};
use marketday_store::releases;
use marketday_store::releases::ReleasedSlot;

/// `GET`: who waits, and for which slots.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || page(&app, &organised, (FormState::new(), flash))).await
}

/// `POST`: all of them, by rank.
pub(crate) async fn all(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (organised.event.id, organised.signed_in.person.id);
        let done = place_all(&app.store, &app.surroundings, person, event);
        answer(&app, &organised, done.map(drop))
    })
    .await
}

/// `POST …/proposals/{proposal}/place`: one of them, by hand.
pub(crate) async fn one(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let proposal = proposal_of(&app, &organised.event, &path.1)?;
        let slot = posted.form.value("slot").map(str::parse::<SlotId>);
        let Some(Ok(slot)) = slot else {
            let form = FormState::new().error("", "Choose a slot");
            return page(&app, &organised, (form, None));
        };
        let person = organised.signed_in.person.id;
        let of = (proposal.id, slot);
        let done = place_one(&app.store, &app.surroundings, person, of);
        answer(&app, &organised, done)
    })
    .await
}

fn answer(
    app: &App,
    organised: &Organised,
    done: Result<(), PlaceRefused>,
) -> Result<Reply, Failure> {
    match done {
        Ok(()) => {
            let path = Links::organise_placing(&organised.event.slug);
            Ok(see_other(&format!("{path}?done=placed")))
        }
        Err(PlaceRefused::Store(error)) => Err(error.into()),
        Err(refused) => {
            let form = FormState::new().error("", refused.to_string());
            page(app, organised, (form, None))
        }
    }
}

fn page(
    app: &App,
    organised: &Organised,
    (form, flash): (FormState, Option<String>),
) -> Result<Reply, Failure> {
    let (event, now) = (&organised.event, app.now());
    let states = [
        ProposalState::Accepted,
        ProposalState::Allocated,
        ProposalState::Confirmed,
    ];
    let (all, free, slots) = app.read(|rx| {
        let all = ranked(rx, event, &states)?;
        let free = free_curated(rx, event, now)?;
        let ids: Vec<SlotId> = all
            .iter()
            .filter_map(|(proposal, _)| Some(proposal.place?.slot))
            .collect();
        Ok((all, free, releases::find_slots_ever(rx, &ids)?))
    })?;
    let (waiting, placed): (Vec<_>, Vec<_>) = all
        .iter()
        .partition(|(proposal, _)| proposal.state == ProposalState::Accepted);
    let row = |of: &&(Proposal, Ranked)| placed_row(event, of, &slots);
    let slug = &event.slug;
    let mut layout = organised
        .layout(app, "Give slots to proposals")
        .crumb("Proposals", Links::organise_proposals(slug));
    layout.flash = flash;
    let page = Placing {
        layout,
        event: organised.header(app, Section::Proposals),
        free_text: match free.len() {
            0 => "No curated slot is free.".to_owned(),
            1 => "1 curated slot is free.".to_owned(),
            free => format!("{} are free.", count(free, "curated slot")),
        },
        place_all_action: Links::organise_placing(slug),
        slots: free
            .iter()
            .map(|slot| Choice::new(slot.slot.id.to_string(), slot_text(event, slot)))
            .collect(),
        waiting: waiting.iter().map(row).collect(),
        placed: placed.iter().map(row).collect(),
        back_href: Links::organise_proposals(slug),
        form,
    };
    organised.form_page(app, &page.form, &page)
}

/// "10:30am to 10:42am, Main Hall".
fn slot_text(event: &Event, slot: &ReleasedSlot) -> String {
    format!("{}, {}", view::slot_time(event, slot), slot.stage_name)
}

fn placed_row(
    event: &Event,
    (proposal, ranked): &(Proposal, Ranked),
    slots: &[ReleasedSlot],
) -> PlacedRow {
    let slot = proposal
        .place
        .and_then(|place| slots.iter().find(|slot| slot.slot.id == place.slot));
    let waits = proposal.state == ProposalState::Allocated;
    let place = proposal.place.filter(|_| waits);
    PlacedRow {
        title: proposal.title.clone(),
        company: proposal.company_name.clone(),
        href: Links::organise_proposal(&event.slug, &proposal.id),
        mark_text: mark_text(ranked),
        state: state_tag(proposal.state),
        slot_text: slot.map_or_else(String::new, |slot| slot_text(event, slot)),
        confirm_by_text: place.map(|place| when::moment(place.confirm_by, event.zone)),
        place_action: Links::organise_proposal_place(&event.slug, &proposal.id),
    }
}
