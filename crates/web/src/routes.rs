//! The table of addresses.

use crate::app::App;
use crate::extract::uploaded::Takes;
use crate::pages::{
    administer, agenda, assets, attendees, audit, booking, calendar, change_log, complaints, dev,
    event, feedback, health, home, letters, my, my_calendars, my_data, my_email, my_providers,
    my_sign_ins, news, organise, people, personal_feed, privacy, programme, programme_seen,
    proposals, provider, registration, series, sign_in, slots, subscribe, waiting,
};
use actix_web::http::header;
use actix_web::web::{self, ServiceConfig, resource};
use actix_web::{HttpResponse, Route, guard};

/// Passkeys, where the public address allows them.
#[cfg(feature = "passkeys")]
fn passkeys(config: &mut ServiceConfig) {
    use crate::pages::{passkeys, sign_in_passkey};
    config
        .service(
            resource("/my/passkeys")
                .route(read().to(passkeys::show))
                .post(passkeys::add),
        )
        .service(resource("/my/passkeys/challenge").post(passkeys::challenge))
        .service(resource("/my/passkeys/prompt").post(passkeys::dismiss))
        .service(
            resource("/my/passkeys/{id}/removal")
                .route(read().to(passkeys::ask_removal))
                .post(passkeys::remove),
        )
        .service(resource("/sign-in/passkey").post(sign_in_passkey::sign_in))
        .service(resource("/sign-in/passkey/challenge").post(sign_in_passkey::challenge));
}

/// What becomes of a booking.
fn bookings(config: &mut ServiceConfig) {
    config
        .service(
            resource("/bookings/{id}")
                .route(read().to(booking::show_booked))
                .post(booking::change),
        )
        .service(
            resource("/bookings/{id}/cancellation")
                .route(read().to(booking::ask_cancellation))
                .post(booking::cancel),
        )
        .service(
            resource("/bookings/{id}/move")
                .route(read().to(booking::ask_move))
                .post(booking::move_booking),
        )
        .service(
            resource("/bookings/{id}/cancellation/withdrawal").post(booking::withdraw_cancellation),
        )
        .service(
            resource("/bookings/{id}/contact")
                .route(read().to(booking::ask_contact))
                .post(booking::hand_over),
        )
        .service(
            resource("/bookings/{id}/swap")
                .route(read().to(booking::ask_swap))
                .post(booking::propose_swap),
        )
        .service(
            resource("/swaps/{id}")
                .route(read().to(booking::show_swap))
                .post(booking::answer_swap),
        )
        .service(
            resource("/bookings/{id}/claim")
                .route(read().to(booking::ask_claim))
                .post(booking::answer_claim),
        );
}

/// What an event looks for, and what a company proposes.
fn proposed(config: &mut ServiceConfig) {
    config
        .service(resource("/events/{slug}/proposals").route(read().to(proposals::show_call)))
        .service(
            resource("/events/{slug}/proposals/new")
                .route(read().to(proposals::show))
                .post(proposals::create),
        )
        .service(
            resource("/proposals/{proposal}")
                .route(read().to(proposals::show_own))
                .post(proposals::change),
        )
        .service(
            resource("/proposals/{proposal}/withdrawal")
                .route(read().to(proposals::ask_withdrawal))
                .post(proposals::withdraw),
        )
        .service(resource("/proposals/{proposal}/confirmation").post(proposals::confirm))
        .service(resource("/proposals/{proposal}/claim").post(proposals::settle));
}

/// What is kept of whom, and what somebody decides about their own.
fn own_data(config: &mut ServiceConfig) {
    config
        .service(
            resource("/my/letters")
                .route(read().to(letters::show))
                .post(letters::save),
        )
        .service(
            resource("/feedback/{token}")
                .route(read().to(feedback::show))
                .post(feedback::give),
        )
        .service(
            resource("/letters/{token}")
                .route(read().to(letters::show_by_link))
                .post(letters::save_by_link),
        )
        .service(
            resource("/news")
                .route(read().to(news::show))
                .post(news::ask),
        )
        .service(
            resource("/news/confirmation/{id}/{token}")
                .route(read().to(news::ask_confirmation))
                .post(news::confirm),
        )
        .service(
            resource("/unsubscribe/{token}")
                .route(read().to(letters::ask_unsubscribe))
                .post(letters::unsubscribe_now),
        )
        .service(resource("/my/data").route(read().to(my_data::show)))
        .service(resource("/my/data/download").post(my_data::download))
        .service(
            resource("/my/data/erasure")
                .route(read().to(my_data::ask_erasure))
                .post(my_data::erase_me),
        )
        .service(resource("/events/{slug}/attendees").route(read().to(attendees::show)))
        .service(resource("/registrations/{id}/listing").post(attendees::change))
        .service(
            resource("/privacy/complaint")
                .route(read().to(complaints::ask))
                .post(complaints::send),
        )
        .service(resource("/administer/complaints").route(read().to(complaints::list_service)))
        .service(
            resource("/administer/complaints/{id}")
                .route(read().to(complaints::show_service))
                .post(complaints::answer_service),
        )
        .service(resource("/privacy").route(read().to(privacy::show)))
        .service(resource("/events/{slug}/privacy").route(read().to(privacy::show_event)));
}

/// What people have chosen of a programme.
fn agenda_of(config: &mut ServiceConfig) {
    config
        .service(
            resource("/events/{slug}/agenda")
                .route(read().to(agenda::show))
                .post(agenda::choose_letters),
        )
        .service(resource("/events/{slug}/agenda/{session}").post(agenda::add))
        .service(resource("/events/{slug}/agenda/{session}/removal").post(agenda::remove));
}

/// The slides of pitches.
fn slides(config: &mut ServiceConfig) {
    config
        .service(
            resource("/bookings/{id}/slides")
                .app_data(Takes::Slides)
                .route(read().to(booking::show_slides))
                .post(booking::send_slides),
        )
        .service(
            resource("/bookings/{id}/slides/{version}").route(read().to(booking::download_slides)),
        )
        .service(resource("/bookings/{id}/slides/{version}/removal").post(booking::remove_slides))
        .service(
            resource("/events/{slug}/slides/{booking}")
                .route(read().to(booking::download_published_slides)),
        );
}

/// What those who run the installation do.
fn administration(config: &mut ServiceConfig) {
    config
        .service(resource("/administer/audit").route(read().to(audit::show)))
        .service(resource("/administer/audit.csv").route(read().to(audit::csv)))
        .service(resource("/administer/audit.jsonl").route(read().to(audit::json_lines)))
        .service(resource("/administer/organisations").route(read().to(administer::list)))
        .service(resource("/administer/organisations/{id}").route(read().to(administer::show)))
        .service(resource("/administer/organisations/{id}/group").post(administer::set_group))
        .service(
            resource("/administer/organisations/{id}/merger")
                .route(read().to(administer::ask_merger))
                .post(administer::merge),
        );
}

/// Calendars of somebody's own.
fn own_calendars(config: &mut ServiceConfig) {
    config
        .service(
            resource("/my/calendars")
                .route(read().to(my_calendars::show))
                .post(my_calendars::add),
        )
        .service(resource("/my/calendars/{id}").route(read().to(my_calendars::show_one)))
        .service(resource("/my/calendars/{id}/renewal").post(my_calendars::renew))
        .service(resource("/my/calendars/{id}/revocation").post(my_calendars::revoke));
}

/// Where somebody is signed in, and their address.
fn own_sign_ins(config: &mut ServiceConfig) {
    config
        .service(
            resource("/my/sign-ins")
                .route(read().to(my_sign_ins::show))
                .post(my_sign_ins::end_several),
        )
        .service(resource("/my/sign-ins/{id}/end").post(my_sign_ins::end_one))
        .service(
            resource("/my/email")
                .route(read().to(my_email::show))
                .post(my_email::ask),
        )
        .service(resource("/my/email/code").post(my_email::check))
        .service(
            resource("/my/email/undo/{id}/{token}")
                .route(read().to(my_email::show_undo))
                .post(my_email::undo),
        );
}

/// Who belongs to an organisation, and joining it or a team.
fn memberships(config: &mut ServiceConfig) {
    config
        .service(
            resource("/organisations/{id}/members")
                .route(read().to(people::members))
                .post(people::ask_member),
        )
        .service(resource("/organisations/{id}/history").route(read().to(people::history)))
        .service(resource("/organisations/{id}/members/{membership}").post(people::change_member))
        .service(
            resource("/organisations/{id}/members/{membership}/removal")
                .post(people::remove_member),
        )
        .service(
            resource("/organisations/{id}/nominations/{nomination}/withdrawal")
                .post(people::withdraw_member_nomination),
        )
        .service(
            resource("/nominations/{id}")
                .route(read().to(people::nomination))
                .post(people::accept_nomination),
        );
}

/// What a company says of itself.
fn profiles(config: &mut ServiceConfig) {
    config
        .service(
            resource("/organisations/{id}/profile")
                .route(read().to(people::profile))
                .post(people::change_profile),
        )
        .service(resource("/organisations/{id}/profile/documents").post(people::add_document))
        .service(
            resource("/organisations/{id}/profile/documents/{document}/removal")
                .post(people::remove_document),
        );
}

/// Other organisations' accounts.
fn providers(config: &mut ServiceConfig) {
    config
        .service(resource("/my/providers").route(read().to(my_providers::show)))
        .service(
            resource("/my/providers/{id}/removal")
                .route(read().to(my_providers::ask_removal))
                .post(my_providers::remove),
        )
        .service(resource("/sign-in/providers/{name}").post(provider::start))
        .service(
            resource("/sign-in/providers/{name}/return")
                .route(read().to(provider::show_return))
                .post(provider::finish),
        );
}

/// Calendars to subscribe to.
fn feeds(config: &mut ServiceConfig) {
    config
        .service(resource("/calendar").route(read().to(subscribe::show)))
        .service(
            resource("/calendar/all.ics")
                .route(read().to(calendar::all))
                .default_service(no_change()),
        )
        .service(
            resource("/calendar/regions/{name}.ics")
                .route(read().to(calendar::region))
                .default_service(no_change()),
        )
        .service(
            resource("/calendar/near/{name}.ics")
                .route(read().to(calendar::near))
                .default_service(no_change()),
        )
        .service(
            resource("/calendar/themes/{name}.ics")
                .route(read().to(calendar::theme))
                .default_service(no_change()),
        )
        .service(
            resource("/calendar/organisers/{organiser}.ics")
                .route(read().to(calendar::organiser))
                .default_service(no_change()),
        )
        .service(
            resource("/calendar/own/{token}.ics")
                .route(read().to(personal_feed::show))
                .default_service(no_change()),
        )
        .service(
            resource("/series/{series}.ics")
                .route(read().to(calendar::series))
                .default_service(no_change()),
        )
        .service(
            resource("/events/{slug}/calendar.ics")
                .route(read().to(calendar::programme))
                .default_service(no_change()),
        );
}

/// Says to whoever would change a feed that it can only be read.
fn no_change() -> Route {
    web::to(|| async {
        let mut answer = HttpResponse::MethodNotAllowed();
        answer.insert_header((header::ALLOW, "GET, HEAD"));
        answer.finish()
    })
}

/// Every address of the product. The organisers' are in [`organise`]; a demonstration has some more.
pub(crate) fn configure(config: &mut ServiceConfig, app: &App) {
    config
        .configure(feeds)
        .service(resource("/").route(read().to(home::show)))
        .service(resource("/events/{slug}").route(read().to(event::show)))
        .service(resource("/events/{slug}/programme").route(read().to(programme::show)))
        .configure(agenda_of)
        .service(resource("/events/{slug}/programme/seen").post(programme_seen::mark))
        .service(
            resource("/events/{slug}/releases/{number}").route(read().to(programme::show_release)),
        )
        .service(resource("/events/{slug}/changes").route(read().to(change_log::show)))
        .service(resource("/events/{slug}/changes.atom").route(read().to(change_log::atom)))
        .service(resource("/series/{series}").route(read().to(series::show)))
        .service(resource("/events/{slug}/slots").route(read().to(slots::show)))
        .service(
            resource("/events/{slug}/registration")
                .route(read().to(registration::show))
                .post(registration::create),
        )
        .service(
            resource("/registrations/{id}/withdrawal")
                .route(read().to(registration::ask_withdrawal))
                .post(registration::withdraw),
        )
        .service(
            resource("/events/{slug}/waiting")
                .route(read().to(waiting::ask))
                .post(waiting::join),
        )
        .service(resource("/waiting/{id}").route(read().to(waiting::show)))
        .service(resource("/waiting/{id}/acceptance").post(waiting::accept))
        .service(resource("/waiting/{id}/leaving").post(waiting::leave))
        .service(resource("/slots/{id}/hold").post(booking::hold))
        .service(resource("/slots/{id}/hold/extension").post(booking::extend))
        .service(
            resource("/slots/{id}/booking")
                .route(read().to(booking::show))
                .post(booking::create),
        )
        .configure(slides)
        .service(resource("/my").route(read().to(my::show)))
        .service(
            resource("/sign-in")
                .route(read().to(sign_in::show))
                .post(sign_in::ask),
        )
        .service(resource("/sign-in/code").post(sign_in::check))
        .service(
            resource("/sign-in/link/{id}/{token}")
                .route(read().to(sign_in::show_link))
                .post(sign_in::follow_link),
        )
        .service(resource("/sign-out").post(sign_in::sign_out))
        .service(resource("/healthz").route(read().to(health::alive)))
        .service(resource("/readyz").route(read().to(health::ready)))
        .service(resource("/robots.txt").route(read().to(assets::robots)))
        .service(resource("/assets/{print}/{name}").route(read().to(assets::asset)))
        .configure(bookings)
        .configure(proposed)
        .configure(own_data)
        .configure(own_calendars)
        .configure(own_sign_ins)
        .configure(memberships)
        .configure(profiles)
        .configure(providers)
        .configure(administration)
        .configure(organise::configure);
    #[cfg(feature = "passkeys")]
    if app.passkeys.is_some() {
        passkeys(config);
    }
    if app.settings.demo.is_some() {
        config
            .service(resource("/dev/mail").route(read().to(dev::list)))
            .service(resource("/dev/mail/{name}").route(read().to(dev::show)))
            .service(resource("/dev/mail/{name}/html").route(read().to(dev::html)))
            .service(
                resource("/dev/sign-in/{person}/{token}")
                    .route(read().to(dev::show_sign_in))
                    .post(dev::sign_in),
            );
    }
}

/// A page: GET, and HEAD for those who only ask whether it is there.
pub(crate) fn read() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}
