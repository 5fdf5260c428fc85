//! The organisers' pages: an event's whole life, from the form that creates it to the list of who came.
//!
//! Every address below an event takes [`Organised`](crate::extract::organiser::Organised), which lets in whoever the
//! predicate beside the address allows, and nobody else.
//! To add a page: a file here, its row in [`configure`], and, if it is about one event, a head from [`frame`].

mod assessing;
mod booking;
mod booking_move;
mod bookings;
mod calendars;
mod call;
mod cancellation;
mod copy;
mod details;
mod event_fields;
mod event_venue;
mod fairness;
mod fairness_csv;
mod feedback;
mod frame;
mod grid;
mod history;
mod home;
mod late_cancellation;
mod letters;
mod messages;
mod moments;
mod new_event;
mod outlook;
mod overview;
mod place;
mod place_fields;
mod placing;
mod postponement;
mod programme;
mod proposal;
mod proposals;
mod publication;
mod registrations;
mod reinstatement;
mod release;
mod releases;
mod reminders;
mod rules;
mod run_note;
mod run_sheet;
mod series;
mod session;
mod session_fields;
mod shift;
mod shift_plan;
mod slides;
mod slides_file;
mod slot_fields;
mod slot_plan;
mod slots;
mod stage;
mod templates;
mod undo;
mod unreleased;
mod venues;
mod waiting;
mod wordings;

use crate::extract::organiser::Asks;
use crate::pages::{complaints, people};
use crate::routes::read;
use actix_web::Resource;
use actix_web::web::{ServiceConfig, resource};
use marketday_model::Event;
use marketday_model::permission::{
    Actor, may_answer_complaints, may_assess, may_cancel_event, may_change_programme,
    may_copy_event, may_decide_proposals, may_edit_event, may_keep_venue_of, may_manage_bookings,
    may_manage_team, may_read_history, may_see_letters, may_see_registrations, may_set_series,
    may_view_plan,
};

/// The table of this area's addresses.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .configure(across_events)
        .service(resource("/organise").route(read().to(home::show)))
        .service(
            resource("/organise/events/new")
                .route(read().to(new_event::ask))
                .post(new_event::create),
        )
        .service(event("", may_view_plan).route(read().to(overview::show)))
        .service(
            event("/details", may_edit_event)
                .route(read().to(details::ask))
                .post(details::change),
        )
        .service(
            event("/publication", may_edit_event)
                .route(read().to(publication::ask))
                .post(publication::publish),
        )
        .service(
            event("/cancellation", may_cancel_event)
                .route(read().to(cancellation::ask))
                .post(cancellation::cancel),
        )
        .service(
            event("/postponement", may_cancel_event)
                .route(read().to(postponement::ask))
                .post(postponement::postpone),
        )
        .service(
            event("/reinstatement", may_cancel_event)
                .route(read().to(reinstatement::ask))
                .post(reinstatement::reinstate),
        )
        .service(event("/bookings", may_manage_bookings).route(read().to(bookings::show)))
        .service(
            event("/bookings/{booking}/cancellation", may_manage_bookings)
                .route(read().to(booking::ask_cancellation))
                .post(booking::cancel),
        )
        .service(
            event("/bookings/{booking}/move", may_manage_bookings)
                .route(read().to(booking_move::ask))
                .post(booking_move::move_booking),
        )
        .configure(late)
        .service(
            event("/bookings/{booking}/claim", may_manage_bookings).post(booking::confirm_claim),
        )
        .service(
            event("/bookings/{booking}/slides", may_manage_bookings).post(booking::receive_slides),
        )
        .service(
            event("/bookings/{booking}/slides/removal", may_manage_bookings)
                .post(booking::take_slides_back),
        )
        .service(event("/fairness", may_view_plan).route(read().to(fairness::show)))
        .service(event("/feedback", may_manage_bookings).route(read().to(feedback::show)))
        .service(event("/fairness.zip", may_view_plan).route(read().to(fairness::zip)))
        .service(event("/slides", may_view_plan).route(read().to(slides::show)))
        .service(event("/slides/deadline", may_manage_bookings).post(slides::set_deadline))
        .service(event("/slides.zip", may_view_plan).route(read().to(slides::zip)))
        .service(
            event("/bookings/{booking}/note", may_manage_bookings)
                .route(read().to(run_note::of_booking))
                .post(run_note::set_of_booking),
        )
        .service(
            event("/team", may_manage_team)
                .route(read().to(people::team))
                .post(people::ask_team),
        )
        .service(event("/team/{seat}", may_manage_team).post(people::change_seat))
        .service(event("/team/{seat}/removal", may_manage_team).post(people::remove_seat))
        .service(
            event("/nominations/{nomination}/withdrawal", may_manage_team)
                .post(people::withdraw_team_nomination),
        )
        .service(
            event("/registrations", may_see_registrations).route(read().to(registrations::show)),
        )
        .service(
            event("/complaints", may_answer_complaints).route(read().to(complaints::list_event)),
        )
        .service(
            event("/complaints/{complaint}", may_answer_complaints)
                .route(read().to(complaints::show_event))
                .post(complaints::answer_event),
        )
        .service(event("/run-sheet", may_view_plan).route(read().to(run_sheet::show)))
        .service(event("/run-sheet.csv", may_view_plan).route(read().to(run_sheet::csv)))
        .service(event("/history", may_read_history).route(read().to(history::show)))
        .service(event("/history.csv", may_read_history).route(read().to(history::csv)))
        .service(event("/history.jsonl", may_read_history).route(read().to(history::json_lines)))
        .configure(slots_of)
        .configure(letters_of)
        .configure(programme_of)
        .configure(proposals_of);
}

/// Calling for proposals, scoring them, deciding and giving slots.
fn proposals_of(config: &mut ServiceConfig) {
    config
        .service(
            event("/call", may_decide_proposals)
                .route(read().to(call::ask))
                .post(call::save),
        )
        .service(event("/call/criteria", may_decide_proposals).post(call::criteria))
        .service(event("/call/publication", may_decide_proposals).post(call::publish))
        .service(event("/proposals", may_decide_proposals).route(read().to(proposals::show)))
        .service(
            event("/proposals/{proposal}", may_decide_proposals).route(read().to(proposal::show)),
        )
        .service(
            event("/proposals/{proposal}/decision", may_decide_proposals).post(proposal::decide),
        )
        .service(
            event("/proposals/{proposal}/shortlist", may_decide_proposals)
                .post(proposal::set_shortlisted),
        )
        .service(event("/proposals/{proposal}/claim", may_decide_proposals).post(proposal::settle))
        .service(event("/proposals/{proposal}/place", may_decide_proposals).post(placing::one))
        .service(
            event("/placing", may_decide_proposals)
                .route(read().to(placing::show))
                .post(placing::all),
        )
        .service(event("/assessing", may_assess).route(read().to(assessing::list)))
        .service(
            event("/assessing/{proposal}", may_assess)
                .route(read().to(assessing::show))
                .post(assessing::save),
        )
        .service(event("/assessing/{proposal}/conflict", may_assess).post(assessing::conflict));
}

/// Companies that cancel late, or did not appear.
fn late(config: &mut ServiceConfig) {
    config
        .service(
            event("/bookings/{booking}/late-cancellation", may_manage_bookings)
                .route(read().to(late_cancellation::ask))
                .post(late_cancellation::decide),
        )
        .service(
            event("/bookings/{booking}/no-show", may_manage_bookings)
                .post(late_cancellation::note_no_show),
        )
        .service(
            event("/bookings/{booking}/no-show/removal", may_manage_bookings)
                .post(late_cancellation::take_no_show_back),
        );
}

/// How the slots of an event are given, and who waits for one.
fn slots_of(config: &mut ServiceConfig) {
    config
        .service(
            event("/rules", may_edit_event)
                .route(read().to(rules::ask))
                .post(rules::set),
        )
        .service(event("/waiting", may_manage_bookings).route(read().to(waiting::show)))
        .service(
            event("/gift", may_manage_bookings)
                .route(read().to(waiting::ask_gift))
                .post(waiting::give),
        );
}

/// The letters of an event.
fn letters_of(config: &mut ServiceConfig) {
    config
        .service(event("/letters", may_see_letters).route(read().to(letters::show)))
        .service(event("/messages", may_see_letters).route(read().to(messages::list)))
        .service(
            event("/messages/new", may_see_letters)
                .route(read().to(messages::ask_new))
                .post(messages::create),
        )
        .service(event("/messages/{message}", may_see_letters).route(read().to(messages::show)))
        .service(
            event("/messages/{message}/text", may_see_letters)
                .route(read().to(messages::ask_text))
                .post(messages::change),
        )
        .service(event("/messages/{message}/trial", may_see_letters).post(messages::try_it))
        .service(event("/messages/{message}/sending", may_see_letters).post(messages::send))
        .service(event("/messages/{message}/stop", may_see_letters).post(messages::stop))
        .service(event("/messages/{message}/removal", may_see_letters).post(messages::remove))
        .service(event("/wordings", may_see_letters).route(read().to(wordings::list)))
        .service(event("/wordings/{wording}", may_see_letters).route(read().to(wordings::show)))
        .service(
            event("/wordings/{wording}/text", may_see_letters)
                .route(read().to(wordings::ask_text))
                .post(wordings::save),
        )
        .service(event("/wordings/{wording}/trial", may_see_letters).post(wordings::try_it))
        .service(event("/wordings/{wording}/use", may_see_letters).post(wordings::use_it))
        .service(event("/wordings/{wording}/removal", may_see_letters).post(wordings::revert))
        .service(
            event("/reminders", may_see_letters)
                .route(read().to(reminders::ask))
                .post(reminders::choose),
        )
        .service(event("/letters/{letter}/now", may_see_letters).post(letters::try_now))
        .service(event("/letters/{letter}/drop", may_see_letters).post(letters::drop_it));
}

/// Calendars of others.
fn imported(config: &mut ServiceConfig) {
    config
        .service(resource("/organise/calendars").route(read().to(calendars::list)))
        .service(
            resource("/organise/calendars/new")
                .route(read().to(calendars::ask_address))
                .post(calendars::import_address),
        )
        .service(
            resource("/organise/calendars/file")
                .route(read().to(calendars::ask_file))
                .post(calendars::import_file),
        )
        .service(resource("/organise/calendars/{calendar}").route(read().to(calendars::show)))
        .service(resource("/organise/calendars/{calendar}/fetching").post(calendars::fetch))
        .service(resource("/organise/calendars/{calendar}/removal").post(calendars::remove));
}

/// The programme of an event: planning and releasing it.
fn programme_of(config: &mut ServiceConfig) {
    config
        .service(event("/programme", may_view_plan).route(read().to(programme::show)))
        .service(event("/stages", may_change_programme).post(programme::add_stage))
        .service(
            event("/stages/{id}", may_change_programme)
                .route(read().to(stage::show))
                .post(stage::change),
        )
        .service(event("/stages/{id}/removal", may_change_programme).post(stage::remove))
        .service(
            event("/sessions/new", may_change_programme)
                .route(read().to(session::ask))
                .post(session::add),
        )
        .service(
            event("/sessions/{id}", may_change_programme)
                .route(read().to(session::show))
                .post(session::change),
        )
        .service(
            event("/sessions/{id}/note", may_change_programme)
                .route(read().to(run_note::of_session))
                .post(run_note::set_of_session),
        )
        .service(
            event("/sessions/{id}/place", may_change_programme)
                .route(read().to(place::ask))
                .post(place::place),
        )
        .service(event("/sessions/{id}/swap", may_change_programme).post(place::swap))
        .service(event("/programme/undo", may_change_programme).post(undo::undo))
        .service(event("/programme/redo", may_change_programme).post(undo::redo))
        .service(event("/sessions/{id}/removal", may_change_programme).post(session::remove))
        .service(
            event("/sessions/{id}/slots", may_change_programme)
                .route(read().to(slots::ask))
                .post(slots::make),
        )
        .service(event("/slots/{id}/withdrawal", may_change_programme).post(slots::withdraw))
        .service(event("/slots/{id}/mode", may_change_programme).post(slots::set_mode))
        .service(
            event("/release", may_change_programme)
                .route(read().to(release::ask))
                .post(release::release),
        )
        .service(event("/releases", may_view_plan).route(read().to(releases::show)))
        .service(
            event("/releases/{number}/reset", may_change_programme)
                .route(read().to(releases::ask))
                .post(releases::reset),
        )
        .service(
            event("/shift", may_change_programme)
                .route(read().to(shift::ask))
                .post(shift::shift),
        );
}

/// What goes from one event to another.
fn across_events(config: &mut ServiceConfig) {
    config
        .service(
            event("/copy", may_copy_event)
                .route(read().to(copy::ask))
                .post(copy::copy),
        )
        .service(
            event("/series", may_set_series)
                .route(read().to(series::ask))
                .post(series::choose),
        )
        .service(event("/series/text", may_set_series).post(series::change))
        .service(
            event("/venue", may_edit_event)
                .route(read().to(event_venue::show))
                .post(event_venue::take_over),
        )
        .service(event("/venue/keeping", may_keep_venue_of).post(event_venue::keep))
        .configure(imported)
        .service(resource("/organise/venues").route(read().to(venues::list)))
        .service(
            resource("/organise/venues/new")
                .route(read().to(venues::ask))
                .post(venues::keep),
        )
        .service(
            resource("/organise/venues/{venue}")
                .route(read().to(venues::show))
                .post(venues::change),
        );
}

/// An address below one event, and what it asks of whoever comes.
fn event(path: &str, may: fn(&Actor, &Event) -> bool) -> Resource {
    resource(format!("/organise/events/{{slug}}{path}")).app_data(Asks(may))
}
