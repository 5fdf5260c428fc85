//! A day with everybody who could want something of it: whoever may and whoever may not, each with a browser.

use super::town_calendar::imports_calendar;
use super::town_feedback::says;
use super::town_proposals::{calls, proposes};
use super::town_slides::sends_slides;
use crate::app::people::{but, careloop, delegate};
use crate::app::{Browser, TestApp};
use marketday_accounts::{NewComplaint, add_administrator, add_organiser, complain, nominate};
use marketday_booking::{PitchText, SwapRequest, WaitOutcome, WaitRequest, propose_swap, wait};
use marketday_model::code::CodeCheck;
use marketday_model::message::{Audience, Whom};
use marketday_model::notice::Subject;
use marketday_model::permission::Actor;
use marketday_model::waiting::Wish;
use marketday_model::{
    Booking, BookingId, ComplaintId, EmailAddress, Event, EventId, EventState, ImportedCalendarId,
    KeptVenueId, Membership, MembershipId, MembershipState, MessageId, Nominated, NominationId,
    NoticeId, OrganisationId, Proposal, ProposalId, Registration, RegistrationId, Role, Seat,
    SeatId, SeatScope, SlidesId, StandardLetter, SwapId, TeamRole, Theme, Waiting, WaitingId,
};
use marketday_scheduling::{
    MessageText, SeriesText, WordingText, keep_venue_of, make_series, save_wording, write_message,
};
use marketday_store::{
    Rx, StoreError, bookings, events, memberships, notices, people, proposals, registrations,
    swaps, teams, waiting,
};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Day, World};

pub(super) const SLUG: &str = "care-day-2027";
pub(super) const SERIES: &str = "care-on-the-road";
pub(super) const DRAFT: &str = "harbour-day-2027";

/// Somebody, and in which column of the table of rights at an event in `docs/security.md` they stand.
pub(super) struct Someone<'a> {
    pub(super) who: &'static str,
    pub(super) column: &'static str,
    pub(super) browser: Browser<'a>,
    /// What the database says of them; none of a stranger.
    pub(super) known: Option<(EmailAddress, Actor)>,
}

/// Who they are, with what address they sign in, and their column.
type Part = (&'static str, &'static str, &'static str);

const ELSE: &str = "anybody else";
const COMPANY: &str = "amina@careloop.example";
const CLAIMANT: &str = "joe@mail.example";
const OTHER_COMPANY: &str = "ada@gaitwell.example";
const DELEGATE: &str = "rhys.bevan@darlington.example";
const OTHER_DELEGATE: &str = "mo.khan@hartlepool.example";
const MEMBER: &str = "bea@careloop.example";
const ASSISTANT: &str = "cal@careloop.example";
const BODY_ASSISTANT: &str = "assistant@north.example";
const OWNER_ELSEWHERE: &str = "elsewhere@north.example";
const RIVAL: &str = "rival@south.example";
const ADMINISTRATOR: &str = "root@operator.example";
const ASKED: &str = "somebody@else.example";
const LOOKS_ON: &str = "viewer@north.example";
const ASSESSOR: &str = "assessor@north.example";
const EDITS_ALL: &str = "edits-all@north.example";

/// Seats at the day, for one person each.
const SEATED: [(&str, TeamRole); 6] = [
    ("owner@north.example", TeamRole::Owner),
    ("editor@north.example", TeamRole::Editor),
    ("programme@north.example", TeamRole::Programme),
    ("door@north.example", TeamRole::FrontDesk),
    (LOOKS_ON, TeamRole::Viewer),
    (ASSESSOR, TeamRole::Assessor),
];

/// Everybody. Those who book or register come first: they sign in by it.
const PEOPLE: [Part; 22] = [
    ("a stranger", "", ELSE),
    ("the company", COMPANY, ELSE),
    ("the delegate", DELEGATE, ELSE),
    ("the organiser", "organiser@north.example", "owner"),
    ("another organiser", RIVAL, ELSE),
    ("whoever claims to be of the company", CLAIMANT, ELSE),
    ("the other company", OTHER_COMPANY, ELSE),
    ("the other delegate", OTHER_DELEGATE, ELSE),
    ("a member of the company", MEMBER, ELSE),
    ("an assistant of the company", ASSISTANT, ELSE),
    (
        "an assistant of the organising body",
        BODY_ASSISTANT,
        "owner",
    ),
    ("an owner of the day", SEATED[0].0, "owner"),
    ("an editor", SEATED[1].0, "editor"),
    ("a maker of the programme", SEATED[2].0, "programme"),
    ("somebody of the front desk", SEATED[3].0, "front desk"),
    ("a viewer", LOOKS_ON, "viewer"),
    ("an assessor", ASSESSOR, "assessor"),
    ("an editor of all of the body's days", EDITS_ALL, "editor"),
    ("an owner of the body's other day", OWNER_ELSEWHERE, ELSE),
    ("the administrator", ADMINISTRATOR, "platform administrator"),
    ("whoever is asked to join", ASKED, ELSE),
    ("somebody who only signed in", "nobody@else.example", ELSE),
];

/// The day, and what hangs on it.
pub(super) struct Town<'a> {
    pub(super) event: Event,
    /// A draft of the same body.
    pub(super) draft: Event,
    pub(super) people: Vec<Someone<'a>>,
    pub(super) company: OrganisationId,
    pub(super) membership: Membership,
    pub(super) nomination: NominationId,
    other_company: OrganisationId,
    day: Day,
    booking: BookingId,
    claimed: BookingId,
    registration: RegistrationId,
    seat: SeatId,
    asked_company: NominationId,
    venue: KeptVenueId,
    calendar: ImportedCalendarId,
    swap: SwapId,
    proposal: ProposalId,
    waiting: WaitingId,
    complaint: ComplaintId,
    complaint_of_service: ComplaintId,
    slides: SlidesId,
    letter: NoticeId,
    message: MessageId,
}

pub(super) fn address(text: &str) -> EmailAddress {
    text.parse().expect("an address")
}

/// What is read for a test, which the database answers.
fn read<T>(app: &TestApp, job: impl Fn(&mut Rx<'_>) -> Result<T, StoreError>) -> T {
    app.world.store.read(job).expect("the database answers")
}

/// The id in a path like `/bookings/{id}`.
fn id_in<T: std::str::FromStr>(path: &str) -> T {
    let id = path.split(['/', '?']).nth(2).unwrap_or_default();
    id.parse().unwrap_or_else(|_| panic!("an id in {path}"))
}

impl<'a> Town<'a> {
    pub(super) fn of(app: &'a TestApp) -> Self {
        let world = &app.world;
        let day = app.published_day(4);
        let (event, draft) = two_events(world, &day);
        let browsers: Vec<Browser<'a>> = PEOPLE.iter().map(|_| app.browser()).collect();
        let by = |email: &str| {
            let place = PEOPLE.iter().position(|(_, theirs, _)| *theirs == email);
            &browsers[place.expect("somebody of the town")]
        };
        browsers[0].visit("/sign-in");
        let books = |email, company, slot: usize| {
            let typed = [("email", email), ("company", company), ("website", "")];
            let page = by(email).books(day.slots[slot].id, &but(careloop(), &typed));
            id_in::<BookingId>(&page.path)
        };
        let booking = books(COMPANY, "Careloop", 0);
        let claimed = books(CLAIMANT, "Careloop", 2);
        let other = books(OTHER_COMPANY, "Gaitwell", 3);
        let registers = |email| {
            let page = by(email).registers(SLUG, &but(delegate(), &[("email", email)]));
            id_in::<RegistrationId>(&page.link("Withdraw your registration"))
        };
        let registration = registers(DELEGATE);
        registers(OTHER_DELEGATE);
        let company = read(app, |rx| bookings::find(rx, booking)).expect("it");
        let company = company.company;
        let other = read(app, |rx| bookings::find(rx, other)).expect("it");
        join(world, company, &event, &draft);
        let membership = read(app, |rx| memberships::list_of_organisation(rx, company));
        let amina = world.person(COMPANY).id;
        let membership = membership.into_iter().find(|tie| tie.person == amina);
        let viewer = world.person(LOOKS_ON).id;
        let seat = read(app, |rx| teams::list_of_person(rx, viewer))[0].id;
        let nominated = |by, email, place| {
            let nomination = nominate(
                &world.store,
                &world.surroundings,
                by,
                &address(email),
                place,
            );
            nomination.expect("a nomination").id
        };
        let place = Nominated::Seat(SeatScope::Event(event.id), TeamRole::Editor);
        let nomination = nominated(day.organiser.id, ASKED, place);
        let place = Nominated::Membership(company, Role::Member);
        let asked_company = nominated(amina, ASKED, place);
        let venue = keeps_venue(world, &day);
        let calendar = imports_calendar(world, &day);
        makes_series(world, &day);
        let swap = asks_to_swap(world, booking, other.id);
        calls(world, event.id, day.organiser.id);
        let proposal = proposes(world, event.id, &address(COMPANY), day.organiser.id);
        let waiting = waits(world, &day);
        let complaint = complains(world, Some(event.id));
        let complaint_of_service = complains(world, None);
        let slides = sends_slides(app, booking, amina);
        says(app, event.id, world.person(DELEGATE).id);
        for (_, email, _) in PEOPLE.iter().filter(|(_, email, _)| !email.is_empty()) {
            if by(email).cookie("sign-in").is_none() {
                by(email).signs_in_at_once(email);
            }
        }
        app.deliver();
        let someone = |((who, email, column), browser): (&Part, Browser<'a>)| Someone {
            who,
            column,
            browser,
            known: (!email.is_empty()).then(|| (address(email), actor(app, email))),
        };
        let people = PEOPLE.iter().zip(browsers).map(someone).collect();
        words_a_letter(world, &day);
        Self {
            message: writes_a_message(world, &day),
            event,
            draft,
            people,
            company,
            other_company: other.company,
            membership: membership.expect("Amina's"),
            nomination,
            day,
            booking,
            claimed,
            registration,
            seat,
            asked_company,
            venue,
            calendar,
            swap,
            proposal,
            waiting,
            complaint,
            complaint_of_service,
            slides,
            letter: read(app, |rx| notices::list(rx, Subject::Booking(booking)))[0].id,
        }
    }

    /// One of the town's people.
    pub(super) fn browser(&self, who: &str) -> &Browser<'a> {
        let mut people = self.people.iter();
        let someone = people.find(|someone| someone.who == who);
        &someone.expect("somebody of the town").browser
    }

    /// The booking that a row is about.
    pub(super) fn booking(&self, app: &TestApp, row: &str) -> Booking {
        let id = self.booking_of(row);
        read(app, |rx| bookings::find(rx, id)).expect("a booking")
    }

    /// Both bookings of the proposal to swap.
    pub(super) fn parties(&self, app: &TestApp) -> [Booking; 2] {
        let ids = read(app, |rx| swaps::find(rx, self.swap)).expect("a proposal");
        [ids.from, ids.to].map(|id| read(app, |rx| bookings::find(rx, id)).expect("a booking"))
    }

    /// What the company proposed.
    pub(super) fn proposal(&self, app: &TestApp) -> Proposal {
        read(app, |rx| proposals::find(rx, self.proposal)).expect("a proposal")
    }

    /// The other company's place on the waiting list.
    pub(super) fn waiting(&self, app: &TestApp) -> Waiting {
        read(app, |rx| waiting::find(rx, self.waiting)).expect("a place")
    }

    /// The registration of the delegate.
    pub(super) fn registration(&self, app: &TestApp) -> Registration {
        read(app, |rx| registrations::find(rx, self.registration)).expect("a registration")
    }

    fn booking_of(&self, row: &str) -> BookingId {
        // Where a claim is answered, there is one to be answered.
        if row == "/bookings/{id}/claim" {
            self.claimed
        } else {
            self.booking
        }
    }

    /// The address of a row, with what there is in this town.
    pub(super) fn address(&self, row: &str) -> String {
        let id = match row {
            row if row.contains("/registrations/{id}") => self.registration.to_string(),
            row if row.contains("/bookings/{id}") => self.booking_of(row).to_string(),
            row if row.contains("organisations/{id}") => self.company.to_string(),
            row if row.contains("/swaps/{id}") => self.swap.to_string(),
            row if row.contains("/waiting/{id}") => self.waiting.to_string(),
            row if row.contains("/nominations/{id}") => self.nomination.to_string(),
            row if row.contains("/complaints/{id}") => self.complaint_of_service.to_string(),
            row if row.contains("/sessions/{id}") => self.day.session.id.to_string(),
            row if row.contains("/stages/{id}") => self.day.stage.id.to_string(),
            row if row.contains("/slots/{id}") => self.day.slots[1].id.to_string(),
            _ => "00000000-0000-7000-8000-000000000000".to_owned(),
        };
        let nomination = if row.starts_with("/organisations") {
            self.asked_company
        } else {
            self.nomination
        };
        // The question is whether it is this one.
        let merger = format!("/merger?into={}", self.other_company);
        row.replace("/merger", &merger)
            .replace("{slug}", SLUG)
            .replace("{series}", SERIES)
            .replace("{venue}", &self.venue.to_string())
            .replace("{calendar}", &self.calendar.to_string())
            .replace("{number}", "1")
            .replace("{id}", &id)
            .replace("{booking}", &self.booking.to_string())
            .replace("{proposal}", &self.proposal.to_string())
            .replace("{complaint}", &self.complaint.to_string())
            .replace("{version}", &self.slides.to_string())
            .replace("{letter}", &self.letter.to_string())
            .replace("{message}", &self.message.to_string())
            .replace("{wording}", "booking-confirmed")
            .replace("{session}", &self.day.session.id.to_string())
            .replace("{seat}", &self.seat.to_string())
            .replace("{membership}", &self.membership.id.to_string())
            .replace("{document}", "00000000-0000-7000-8000-000000000000")
            .replace("{nomination}", &nomination.to_string())
            .replace("regions/{name}", "regions/north-east")
            .replace("near/{name}", "near/north-west")
            .replace("{organiser}", &self.day.event.organiser.to_string())
            .replace("themes/{name}", "themes/adult-social-care")
            .replace("{name}", "app.css")
            .replace("{print}", "0000000000000000")
            .replace("{token}", "0123456789abcdef0123456789abcdef")
    }
}

/// The day, at which a company may have two slots, and another that is still being planned.
fn two_events(world: &World, day: &Day) -> (Event, Event) {
    let event = Event {
        company_limit: 2,
        ..day.event.clone()
    };
    let mut draft = Event {
        id: world.surroundings.id::<EventId>(),
        slug: DRAFT.into(),
        title: "Harbour Day".into(),
        state: EventState::Draft,
        release: 0,
        published_at: None,
        ..day.event.clone()
    };
    draft.venue.id = world.surroundings.id();
    let (changed, new) = (event.clone(), draft.clone());
    let written = world.store.write(move |tx| {
        events::update(tx, &changed)?;
        events::insert(tx, &new)
    });
    assert!(written.expect("the database answers"));
    (event, draft)
}

/// Memberships, seats, another body and an administrator.
fn join(world: &World, company: OrganisationId, event: &Event, draft: &Event) {
    let tie = |email, organisation, role| Membership {
        id: world.surroundings.id::<MembershipId>(),
        person: world.person(email).id,
        organisation,
        role,
        state: MembershipState::Active,
        since: world.surroundings.now(),
    };
    let ties = [
        tie(MEMBER, company, Role::Member),
        tie(ASSISTANT, company, Role::Assistant),
        tie(BODY_ASSISTANT, event.organiser, Role::Assistant),
    ];
    let seat = |email, scope, role| Seat {
        id: world.surroundings.id::<SeatId>(),
        person: world.person(email).id,
        scope,
        role,
        since: world.surroundings.now(),
    };
    let (here, there) = (SeatScope::Event(event.id), SeatScope::Event(draft.id));
    let mut seats: Vec<Seat> = SEATED
        .iter()
        .map(|(email, role)| seat(email, here, *role))
        .collect();
    let of_body = SeatScope::Body(event.organiser);
    seats.push(seat(EDITS_ALL, of_body, TeamRole::Editor));
    seats.push(seat(OWNER_ELSEWHERE, there, TeamRole::Owner));
    let written = world.store.write(move |tx| {
        for tie in &ties {
            memberships::insert(tx, tie)?;
        }
        seats.iter().try_for_each(|seat| teams::insert(tx, seat))
    });
    written.expect("the database answers");
    let (store, surroundings) = (&world.store, &world.surroundings);
    let (name, body) = (line("Sue Reed"), line("South Exchange"));
    add_organiser(store, surroundings, &address(RIVAL), &name, &body).expect("an organiser");
    add_administrator(store, surroundings, &address(ADMINISTRATOR)).expect("an administrator");
}

/// The day's venue is kept for further days.
fn keeps_venue(world: &World, day: &Day) -> KeptVenueId {
    let (store, surroundings) = (&world.store, &world.surroundings);
    keep_venue_of(store, surroundings, day.event.id, day.organiser.id).expect("a kept venue")
}

/// The day is the first of a series.
fn makes_series(world: &World, day: &Day) {
    let text = SeriesText {
        name: line("Care on the Road"),
        description: prose("Four towns."),
    };
    let (event, organiser) = (day.event.id, day.organiser.id);
    let made = make_series(&world.store, &world.surroundings, event, organiser, text);
    assert_eq!(made.expect("a series").slug, SERIES);
}

/// Whoever has one booking asks for the slot of another.
fn asks_to_swap(world: &World, from: BookingId, to: BookingId) -> SwapId {
    let proposal = SwapRequest {
        from,
        to,
        message: Some(prose("Our train is late.")),
        by: world.person(COMPANY).id,
    };
    propose_swap(&world.store, &world.surroundings, proposal).expect("a proposal")
}

/// The other company waits for a slot that it has itself, so that nothing here offers it any.
fn waits(world: &World, day: &Day) -> WaitingId {
    let request = WaitRequest {
        event: day.event.id,
        wish: Wish::Slot(day.slots[3].id),
        company: line("Gaitwell"),
        known_company: None,
        website: None,
        company_number: None,
        contact_email: address(OTHER_COMPANY),
        contact_name: line("Ada Wright"),
        phone: None,
        presenter: None,
        pitch: PitchText {
            title: line("Once more"),
            summary: prose("In the afternoon."),
            themes: vec![Theme::AdultSocialCare],
        },
    };
    let joined = wait(&world.store, &world.surroundings, request, |_, _| {
        Ok(CodeCheck::Right)
    });
    match joined.expect("a place") {
        WaitOutcome::Joined(id) => id,
        WaitOutcome::CodeRefused(_) => panic!("no code is asked"),
    }
}

/// Somebody complains about the day, or about the service.
fn complains(world: &World, event: Option<EventId>) -> ComplaintId {
    let new = NewComplaint {
        name: line("Dee Holt"),
        email: address("dee@else.example"),
        event,
        text: prose("My name stood on a list at the door."),
        network: "a network".into(),
    };
    let complaint = complain(&world.store, &world.surroundings, new);
    complaint.expect("a complaint").id
}

/// What the database says of somebody.
fn actor(app: &TestApp, email: &str) -> Actor {
    read(app, |rx| {
        let person = people::find_by_email(rx, &address(email))?.expect("somebody of the town");
        Ok(Actor {
            person: person.id,
            memberships: memberships::list_of_person(rx, person.id)?,
            seats: teams::list_of_person(rx, person.id)?,
            is_administrator: teams::list_administrators(rx)?.contains(&person.id),
        })
    })
}

/// A draft of a message to companies with a slot.
fn writes_a_message(world: &World, day: &Day) -> MessageId {
    let text = MessageText {
        subject: line("Before you pitch"),
        body: prose("Dear {name}, bring your slides."),
        audience: Audience {
            whom: vec![Whom::Booked],
            ..Audience::default()
        },
    };
    let (store, surroundings) = (&world.store, &world.surroundings);
    let of = (day.event.id, None);
    write_message(store, surroundings, day.organiser.id, of, &text).expect("a draft")
}

/// The day's own wording of the letter that a booking is confirmed with, which letters do not have yet.
fn words_a_letter(world: &World, day: &Day) {
    let text = WordingText {
        subject: line("You pitch at {event}"),
        body: prose("Dear {name}, we look forward to {pitch}."),
    };
    let (store, surroundings) = (&world.store, &world.surroundings);
    let of = (day.event.id, StandardLetter::BookingConfirmed);
    save_wording(store, surroundings, day.organiser.id, of, (&text, "")).expect("a wording");
}
