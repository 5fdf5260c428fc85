use super::*;
use crate::event::any_event;
use crate::{OrganisationId, Region};
use chrono::TimeZone;
use chrono::Utc;

fn at(day: u32, hour: u32) -> Instant {
    Utc.with_ymd_and_hms(2027, 3, day, hour, 0, 0)
        .single()
        .expect("an instant")
}

fn profile(region: Option<Region>, size: Option<SizeBand>) -> Profile {
    Profile {
        organisation: OrganisationId::from(uuid::Uuid::from_u128(7)),
        version: 1,
        name: "Careloop".into(),
        company_number: None,
        parent_number: None,
        website: None,
        region,
        size,
        is_sole_trader: None,
        products: String::new(),
        themes: Vec::new(),
        identifiers: Vec::new(),
    }
}

#[test]
fn an_offer_lasts_as_the_rules_say_and_half_of_what_is_left_where_that_is_shorter() {
    let rules = BookingRules::default();
    let cut_off = at(10, 12);
    assert_eq!(rules.offer_until(at(1, 12), cut_off), Some(at(2, 12)));
    assert_eq!(rules.offer_until(at(10, 4), cut_off), Some(at(10, 8)));
    let minutes = |n| cut_off - Duration::minutes(n);
    assert_eq!(
        rules.offer_until(minutes(40), cut_off),
        Some(minutes(10)),
        "nobody has less than half an hour to answer"
    );
    assert_eq!(rules.offer_until(minutes(30), cut_off), Some(cut_off));
    assert_eq!(rules.offer_until(minutes(29), cut_off), None);
    assert_eq!(
        rules.offer_until(cut_off + Duration::hours(1), cut_off),
        None
    );
}

#[test]
fn held_back_slots_are_for_whom_the_rules_name_until_everybody_may_have_them() {
    let event = any_event();
    let rules = BookingRules {
        held_back_for: vec![HeldBackFor::Local, HeldBackFor::Small],
        held_back_until: Some(at(5, 9)),
        ..BookingRules::default()
    };
    let gives = |rules: &BookingRules, profile: Option<&Profile>, has_pitched, now| {
        let company = CompanyStanding {
            profile,
            has_pitched,
        };
        rules.gives_held_back(&event, company, now)
    };
    let local = profile(Some(Region::London), Some(SizeBand::Large));
    let small = profile(Some(Region::Wales), Some(SizeBand::Small));
    let neither = profile(Some(Region::Wales), Some(SizeBand::Medium));
    let silent = profile(None, None);
    assert!(gives(&rules, Some(&local), true, at(4, 9)));
    assert!(gives(&rules, Some(&small), true, at(4, 9)));
    assert!(!gives(&rules, Some(&neither), false, at(4, 9)));
    assert!(!gives(&rules, Some(&silent), false, at(4, 9)));
    assert!(!gives(&rules, None, false, at(4, 9)));
    assert!(gives(&rules, None, true, at(5, 9)), "open to everybody");
    let new = BookingRules {
        held_back_for: vec![HeldBackFor::NewHere],
        ..BookingRules::default()
    };
    assert!(gives(&new, None, false, at(4, 9)));
    assert!(!gives(&new, None, true, at(4, 9)));
}

#[test]
fn companies_book_held_back_slots_only_where_the_rules_say_for_whom_they_are() {
    let none = BookingRules::default();
    assert!(!none.offers(SlotMode::HeldBack, at(1, 9)));
    assert!(none.offers(SlotMode::Open, at(1, 9)));
    assert!(!none.offers(SlotMode::Curated, at(1, 9)));
    let opened = BookingRules {
        held_back_until: Some(at(5, 9)),
        ..BookingRules::default()
    };
    assert!(!opened.offers(SlotMode::HeldBack, at(4, 9)));
    assert!(opened.offers_to_all(SlotMode::HeldBack, at(5, 9)));
    let some = BookingRules {
        held_back_for: vec![HeldBackFor::Local],
        ..BookingRules::default()
    };
    assert!(some.offers(SlotMode::HeldBack, at(1, 9)));
    assert!(!some.offers_to_all(SlotMode::HeldBack, at(1, 9)));
}

#[test]
fn the_published_rules_say_everything_that_a_company_is_judged_by() {
    let mut event = any_event();
    event.organiser_name = "Transport North".into();
    event.company_limit = 2;
    event.booking.opens_at = Some(at(1, 9));
    event.booking.closes_at = at(20, 17);
    let rules = BookingRules {
        hold_minutes: 15,
        series_limit: Some(3),
        cancel_hours: 72,
        offer_hours: 1,
        waiting_order: WaitingOrder::NewFirst,
        held_back_for: vec![HeldBackFor::NewHere, HeldBackFor::Local, HeldBackFor::Small],
        small_is: SizeBand::Micro,
        held_back_until: Some(at(10, 9)),
        no_show_months: 6,
        text: "Lots are drawn among equals.\n\nAsk us.".into(),
    };
    assert_eq!(
        rules.published(&event, true),
        [
            "Slots are booked first come, first served, from 9am on Monday 1 March 2027, until 5pm on Saturday 20 \
             March 2027.",
            "A slot is kept for 15 minutes while its form is filled in; once, for as long again.",
            "A company, or a group of companies, has 2 slots at most.",
            "Over the whole series it has 3 slots at most.",
            "Held-back slots are for companies that never pitched at a day here before, or are based in London, or \
             have fewer than 10 people. What is left of them is open to everybody from 9am on Wednesday 10 March 2027.",
            "When all slots are taken there is a waiting list: companies that never pitched at a day here before come \
             first, and whoever asked first among equals. A freed slot is offered to the first whom it fits, for an \
             hour at most, and for half of the time that is left before booking closes where that is shorter.",
            "A company may cancel until 3 days before its pitch; after that it asks the organiser.",
            "A company that does not appear may not book at days of Transport North for 6 months.",
            "Lots are drawn among equals.",
            "Ask us.",
        ]
    );
    assert!(
        !rules
            .published(&event, false)
            .iter()
            .any(|said| said.contains("series")),
        "an event outside a series has no limit over one"
    );
}

#[test]
fn a_company_cancels_by_itself_until_the_cut_off() {
    let rules = BookingRules {
        cancel_hours: 48,
        ..BookingRules::default()
    };
    assert_eq!(rules.cancel_until(at(5, 10)), at(3, 10));
    assert_eq!(BookingRules::default().cancel_until(at(5, 10)), at(5, 10));
}
