//! The table of who may do what at an event, made from the predicates.

use super::*;
use crate::event::any_event;
use crate::{Instant, MembershipState, Role, SeatScope};
use uuid::Uuid;

/// A rule about an event: its name in the source, what it lets somebody do, and the predicate.
type Rule = (&'static str, &'static str, fn(&Actor, &Event) -> bool);

/// Every predicate over a person and an event, in the order of the table.
const RULES: [Rule; 14] = [
    ("may_view_plan", "see the plan", may_view_plan),
    (
        "may_edit_event",
        "change the details, publish",
        may_edit_event,
    ),
    (
        "may_cancel_event",
        "call the event off, postpone or reinstate it",
        may_cancel_event,
    ),
    (
        "may_change_programme",
        "change and release the programme",
        may_change_programme,
    ),
    (
        "may_manage_bookings",
        "see and manage bookings",
        may_manage_bookings,
    ),
    (
        "may_decide_proposals",
        "call for proposals, decide and place them",
        may_decide_proposals,
    ),
    ("may_assess", "score proposals", may_assess),
    (
        "may_see_letters",
        "see the letters of the event, try them again, drop them",
        may_see_letters,
    ),
    (
        "may_see_registrations",
        "see who is registered",
        may_see_registrations,
    ),
    (
        "may_see_needs",
        "see access and dietary needs",
        may_see_needs,
    ),
    ("may_check_in", "check delegates in", may_check_in),
    (
        "may_manage_team",
        "decide who is in the team",
        may_manage_team,
    ),
    (
        "may_answer_complaints",
        "answer complaints about personal data",
        may_answer_complaints,
    ),
    ("may_read_history", "read the history", may_read_history),
];

const BEGIN: &str = "<!-- rights: written by the tests of crates/model/src/permission.rs -->\n";
const END: &str = "<!-- rights: end -->";

fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

fn now() -> Instant {
    Instant::UNIX_EPOCH
}

fn nobody() -> Actor {
    Actor {
        person: id(1),
        memberships: Vec::new(),
        seats: Vec::new(),
        is_administrator: false,
    }
}

fn member(organisation: u128, role: Role, state: MembershipState) -> Actor {
    let membership = Membership {
        id: id(1),
        person: id(1),
        organisation: id(organisation),
        role,
        state,
        since: now(),
    };
    Actor {
        memberships: vec![membership],
        ..nobody()
    }
}

fn seated(seats: &[(SeatScope, TeamRole)]) -> Actor {
    let seat = |&(scope, role)| Seat {
        id: id(1),
        person: id(1),
        scope,
        role,
        since: now(),
    };
    Actor {
        seats: seats.iter().map(seat).collect(),
        ..nobody()
    }
}

fn rights(actor: &Actor) -> Vec<&'static str> {
    let held = RULES.iter().filter(|(_, _, may)| may(actor, &any_event()));
    held.map(|(name, _, _)| *name).collect()
}

/// The table of `docs/security.md`.
fn table() -> String {
    let here = |role| seated(&[(SeatScope::Event(id(1)), role)]);
    let columns = [
        ("owner", here(TeamRole::Owner)),
        ("editor", here(TeamRole::Editor)),
        ("programme", here(TeamRole::Programme)),
        ("front desk", here(TeamRole::FrontDesk)),
        ("viewer", here(TeamRole::Viewer)),
        ("assessor", here(TeamRole::Assessor)),
        (
            "platform administrator",
            Actor {
                is_administrator: true,
                ..nobody()
            },
        ),
        ("anybody else", nobody()),
    ];
    let row = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
    let heads: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let mut table = row(&[&["to"], &heads[..], &["asked by"]].concat());
    table += &row(&vec!["---"; heads.len() + 2]);
    for (name, what, may) in RULES {
        let asked = format!("`{name}`");
        let cell = |(_, actor): &(&str, Actor)| {
            if may(actor, &any_event()) {
                "yes"
            } else {
                "–"
            }
        };
        let cells: Vec<&str> = columns.iter().map(cell).collect();
        table += &row(&[&[what], &cells[..], &[asked.as_str()]].concat());
    }
    table
}

#[test]
fn the_table_of_rights_in_the_documents_is_what_the_predicates_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/security.md");
    let document = std::fs::read_to_string(path).expect("docs/security.md");
    let (before, rest) = document.split_once(BEGIN).expect("the table's beginning");
    let (written, after) = rest.split_once(END).expect("the table's end");
    let table = table();
    if std::env::var_os("MARKETDAY_UPDATE_DOCS").is_some() {
        let document = format!("{before}{BEGIN}{table}{END}{after}");
        return std::fs::write(path, document).expect("docs/security.md can be written");
    }
    assert_eq!(
        written, table,
        "MARKETDAY_UPDATE_DOCS=1 cargo nextest run -p marketday-model rights writes it anew"
    );
}

#[test]
fn every_rule_about_an_event_is_in_the_table() {
    let source = include_str!("../permission.rs");
    let found: Vec<&str> = source
        .lines()
        .filter(|line| line.ends_with("(actor: &Actor, event: &Event) -> bool {"))
        .filter_map(|line| line.strip_prefix("pub fn ")?.split('(').next())
        .collect();
    assert_eq!(found, RULES.map(|(name, _, _)| name));
}

#[test]
fn an_active_member_of_the_organising_body_has_an_owners_rights_whatever_their_role() {
    let all = RULES.map(|(name, _, _)| name).to_vec();
    for role in Role::ALL {
        assert_eq!(rights(&member(1, *role, MembershipState::Active)), all);
    }
}

#[test]
fn whoever_plans_all_events_of_a_body_copies_one_and_nobody_of_a_single_event_does() {
    let may = |actor: &Actor| {
        let may = may_copy_event(actor, &any_event());
        assert_eq!(may_set_series(actor, &any_event()), may);
        assert_eq!(may_keep_venue_of(actor, &any_event()), may);
        may
    };
    assert!(may(&member(1, Role::Assistant, MembershipState::Active)));
    assert!(!may(&member(1, Role::Owner, MembershipState::Claimed)));
    assert!(!may(&member(2, Role::Owner, MembershipState::Active)));
    for role in TeamRole::ALL {
        let plans = matches!(role, TeamRole::Owner | TeamRole::Editor);
        assert_eq!(may(&seated(&[(SeatScope::Body(id(1)), *role)])), plans);
        assert!(!may(&seated(&[(SeatScope::Event(id(1)), *role)])));
        assert!(!may(&seated(&[(SeatScope::Body(id(2)), *role)])));
    }
}

#[test]
fn a_membership_that_is_not_active_gives_nothing() {
    for state in MembershipState::ALL {
        if *state != MembershipState::Active {
            assert!(rights(&member(1, Role::Owner, *state)).is_empty());
        }
    }
}

#[test]
fn a_member_or_a_seat_elsewhere_gives_nothing_here() {
    assert!(rights(&member(2, Role::Owner, MembershipState::Active)).is_empty());
    for scope in [SeatScope::Event(id(2)), SeatScope::Body(id(2))] {
        assert!(rights(&seated(&[(scope, TeamRole::Owner)])).is_empty());
    }
}

#[test]
fn a_seat_for_all_of_the_body_gives_what_the_same_seat_at_the_event_gives() {
    for role in TeamRole::ALL {
        assert_eq!(
            rights(&seated(&[(SeatScope::Body(id(1)), *role)])),
            rights(&seated(&[(SeatScope::Event(id(1)), *role)]))
        );
    }
}

#[test]
fn of_two_seats_both_count() {
    let programme = (SeatScope::Body(id(1)), TeamRole::Programme);
    let front_desk = (SeatScope::Event(id(1)), TeamRole::FrontDesk);
    for seats in [[programme, front_desk], [front_desk, programme]] {
        assert_eq!(
            rights(&seated(&seats)),
            [
                "may_view_plan",
                "may_change_programme",
                "may_manage_bookings",
                "may_decide_proposals",
                "may_assess",
                "may_see_registrations",
                "may_check_in",
            ]
        );
    }
}

#[test]
fn any_two_seats_give_what_either_gives_and_no_more() {
    for one in TeamRole::ALL {
        for other in TeamRole::ALL {
            let here = |role: &TeamRole| (SeatScope::Event(id(1)), *role);
            let alone = [one, other].map(|role| rights(&seated(&[here(role)])));
            let mut union = RULES.map(|(name, _, _)| name).to_vec();
            union.retain(|name| alone.iter().any(|held| held.contains(name)));
            assert_eq!(rights(&seated(&[here(one), here(other)])), union);
        }
    }
}

#[test]
fn a_seat_elsewhere_adds_nothing_to_one_here() {
    let here = (SeatScope::Event(id(1)), TeamRole::FrontDesk);
    let elsewhere = (SeatScope::Event(id(2)), TeamRole::Owner);
    assert_eq!(
        rights(&seated(&[elsewhere, here])),
        rights(&seated(&[here]))
    );
}

#[test]
fn owners_and_members_read_the_history_of_their_organisation_and_nobody_else_does() {
    let active = MembershipState::Active;
    let reads = |actor: &Actor| may_read_organisation_history(actor, id(7));
    assert!(reads(&member(7, Role::Owner, active)));
    assert!(reads(&member(7, Role::Member, active)));
    assert!(!reads(&member(7, Role::Assistant, active)));
    assert!(!reads(&member(7, Role::Owner, MembershipState::Claimed)));
    assert!(!reads(&member(8, Role::Owner, active)));
    assert!(!reads(&Actor {
        is_administrator: true,
        ..nobody()
    }));
}

#[test]
fn only_whoever_runs_the_installation_reads_the_whole_audit_trail() {
    assert!(!may_read_audit(&member(
        7,
        Role::Owner,
        MembershipState::Active
    )));
    assert!(may_read_audit(&Actor {
        is_administrator: true,
        ..nobody()
    }));
}
