//! Every address is where it was promised.

use super::Links;

fn links() -> Links {
    Links::new(&"https://marketday.example/".parse().expect("an address"))
}

#[test]
fn filters_stand_behind_the_address_of_a_feed() {
    assert_eq!(
        Links::with_query(&Links::feed_all(), &[]),
        "/calendar/all.ics"
    );
    let pairs = [("near", "wales".into()), ("theme", "waste".into())];
    assert_eq!(
        Links::with_query(&Links::feed_all(), &pairs),
        "/calendar/all.ics?near=wales&theme=waste"
    );
    assert_eq!(Links::feed_near("wales"), "/calendar/near/wales.ics");
    assert_eq!(Links::feed_organiser(&"id"), "/calendar/organisers/id.ics");
}

#[test]
fn every_address_of_the_journey_is_where_it_was_promised() {
    let id = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
    let all = [
        Links::home(None, None),
        Links::home(Some("wales"), None),
        Links::home(None, Some("waste")),
        Links::home(Some("wales"), Some("waste")),
        Links::event("a-day"),
        Links::programme("a-day"),
        Links::changes("a-day"),
        Links::feed_changes("a-day"),
        Links::programme_release("a-day", 2),
        Links::slots("a-day"),
        Links::registration("a-day"),
        Links::withdrawal(&id),
        Links::slot_hold(&id),
        Links::slot_booking(&id),
        Links::booking(&id),
        Links::booking_cancellation(&id),
        Links::booking_claim(&id),
        Links::sign_in_then("/my"),
        Links::sign_in_code(),
        Links::sign_in_link(&id, "t0ken"),
        Links::sign_in_provider(&"entra"),
        Links::sign_in_provider_return(&"entra"),
        Links::my_providers(),
        Links::my_provider_removal(&id),
        Links::my_sign_in_end(&id),
        Links::my_email_code(),
        Links::my_email_undo(&id, "t0ken"),
        Links::feed_all(),
        Links::feed_region("wales"),
        Links::feed_theme("waste"),
        Links::feed_event("a-day"),
        Links::my_letters(),
        Links::complaint(),
        Links::complaint_about("a-day"),
        Links::organise_complaints("a-day"),
        Links::organise_complaint("a-day", &id),
        Links::administer_complaints(),
        Links::administer_complaint(&id),
        Links::attendees("a-day"),
        Links::listing(&id),
        Links::organise_new(),
        Links::organise_event("a-day"),
        Links::organise_team("a-day"),
        Links::organise_seat("a-day", &id),
        Links::organise_seat_removal("a-day", &id),
        Links::organise_nomination_withdrawal("a-day", &id),
        Links::profile(&id),
        Links::profile_documents(&id),
        Links::profile_document_removal(&id, &id),
        Links::members(&id),
        Links::member(&id, &id),
        Links::member_removal(&id, &id),
        Links::member_nomination_withdrawal(&id, &id),
        Links::nomination(&id),
        Links::organise_details("a-day"),
        Links::organise_programme("a-day"),
        Links::organise_stages("a-day"),
        Links::organise_new_session("a-day"),
        Links::organise_session("a-day", &id),
        Links::organise_session_removal("a-day", &id),
        Links::organise_slots("a-day", &id),
        Links::organise_slot_withdrawal("a-day", &id),
        Links::organise_slot_mode("a-day", &id),
        Links::organise_new_from("half-day"),
        Links::organise_copy("a-day"),
        Links::series("a-series"),
        Links::feed_series("a-series"),
        Links::organise_series("a-day"),
        Links::organise_series_text("a-day"),
        Links::organise_publication("a-day"),
        Links::organise_release("a-day"),
        Links::organise_releases("a-day"),
        Links::organise_reset("a-day", 2),
        Links::organise_shift("a-day"),
        Links::organise_cancellation("a-day"),
        Links::organise_postponement("a-day"),
        Links::organise_reinstatement("a-day"),
        Links::organise_bookings("a-day"),
        Links::organise_booking_cancellation("a-day", &id),
        Links::organise_booking_claim("a-day", &id),
        Links::organise_registrations("a-day"),
        Links::organise_run_sheet("a-day"),
        Links::organise_run_sheet_draft("a-day"),
        Links::organise_run_sheet_file("a-day", false),
        Links::organise_run_sheet_file("a-day", true),
        Links::organise_history("a-day"),
        Links::organise_history_file("a-day", "csv"),
        Links::administer_search("acme care"),
        Links::administer_organisation(&id),
        Links::administer_group(&id),
        Links::administer_merger(&id),
        Links::administer_merger_into(&id, &id),
        Links::organisation_history(&id),
        Links::administer_audit(),
        Links::administer_audit_file("csv"),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn letters_are_chosen_and_news_is_asked_for_without_signing_in() {
    let all = [
        Links::letters("t0ken"),
        Links::news(None, None),
        Links::news(Some("wales"), Some("waste")),
        Links::news_confirmation(&7, "t0ken"),
    ];
    let expected = "/letters/t0ken /news /news?region=wales&theme=waste /news/confirmation/7/t0ken";
    assert_eq!(all.join(" "), expected);
}

#[test]
fn the_addresses_that_every_page_may_lead_to_are_where_they_were_promised() {
    assert_eq!(
        Links::fixed().map(|(_, path)| path).join(" "),
        "/ /calendar /news /my /my/calendars /organise /sign-in /sign-out /dev/mail /privacy /my/data /administer/organisations /administer/audit /administer/complaints /my/sign-ins /my/email"
    );
}

#[test]
fn where_a_booking_goes_is_below_it() {
    let all = [
        Links::booking_move(&7),
        Links::booking_swap(&7),
        Links::swap(&7),
        Links::organise_booking_move("a-day", &7),
        Links::booking_contact(&7),
        Links::booking_cancellation_withdrawal(&7),
        Links::organise_booking_late("a-day", &7),
        Links::organise_booking_no_show("a-day", &7),
        Links::organise_booking_no_show_removal("a-day", &7),
    ];
    assert_eq!(
        all.join(" "),
        "/bookings/7/move /bookings/7/swap /swaps/7 /organise/events/a-day/bookings/7/move \
         /bookings/7/contact /bookings/7/cancellation/withdrawal /organise/events/a-day/bookings/7/late-cancellation \
         /organise/events/a-day/bookings/7/no-show /organise/events/a-day/bookings/7/no-show/removal"
    );
}

#[test]
fn slides_and_the_fairness_record_are_below_their_booking_and_their_event() {
    let all = [
        Links::booking_slides(&7),
        Links::booking_slides_version(&7, &8),
        Links::booking_slides_removal(&7, &8),
        Links::pitch_slides("a-day", &7),
        Links::organise_slides("a-day"),
        Links::organise_slides_deadline("a-day"),
        Links::organise_slides_file("a-day"),
        Links::organise_fairness("a-day"),
        Links::organise_fairness_file("a-day"),
    ];
    assert_eq!(
        all.join(" "),
        "/bookings/7/slides /bookings/7/slides/8 /bookings/7/slides/8/removal /events/a-day/slides/7 \
         /organise/events/a-day/slides /organise/events/a-day/slides/deadline /organise/events/a-day/slides.zip \
         /organise/events/a-day/fairness /organise/events/a-day/fairness.zip"
    );
}

#[test]
fn imported_calendars_are_below_the_organisers_pages() {
    let all = [
        Links::organise_calendars(),
        Links::organise_new_calendar(),
        Links::organise_calendar_file(),
        Links::organise_calendar(&7),
        Links::organise_calendar_fetching(&7),
        Links::organise_calendar_removal(&7),
    ];
    assert_eq!(
        all.join(" "),
        "/organise/calendars /organise/calendars/new /organise/calendars/file /organise/calendars/7 \
         /organise/calendars/7/fetching /organise/calendars/7/removal"
    );
}

#[test]
fn venues_are_below_the_organisers_pages() {
    let all = [
        Links::organise_venues(),
        Links::organise_new_venue(),
        Links::organise_venue(&7),
        Links::organise_event_venue("a-day"),
        Links::organise_venue_keeping("a-day"),
    ];
    assert_eq!(
        all.join(" "),
        "/organise/venues /organise/venues/new /organise/venues/7 /organise/events/a-day/venue \
         /organise/events/a-day/venue/keeping"
    );
}

#[test]
fn letters_get_absolute_addresses() {
    assert_eq!(
        links().absolute(&Links::event("a-day")),
        "https://marketday.example/events/a-day"
    );
    let local = Links::new(&"http://127.0.0.1:8080".parse().expect("an address"));
    assert_eq!(local.absolute(&Links::my()), "http://127.0.0.1:8080/my");
}

#[test]
fn a_feed_can_be_subscribed_to_in_three_ways() {
    let feed = Links::feed_region("wales");
    assert_eq!(
        links().webcal(&feed),
        "webcal://marketday.example/calendar/regions/wales.ics"
    );
    assert_eq!(
        links().google(&feed),
        "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fmarketday.example%2Fcalendar%2Fregions%2Fwales.ics"
    );
    assert_eq!(
        links().outlook(&feed, "Market days: Wales"),
        "https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2Fmarketday.example%2Fcalendar%2Fregions%2Fwales.ics&name=Market%20days%3A%20Wales"
    );
}
