//! Who may do what: pure predicates, asked with what the caller has already loaded.

use crate::{
    Booking, EmailAddress, Event, Membership, Nomination, OrganisationId, PersonId, Proposal,
    Registration, Role, Seat, SeatScope, TeamRole, Waiting,
};

/// A person as far as permissions are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub person: PersonId,
    /// What ties them to organisations.
    pub memberships: Vec<Membership>,
    /// Their seats in teams.
    pub seats: Vec<Seat>,
    /// Whether they run the installation: they merge organisations and read the whole audit trail, and have no part in
    /// events by it.
    pub is_administrator: bool,
}

/// Those of an event's people who may do something, members of its organising body first.
pub fn list_who_may(
    members: &[Membership],
    seats: &[Seat],
    may: impl Fn(&Actor) -> bool,
) -> Vec<PersonId> {
    let everybody = members
        .iter()
        .map(|tie| tie.person)
        .chain(seats.iter().map(|seat| seat.person));
    let mut people: Vec<PersonId> = Vec::new();
    for person in everybody {
        if !people.contains(&person) {
            people.push(person);
        }
    }
    people.retain(|person| {
        let ties = members.iter().filter(|tie| tie.person == *person);
        may(&Actor {
            person: *person,
            memberships: ties.cloned().collect(),
            seats: seats
                .iter()
                .filter(|seat| seat.person == *person)
                .cloned()
                .collect(),
            is_administrator: false,
        })
    });
    people
}

impl Actor {
    fn is_active_in(&self, organisation: OrganisationId) -> bool {
        self.role_in(organisation).is_some()
    }

    /// Their role in an organisation that they are an active member of.
    pub fn role_in(&self, organisation: OrganisationId) -> Option<Role> {
        let active = self.memberships.iter().filter(|tie| tie.is_active());
        let mut there = active.filter(|tie| tie.organisation == organisation);
        there.next().map(|tie| tie.role)
    }
}

/// Having a page of the events that one helps to run: whoever has a seat in a team, or is an active member of one of
/// `organising_bodies`.
pub fn may_organise(actor: &Actor, organising_bodies: &[OrganisationId]) -> bool {
    let is_in_body = organising_bodies
        .iter()
        .any(|body| may_create_event(actor, *body));
    is_in_body || !actor.seats.is_empty()
}

/// Creating an event of an organising body: its active members.
pub fn may_create_event(actor: &Actor, organising_body: OrganisationId) -> bool {
    actor.is_active_in(organising_body)
}

/// Copying an event: a right of the body that organises it, whose planners they must be, not of the event's own team.
pub fn may_copy_event(actor: &Actor, source: &Event) -> bool {
    plans_for(actor, source.organiser)
}

/// Putting an event in a series of its organising body, and describing the series: whoever may copy the event.
pub fn may_set_series(actor: &Actor, grouped: &Event) -> bool {
    plans_for(actor, grouped.organiser)
}

/// Looking after what an organising body keeps to plan with: its venues, and the calendars of others.
pub fn may_keep_venues(actor: &Actor, body: OrganisationId) -> bool {
    plans_for(actor, body)
}

/// Keeping the venue of an event for others of its organising body.
pub fn may_keep_venue_of(actor: &Actor, keeper: &Event) -> bool {
    may_keep_venues(actor, keeper.organiser)
}

/// Whether somebody plans all events of an organising body: as an active member, or by a seat for all of them as owner
/// or editor.
fn plans_for(actor: &Actor, body: OrganisationId) -> bool {
    let mut seats = actor.seats.iter();
    actor.is_active_in(body)
        || seats.any(|seat| {
            seat.scope == SeatScope::Body(body)
                && matches!(seat.role, TeamRole::Owner | TeamRole::Editor)
        })
}

/// Whether somebody is in the team of an event in one of these roles: an active member of its organising body is an
/// owner; others have every role that their seats say, so what they may do is what any of these roles may.
fn has_role(actor: &Actor, event: &Event, roles: &[TeamRole]) -> bool {
    if actor.is_active_in(event.organiser) {
        return roles.contains(&TeamRole::Owner);
    }
    let mut seats = actor.seats.iter().filter(|seat| seat.scope.holds_at(event));
    seats.any(|seat| roles.contains(&seat.role))
}

/// Seeing an event's plan, drafts included: the whole team but those who only assess proposals.
pub fn may_view_plan(actor: &Actor, event: &Event) -> bool {
    has_role(
        actor,
        event,
        &[
            TeamRole::Owner,
            TeamRole::Editor,
            TeamRole::Programme,
            TeamRole::FrontDesk,
            TeamRole::Viewer,
        ],
    )
}

/// Changing an event's details, publishing it: owners and editors.
pub fn may_edit_event(actor: &Actor, event: &Event) -> bool {
    has_role(actor, event, &[TeamRole::Owner, TeamRole::Editor])
}

/// Calling an event off, postponing and reinstating it: its owners.
pub fn may_cancel_event(actor: &Actor, event: &Event) -> bool {
    has_role(actor, event, &[TeamRole::Owner])
}

/// Changing, releasing and shifting the programme: owners, editors and the programme's makers.
pub fn may_change_programme(actor: &Actor, event: &Event) -> bool {
    has_role(
        actor,
        event,
        &[TeamRole::Owner, TeamRole::Editor, TeamRole::Programme],
    )
}

/// Seeing bookings with their contacts, settling claims and cancelling bookings: as for the programme.
pub fn may_manage_bookings(actor: &Actor, event: &Event) -> bool {
    may_change_programme(actor, event)
}

/// Calling for proposals, seeing them with their contacts and scores, deciding and placing them: as for bookings.
pub fn may_decide_proposals(actor: &Actor, event: &Event) -> bool {
    may_manage_bookings(actor, event)
}

/// Scoring what companies propose to an event: those who decide, and its assessors.
pub fn may_assess(actor: &Actor, event: &Event) -> bool {
    may_decide_proposals(actor, event) || has_role(actor, event, &[TeamRole::Assessor])
}

/// Scoring one proposal: whoever may assess, unless it is their own or their company's.
pub fn may_assess_proposal(actor: &Actor, event: &Event, proposal: &Proposal) -> bool {
    may_assess(actor, event) && !may_change_proposal(actor, proposal)
}

/// Seeing, changing and withdrawing a proposal and confirming its place: the person who proposed, and the active members
/// of the company.
pub fn may_change_proposal(actor: &Actor, proposal: &Proposal) -> bool {
    proposal.contact == actor.person || actor.is_active_in(proposal.company)
}

/// Saying whether a proposal was made for its company: its active owners and members, and those who decide.
pub fn may_settle_proposal(actor: &Actor, event: &Event, proposal: &Proposal) -> bool {
    may_settle_claim_of(actor, proposal.company) || may_decide_proposals(actor, event)
}

/// Seeing the letters of an event with whom they go to, trying them again and dropping them: owners and editors.
pub fn may_see_letters(actor: &Actor, event: &Event) -> bool {
    has_role(actor, event, &[TeamRole::Owner, TeamRole::Editor])
}

/// Seeing who is registered: owners, editors and the front desk.
pub fn may_see_registrations(actor: &Actor, event: &Event) -> bool {
    has_role(
        actor,
        event,
        &[TeamRole::Owner, TeamRole::Editor, TeamRole::FrontDesk],
    )
}

/// Seeing access and dietary needs: those who prepare the day, owners and editors.
pub fn may_see_needs(actor: &Actor, event: &Event) -> bool {
    has_role(actor, event, &[TeamRole::Owner, TeamRole::Editor])
}

/// Checking delegates in at the door: whoever sees the registrations.
pub fn may_check_in(actor: &Actor, event: &Event) -> bool {
    may_see_registrations(actor, event)
}

/// Deciding who is in the team: its owners.
pub fn may_manage_team(actor: &Actor, event: &Event) -> bool {
    has_role(actor, event, &[TeamRole::Owner])
}

/// Seeing and answering complaints about how an event's personal data was handled: its owners.
pub fn may_answer_complaints(actor: &Actor, event: &Event) -> bool {
    has_role(actor, event, &[TeamRole::Owner])
}

/// Reading the audit trail of an event: owners and editors.
pub fn may_read_history(actor: &Actor, event: &Event) -> bool {
    has_role(actor, event, &[TeamRole::Owner, TeamRole::Editor])
}

/// Seeing and answering complaints about the service itself: whoever runs the installation.
pub fn may_answer_for_service(actor: &Actor) -> bool {
    actor.is_administrator
}

/// Seeing an event: everybody once it is public, its team before.
pub fn may_see(actor: Option<&Actor>, event: &Event) -> bool {
    event.is_public() || actor.is_some_and(|actor| may_view_plan(actor, event))
}

/// Seeing and changing a booking: the person who booked, and the active members of a company whose claim is settled.
pub fn may_change_booking(actor: &Actor, booking: &Booking) -> bool {
    booking.contact == actor.person || actor.is_active_in(booking.company)
}

/// Sending, describing and removing the slides of a booking: whoever may change it, and the organisers who manage the
/// bookings of its event.
pub fn may_send_slides(actor: &Actor, event: &Event, booking: &Booking) -> bool {
    may_change_booking(actor, booking) || may_manage_bookings(actor, event)
}

/// Downloading the slides of a booking: whoever may send them, and the whole team of its event, which shows them.
pub fn may_see_slides(actor: &Actor, event: &Event, booking: &Booking) -> bool {
    may_change_booking(actor, booking) || may_view_plan(actor, event)
}

/// Handing a booking over to a colleague: the active owners and members of its company, and whoever booked while they
/// belong to it. Assistants act for it, and do not decide who else does.
pub fn may_hand_over(actor: &Actor, booking: &Booking) -> bool {
    match actor.role_in(booking.company) {
        Some(Role::Owner | Role::Member) => true,
        Some(Role::Assistant) => booking.contact == actor.person,
        None => false,
    }
}

/// Seeing a place on a waiting list, taking what is offered and leaving the list: who asked, and the active members of
/// the company.
pub fn may_act_for_waiting(actor: &Actor, waiting: &Waiting) -> bool {
    waiting.contact == Some(actor.person) || actor.is_active_in(waiting.company)
}

/// Saying whether somebody may speak for the company of a booking: its active owners and members. Assistants act for
/// it, and do not decide who else does.
pub fn may_settle_claim(actor: &Actor, booking: &Booking) -> bool {
    may_settle_claim_of(actor, booking.company)
}

/// The same of whatever was made in the name of a company.
pub fn may_settle_claim_of(actor: &Actor, company: OrganisationId) -> bool {
    matches!(actor.role_in(company), Some(Role::Owner | Role::Member))
}

/// Seeing and withdrawing a registration: the delegate.
pub fn may_withdraw(actor: &Actor, registration: &Registration) -> bool {
    registration.person == actor.person
}

/// Seeing which delegates let others see that they come: whoever takes part in the event, and its team.
pub fn may_see_attendees(actor: &Actor, event: &Event, takes_part: bool) -> bool {
    takes_part || may_view_plan(actor, event)
}

/// Seeing who belongs to an organisation: its active members.
pub fn may_see_members(actor: &Actor, organisation: OrganisationId) -> bool {
    actor.is_active_in(organisation)
}

/// Deciding who belongs to an organisation, and as what: its owners.
pub fn may_manage_members(actor: &Actor, organisation: OrganisationId) -> bool {
    actor.role_in(organisation) == Some(Role::Owner)
}

/// Ending a membership: the owners of the organisation, and whoever it is, by leaving.
pub fn may_end_membership(actor: &Actor, membership: &Membership) -> bool {
    membership.person == actor.person || may_manage_members(actor, membership.organisation)
}

/// Seeing and accepting a nomination: whoever has proved that the address which was asked is theirs.
pub fn may_accept_nomination(email: &EmailAddress, nomination: &Nomination) -> bool {
    nomination.email == *email
}

/// Looking through all organisations and merging those that are one: those who run the installation.
pub fn may_merge_organisations(actor: &Actor) -> bool {
    actor.is_administrator
}

/// Reading who did what with an organisation and its bookings: its owners and members. Assistants act for it, and do not
/// watch over the others.
pub fn may_read_organisation_history(actor: &Actor, organisation: OrganisationId) -> bool {
    matches!(
        actor.role_in(organisation),
        Some(Role::Owner | Role::Member)
    )
}

/// Reading the whole audit trail: whoever runs the installation.
pub fn may_read_audit(actor: &Actor) -> bool {
    actor.is_administrator
}

/// Changing what an organisation says of itself: its owners and members; assistants act, but do not speak for it.
pub fn may_edit_profile(actor: &Actor, organisation: OrganisationId) -> bool {
    matches!(
        actor.role_in(organisation),
        Some(Role::Owner | Role::Member)
    )
}

#[cfg(test)]
mod tests;
