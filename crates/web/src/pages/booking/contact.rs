//! `/bookings/{id}/contact`: handing a booking over to a colleague.

use super::booked::{Mine, is_live, mine};
use super::form::slot_layout;
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::web;
use marketday_booking::HandOverRefused;
use marketday_model::{Booking, Claim, MembershipId, Person, permission};
use marketday_render::pages::hand_over::BookingContact;
use marketday_render::{Choice, FormState, Links};
use marketday_store::{Rx, StoreError, memberships, people};

/// The booking of an address, for those who may hand it over.
fn handed(app: &App, visitor: &Visitor, path: &str) -> Result<Mine, Failure> {
    let mine = mine(app, visitor, path)?;
    if permission::may_hand_over(&visitor.required()?.actor, &mine.booking) {
        Ok(mine)
    } else {
        Err(Failure::NotFound)
    }
}

/// Whether a booking stands, so that it could be handed over.
pub(super) fn can_hand_over(app: &App, mine: &Mine) -> bool {
    is_live(app, &mine.booking, &mine.slotted) && mine.booking.claim == Claim::Settled
}

/// The others who belong to the company of a booking, with their memberships.
fn colleagues(
    rx: &mut Rx<'_>,
    booking: &Booking,
) -> Result<Vec<(MembershipId, Person)>, StoreError> {
    let members = memberships::list_active_members(rx, booking.company)?;
    let ids: Vec<_> = members.iter().map(|tie| tie.person).collect();
    let people = people::list(rx, &ids)?;
    let person = |id| people.iter().find(|person| person.id == id).cloned();
    Ok(members
        .iter()
        .filter(|tie| tie.person != booking.contact)
        .filter_map(|tie| Some((tie.id, person(tie.person)?)))
        .collect())
}

/// `GET`: who it could be.
pub(crate) async fn ask(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let mine = handed(&app, &visitor, &path)?;
        if !can_hand_over(&app, &mine) {
            return Ok(see_other(&Links::booking(&mine.booking.id)));
        }
        page(&app, &visitor, &mine, FormState::new())
    })
    .await
}

/// `POST`: it is theirs.
pub(crate) async fn hand_over(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let mine = handed(&app, &visitor, &path)?;
        let mut fields = Fields::of(form);
        let chosen: Option<MembershipId> = fields.word("to", "Choose a colleague");
        let Some(chosen) = chosen else {
            return page(&app, &visitor, &mine, fields.form);
        };
        let all = app.read(|rx| colleagues(rx, &mine.booking))?;
        let Some((_, to)) = all.into_iter().find(|(tie, _)| *tie == chosen) else {
            let form = fields.form.error("to", "Choose a colleague");
            return page(&app, &visitor, &mine, form);
        };
        let (person, id) = (visitor.required()?.person.id, mine.booking.id);
        let (store, surroundings) = (&app.store, &app.surroundings);
        let path = Links::booking(&id);
        match marketday_booking::hand_over(store, surroundings, person, (id, to.id)) {
            Ok(()) => Ok(see_other(&format!("{path}?done=handed-over"))),
            Err(HandOverRefused::Store(error)) => Err(error.into()),
            // Its page says how it stands.
            Err(HandOverRefused::NotConfirmed | HandOverRefused::Begun) => Ok(see_other(&path)),
            Err(refused) => {
                let form = fields.form.error("to", refused.to_string());
                page(&app, &visitor, &mine, form)
            }
        }
    })
    .await
}

fn page(app: &App, visitor: &Visitor, mine: &Mine, form: FormState) -> Result<Reply, Failure> {
    let (booking, slotted) = (&mine.booking, &mine.slotted);
    let all = app.read(|rx| colleagues(rx, booking))?;
    let actor = &visitor.required()?.actor;
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = BookingContact {
        layout: slot_layout(app, visitor, slotted, "Hand over to a colleague")
            .crumb("Your booking", Links::booking(&booking.id)),
        form,
        slot: view::slot_facts(&slotted.event, &slotted.slot, &slotted.session),
        pitch_title: booking.pitch.title.clone(),
        company: booking.company_name.clone(),
        contact_text: mine.contact_text.clone(),
        presents: booking.presenter_email.is_none(),
        colleagues: all
            .iter()
            .map(|(tie, person)| {
                Choice::new(
                    tie.to_string(),
                    format!("{}, {}", person.name, person.email),
                )
            })
            .collect(),
        members_href: permission::may_manage_members(actor, booking.company)
            .then(|| Links::members(&booking.company)),
        action: Links::booking_contact(&booking.id),
        back_href: Links::booking(&booking.id),
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}
