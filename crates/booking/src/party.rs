//! Who books or proposes: the company, its contact and its presenter, known or new.

use crate::book::Presenter;
use crate::give::OnStage;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::organisation::{identity, speaks_for};
use marketday_model::{
    EmailAddress, Instant, Line, Membership, MembershipId, MembershipState, NoticeId, NoticeKind,
    Organisation, OrganisationId, OrganisationKind, Person, PersonId, Role, Surroundings, policy,
};
use marketday_store::notices::NewNotice;
use marketday_store::{
    StoreError, Tx, company_groups, memberships, notices, organisations, people,
};

/// What a form says of them.
#[derive(Clone, Copy)]
pub(crate) struct Party<'a> {
    /// The company's name.
    pub(crate) company: &'a Line<120>,
    /// The known company that whoever fills the form in has said it is, whatever they typed.
    pub(crate) known_company: Option<OrganisationId>,
    /// Its web address.
    pub(crate) website: Option<&'a Line<200>>,
    /// Its Companies House number.
    pub(crate) company_number: Option<&'a Line<8>>,
    /// The contact's address, which a check has shown to be theirs.
    pub(crate) contact_email: &'a EmailAddress,
    /// Their name.
    pub(crate) contact_name: &'a Line<120>,
    /// Their telephone number.
    pub(crate) phone: Option<&'a Line<40>>,
    /// Who presents, if it is not the contact.
    pub(crate) presenter: Option<&'a Presenter>,
}

/// What is drawn for them before the transaction.
#[derive(Clone, Copy)]
pub(crate) struct PartyDraws {
    now: Instant,
    contact: PersonId,
    presenter: PersonId,
    company: OrganisationId,
    membership: MembershipId,
    claim_notices: [NoticeId; policy::CLAIM_LETTERS],
}

impl PartyDraws {
    pub(crate) fn new(surroundings: &Surroundings) -> Self {
        Self {
            now: surroundings.now(),
            contact: surroundings.id(),
            presenter: surroundings.id(),
            company: surroundings.id(),
            membership: surroundings.id(),
            claim_notices: std::array::from_fn(|_| surroundings.id()),
        }
    }
}

/// Who books or proposes, as the database knows them.
#[derive(Debug, Clone)]
pub(crate) struct Admitted {
    /// Who is told.
    pub(crate) contact: Person,
    /// The company, locked until the transaction ends.
    pub(crate) company: Organisation,
    /// By what it is counted: itself or its group.
    pub(crate) identity: String,
    /// Until when the contact's claim to it must be confirmed; none if it is settled.
    pub(crate) claim_expires_at: Option<Instant>,
    /// Who presents.
    pub(crate) on_stage: OnStage,
}

/// Finds or makes the people and the company of a party.
pub(crate) fn admit(
    tx: &mut Tx<'_>,
    party: &Party<'_>,
    draws: &PartyDraws,
) -> Result<Admitted, StoreError> {
    let contact = contact(tx, party, draws)?;
    let (company, claim_expires_at) = company(tx, party, &contact, draws)?;
    let presenter = presenter(tx, party, &contact, draws)?;
    let name = party
        .presenter
        .map_or(party.contact_name, |presenter| &presenter.name);
    Ok(Admitted {
        identity: company_groups::find_counted_identity(tx, &company)?,
        claim_expires_at,
        on_stage: OnStage {
            person: presenter.id,
            name: name.to_string(),
            email: party.presenter.map(|named| named.email.to_string()),
        },
        contact,
        company,
    })
}

/// The contact, by their address.
pub(crate) fn contact(
    tx: &mut Tx<'_>,
    party: &Party<'_>,
    draws: &PartyDraws,
) -> Result<Person, StoreError> {
    people::find_or_insert(
        tx,
        draws.contact,
        party.contact_email,
        party.contact_name.as_str(),
        party.phone.map(Line::as_str),
        draws.now,
    )
}

/// Who presents: the contact unless another is named.
pub(crate) fn presenter(
    tx: &mut Tx<'_>,
    party: &Party<'_>,
    contact: &Person,
    draws: &PartyDraws,
) -> Result<Person, StoreError> {
    match party.presenter {
        None => Ok(contact.clone()),
        Some(named) => people::find_or_insert(
            tx,
            draws.presenter,
            &named.email,
            // What another calls them stays with the pitch: their own name is theirs to give.
            named.email.local_part(),
            None,
            draws.now,
        ),
    }
}

/// The company, and until when the contact's claim to it must be confirmed. Whoever names a new company is its owner;
/// naming a known one is a claim, unless its web address speaks for the first who makes it.
pub(crate) fn company(
    tx: &mut Tx<'_>,
    party: &Party<'_>,
    contact: &Person,
    draws: &PartyDraws,
) -> Result<(Organisation, Option<Instant>), StoreError> {
    let number = party.company_number.map(Line::as_str);
    let new = Organisation {
        id: draws.company,
        kind: OrganisationKind::Company,
        name: party.company.to_string(),
        identity: identity(party.company.as_str(), number),
        website: party.website.map(ToString::to_string),
        company_number: number.map(ToOwned::to_owned),
        gss: None,
        region: None,
    };
    let chosen = match party.known_company {
        Some(id) => organisations::find_survivor(tx, id)?,
        None => None,
    };
    let known = match chosen.filter(|chosen| chosen.kind == OrganisationKind::Company) {
        Some(chosen) => chosen,
        None => organisations::find_or_insert(tx, &new, draws.now)?,
    };
    // Whoever changes its profile now would change by what its bookings are counted.
    organisations::lock(tx, known.id)?;
    let company = organisations::find(tx, known.id)?.ok_or(StoreError::Stale("an organisation"))?;
    let ties = memberships::list_of_person(tx, contact.id)?;
    if ties
        .iter()
        .any(|tie| tie.organisation == company.id && tie.is_active())
    {
        return Ok((company, None));
    }
    let is_first = memberships::count_active(tx, company.id)? == 0;
    let is_new = company.id == new.id;
    let settled = is_new
        || is_first
            && company
                .website
                .as_ref()
                .is_some_and(|site| speaks_for(&contact.email, site));
    let membership = Membership {
        id: draws.membership,
        person: contact.id,
        organisation: company.id,
        role: if settled { Role::Owner } else { Role::Member },
        state: if settled {
            MembershipState::Active
        } else {
            MembershipState::Claimed
        },
        since: draws.now,
    };
    memberships::insert(tx, &membership)?;
    if settled {
        memberships::activate(tx, contact.id, company.id)?;
    }
    Ok((company, (!settled).then(|| draws.now + policy::CLAIM)))
}

/// Asks those who decide for the company whether what was made in its name was made for it. Who is not told by a letter
/// still finds it among what is theirs.
pub(crate) fn ask_members(
    tx: &mut Tx<'_>,
    kind: NoticeKind,
    subject: Subject,
    company: OrganisationId,
    draws: &PartyDraws,
) -> Result<(), StoreError> {
    let members = memberships::list_active_members(tx, company)?;
    let deciding = members.iter().filter(|tie| tie.role != Role::Assistant);
    for (member, id) in deciding.zip(draws.claim_notices) {
        let notice = NewNotice {
            id,
            kind,
            recipient: Recipient::Person(member.person),
            subject,
            version: 0,
        };
        notices::enqueue(tx, &notice, draws.now)?;
    }
    Ok(())
}
