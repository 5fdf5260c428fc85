//! Whom an address lets in: a predicate of the product, asked with what the database holds of the town.

use super::routes::Row;
use super::town::{Someone, Town};
use crate::app::{Browser, TestApp};
use marketday_model::permission::{
    Actor, may_accept_nomination, may_act_for_waiting, may_answer_complaints,
    may_answer_for_service, may_assess, may_cancel_event, may_change_booking, may_change_programme,
    may_change_proposal, may_check_in, may_copy_event, may_create_event, may_decide_proposals,
    may_edit_event, may_edit_profile, may_end_membership, may_hand_over, may_keep_venue_of,
    may_keep_venues, may_manage_bookings, may_manage_members, may_manage_team,
    may_merge_organisations, may_organise, may_read_audit, may_read_history,
    may_read_organisation_history, may_see, may_see_attendees, may_see_letters, may_see_members,
    may_see_needs, may_see_registrations, may_see_slides, may_send_slides, may_set_series,
    may_settle_claim, may_settle_claim_of, may_view_plan, may_withdraw,
};
use marketday_model::{Booking, Event, OrganisationId, Proposal, Registration};
use marketday_store::{attendees, memberships, nominations};
use std::collections::BTreeMap;
use std::path::Path;

/// Whom an address lets in.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    /// Everybody.
    Anybody,
    /// Whoever is signed in; each finds only what is theirs.
    SignedIn,
    /// Everybody, once the event is public.
    Public,
    /// Whoever takes part in the event, or helps to run it.
    Attendees,
    /// Whoever has events to run.
    Organisers,
    /// Whoever can create an event.
    Creators,
    /// Whoever proved the address that was asked to join.
    Asked,
    /// Whoever may end the membership.
    Leaving,
    /// By a predicate about the event, which the table of the organisers' pages names beside the address.
    OfEvent(&'static str, fn(&Actor, &Event) -> bool),
    /// By a predicate about the booking.
    OfBooking(&'static str, fn(&Actor, &Booking) -> bool),
    /// Whoever may act for either booking of a proposal to swap.
    Parties,
    /// By a predicate about the booking and its event.
    OfPitch(&'static str, fn(&Actor, &Event, &Booking) -> bool),
    /// By a predicate about the proposal.
    OfProposal(&'static str, fn(&Actor, &Proposal) -> bool),
    /// Whoever may act for a place on a waiting list.
    Waits,
    /// By a predicate about the registration.
    OfRegistration(&'static str, fn(&Actor, &Registration) -> bool),
    /// By a predicate about the company.
    OfCompany(&'static str, fn(&Actor, OrganisationId) -> bool),
    /// By a predicate about the organising body.
    OfBody(&'static str, fn(&Actor, OrganisationId) -> bool),
    /// Whoever looks after the venues of any body.
    Keepers,
    /// By a predicate about nothing but the person.
    OfService(&'static str, fn(&Actor) -> bool),
}

macro_rules! named {
    ($kind:ident, $may:ident) => {
        Rule::$kind(stringify!($may), $may)
    };
}

pub(super) const VIEWS_PLAN: Rule = named!(OfEvent, may_view_plan);
pub(super) const EDITS_EVENT: Rule = named!(OfEvent, may_edit_event);
pub(super) const COPIES_EVENT: Rule = named!(OfEvent, may_copy_event);
pub(super) const KEEPS_VENUE_OF: Rule = named!(OfEvent, may_keep_venue_of);
pub(super) const KEEPS_VENUES: Rule = named!(OfBody, may_keep_venues);
pub(super) const SETS_SERIES: Rule = named!(OfEvent, may_set_series);
pub(super) const CANCELS_EVENT: Rule = named!(OfEvent, may_cancel_event);
pub(super) const CHANGES_PROGRAMME: Rule = named!(OfEvent, may_change_programme);
pub(super) const MANAGES_BOOKINGS: Rule = named!(OfEvent, may_manage_bookings);
pub(super) const SEES_LETTERS: Rule = named!(OfEvent, may_see_letters);
pub(super) const SEES_REGISTRATIONS: Rule = named!(OfEvent, may_see_registrations);
pub(super) const MANAGES_TEAM: Rule = named!(OfEvent, may_manage_team);
pub(super) const ANSWERS_COMPLAINTS: Rule = named!(OfEvent, may_answer_complaints);
pub(super) const READS_HISTORY: Rule = named!(OfEvent, may_read_history);
pub(super) const CHANGES_BOOKING: Rule = named!(OfBooking, may_change_booking);
pub(super) const SENDS_SLIDES: Rule = named!(OfPitch, may_send_slides);
pub(super) const SEES_SLIDES: Rule = named!(OfPitch, may_see_slides);
pub(super) const HANDS_OVER: Rule = named!(OfBooking, may_hand_over);
pub(super) const SETTLES_CLAIM: Rule = named!(OfBooking, may_settle_claim);
pub(super) const CHANGES_PROPOSAL: Rule = named!(OfProposal, may_change_proposal);
pub(super) const SETTLES_PROPOSAL: Rule = named!(OfCompany, may_settle_claim_of);
pub(super) const DECIDES_PROPOSALS: Rule = named!(OfEvent, may_decide_proposals);
pub(super) const ASSESSES: Rule = named!(OfEvent, may_assess);
pub(super) const WITHDRAWS: Rule = named!(OfRegistration, may_withdraw);
pub(super) const SEES_MEMBERS: Rule = named!(OfCompany, may_see_members);
pub(super) const MANAGES_MEMBERS: Rule = named!(OfCompany, may_manage_members);
pub(super) const EDITS_PROFILE: Rule = named!(OfCompany, may_edit_profile);
pub(super) const READS_ORGANISATION_HISTORY: Rule =
    named!(OfCompany, may_read_organisation_history);
pub(super) const READS_AUDIT: Rule = named!(OfService, may_read_audit);
pub(super) const MERGES: Rule = named!(OfService, may_merge_organisations);
pub(super) const ANSWERS_FOR_SERVICE: Rule = named!(OfService, may_answer_for_service);

type MayAtEvent = fn(&Actor, &Event) -> bool;

macro_rules! at_event {
    ($($may:ident),* $(,)?) => { [$((stringify!($may), $may as MayAtEvent)),*] };
}

/// The predicates of the documents' table of rights.
const AT_EVENT: [(&str, MayAtEvent); 14] = at_event![
    may_view_plan,
    may_edit_event,
    may_cancel_event,
    may_change_programme,
    may_manage_bookings,
    may_decide_proposals,
    may_assess,
    may_see_letters,
    may_see_registrations,
    may_see_needs,
    may_check_in,
    may_manage_team,
    may_answer_complaints,
    may_read_history,
];

impl Rule {
    /// The predicate, as the documents name it; none where there is nothing to ask.
    pub(super) fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Anybody => return None,
            Self::SignedIn => "sign-in",
            Self::Public => "may_see",
            Self::Attendees => "may_see_attendees",
            Self::Organisers => "may_organise",
            Self::Creators => "may_create_event",
            Self::Keepers => "may_keep_venues",
            Self::Asked => "may_accept_nomination",
            Self::Leaving => "may_end_membership",
            Self::Parties => "may_change_booking",
            Self::Waits => "may_act_for_waiting",
            Self::OfEvent(name, _)
            | Self::OfBooking(name, _)
            | Self::OfPitch(name, _)
            | Self::OfProposal(name, _)
            | Self::OfRegistration(name, _)
            | Self::OfCompany(name, _)
            | Self::OfBody(name, _)
            | Self::OfService(name, _) => name,
        })
    }

    /// Whether this lets somebody in.
    fn lets_in(self, app: &TestApp, town: &Town<'_>, row: &str, who: &Someone<'_>) -> bool {
        let Some((email, actor)) = &who.known else {
            return match self {
                Self::Anybody => true,
                Self::Public => may_see(None, &town.event),
                _ => false,
            };
        };
        let store = &app.world.store;
        match self {
            Self::Anybody | Self::SignedIn => true,
            Self::Public => may_see(Some(actor), &town.event),
            Self::OfEvent(_, may) => may(actor, &town.event),
            Self::Attendees => {
                let active = actor.memberships.iter().filter(|tie| tie.is_active());
                let companies: Vec<_> = active.map(|tie| tie.organisation).collect();
                let takes_part = store
                    .read(|rx| attendees::takes_part(rx, town.event.id, actor.person, &companies));
                may_see_attendees(
                    actor,
                    &town.event,
                    takes_part.expect("the database answers"),
                )
            }
            Self::Organisers => may_organise(actor, &bodies(app, actor)),
            Self::Creators => bodies(app, actor)
                .into_iter()
                .any(|body| may_create_event(actor, body)),
            Self::Asked => {
                let nomination = store.read(|rx| nominations::find(rx, town.nomination));
                let nomination = nomination.expect("the database answers");
                may_accept_nomination(email, &nomination.expect("a nomination"))
            }
            Self::Leaving => may_end_membership(actor, &town.membership),
            Self::OfBooking(_, may) => may(actor, &town.booking(app, row)),
            Self::Waits => may_act_for_waiting(actor, &town.waiting(app)),
            Self::Parties => town
                .parties(app)
                .iter()
                .any(|booking| may_change_booking(actor, booking)),
            Self::OfPitch(_, may) => may(actor, &town.event, &town.booking(app, row)),
            Self::OfProposal(_, may) => may(actor, &town.proposal(app)),
            Self::OfRegistration(_, may) => may(actor, &town.registration(app)),
            Self::OfCompany(_, may) => may(actor, town.company),
            Self::OfBody(_, may) => may(actor, town.event.organiser),
            Self::Keepers => bodies(app, actor)
                .into_iter()
                .chain([town.event.organiser])
                .any(|body| may_keep_venues(actor, body)),
            Self::OfService(_, may) => may(actor),
        }
    }

    /// What somebody is answered: `status` if they are let in.
    pub(super) fn answers(
        self,
        app: &TestApp,
        town: &Town<'_>,
        row: &str,
        status: u16,
        who: &Someone<'_>,
    ) -> u16 {
        match (self.lets_in(app, town, row, who), &who.known) {
            (true, _) => status,
            (false, None) => 401,
            (false, Some(_)) => 404,
        }
    }
}

fn bodies(app: &TestApp, actor: &Actor) -> Vec<OrganisationId> {
    let bodies = app
        .world
        .store
        .read(|rx| memberships::organising_bodies(rx, actor.person));
    bodies.expect("the database answers")
}

/// The predicate with this name.
pub(super) fn may_at_event(name: &str) -> MayAtEvent {
    let found = AT_EVENT.iter().find(|(theirs, _)| *theirs == name);
    found
        .unwrap_or_else(|| panic!("{name:?} is no predicate about an event"))
        .1
}

/// `docs/security.md`.
pub(super) fn document() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/security.md");
    std::fs::read_to_string(path).expect("the document")
}

/// The table of rights at an event, of the document: by predicate and column, whether it says yes.
pub(super) fn rights() -> BTreeMap<(String, String), bool> {
    let document = document();
    let (_, table) = document.split_once("<!-- rights:").expect("the table");
    let (table, _) = table.split_once("<!-- rights: end").expect("its end");
    let cells = |line: &str| -> Vec<String> {
        let inner = line.trim_matches('|').split('|');
        inner.map(|cell| cell.trim().to_owned()).collect()
    };
    let mut lines = table.lines().filter(|line| line.starts_with('|'));
    let heads = cells(lines.next().expect("its heads"));
    let mut rights = BTreeMap::new();
    for row in lines.skip(1).map(cells) {
        let name = row
            .last()
            .expect("a predicate")
            .trim_matches('`')
            .to_owned();
        for (head, cell) in heads.iter().zip(&row).skip(1) {
            rights.insert((name.clone(), head.clone()), cell == "yes");
        }
    }
    rights
}

/// The first who is let in at a row, and the first who is not, each with what they are answered.
pub(super) fn one_and_other<'t, 'a>(
    app: &TestApp,
    town: &'t Town<'a>,
    (row, rule, status): Row,
) -> Vec<(&'t Browser<'a>, u16)> {
    let lets_in = |someone: &&Someone<'_>| rule.lets_in(app, town, row, someone);
    let one = town.people.iter().find(lets_in);
    let other = town.people.iter().find(|someone| !lets_in(someone));
    let both = one.into_iter().chain(other);
    both.map(|someone| {
        let status = rule.answers(app, town, row, status, someone);
        (&someone.browser, status)
    })
    .collect()
}
