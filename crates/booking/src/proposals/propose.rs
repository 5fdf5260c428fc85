//! Proposing a pitch to an event that curates its programme.

use crate::book::{PitchText, Presenter};
use crate::party::{Admitted, Party, PartyDraws, admit, ask_members};
use marketday_model::code::CodeCheck;
use marketday_model::event::WindowState;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    Call, Claim, EmailAddress, Event, EventId, Instant, Line, NoticeId, NoticeKind, OrganisationId,
    Proposal, ProposalId, ProposalState, Surroundings, Theme,
};
use marketday_store::audit::Altered;
use marketday_store::notices::NewNotice;
use marketday_store::pools::Pool;
use marketday_store::{
    Note, Store, StoreError, Tx, calls, events, notices, pools, proposal_drafts, proposals,
};

/// Everything that the form of a proposal asks.
#[derive(Debug, Clone)]
pub struct ProposeRequest {
    /// The id that the form was given, so that one that is sent twice is one proposal.
    pub id: ProposalId,
    /// To which event.
    pub event: EventId,
    /// The company's name.
    pub company: Line<120>,
    /// The known company that whoever proposes has said it is, whatever they typed.
    pub known_company: Option<OrganisationId>,
    /// Its web address.
    pub website: Option<Line<200>>,
    /// Its Companies House number.
    pub company_number: Option<Line<8>>,
    /// Who proposes: their address, which the check shows to be theirs.
    pub contact_email: EmailAddress,
    /// Their name.
    pub contact_name: Line<120>,
    /// Their telephone number.
    pub phone: Option<Line<40>>,
    /// Who would present, if it is not the contact.
    pub presenter: Option<Presenter>,
    /// The pitch.
    pub pitch: PitchText,
}

impl ProposeRequest {
    fn party(&self) -> Party<'_> {
        Party {
            company: &self.company,
            known_company: self.known_company,
            website: self.website.as_ref(),
            company_number: self.company_number.as_ref(),
            contact_email: &self.contact_email,
            contact_name: &self.contact_name,
            phone: self.phone.as_ref(),
            presenter: self.presenter.as_ref(),
        }
    }
}

/// How proposing went that was not refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposeOutcome {
    /// The organisers have it; the same answer if the form is sent twice.
    Proposed(ProposalId),
    /// The typed code was not the right one.
    CodeRefused(CodeCheck),
}

/// Why a proposal is not taken. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ProposeRefused {
    /// The event takes no proposals now.
    #[error("This event takes no proposals now")]
    NotOpen,
    /// The company has as many live proposals as it may.
    #[error("This company already has as many proposals to this event as it may ({limit})")]
    CompanyLimit {
        /// How many it may have.
        limit: u32,
    },
    /// The database failed.
    #[error("proposing failed")]
    Store(#[from] StoreError),
}

/// What is drawn before the transaction.
#[derive(Clone, Copy)]
struct Draws {
    party: PartyDraws,
    notice: NoticeId,
    note: Note,
}

/// Submits a proposal. `check` runs inside the transaction and says whether the contact's address is theirs, as when a
/// slot is booked.
pub fn propose(
    store: &Store,
    surroundings: &Surroundings,
    request: ProposeRequest,
    check: impl Fn(&mut Tx<'_>, Instant) -> Result<CodeCheck, StoreError> + Send + 'static,
) -> Result<ProposeOutcome, ProposeRefused> {
    let draws = Draws {
        party: PartyDraws::new(surroundings),
        notice: surroundings.id(),
        note: Note::new(surroundings, None),
    };
    store.write(move |tx| {
        events::lock_shared(tx, request.event)?;
        if is_known(tx, &request)? {
            return Ok(ProposeOutcome::Proposed(request.id));
        }
        let (_, call) = open(tx, request.event, draws.note.at)?;
        match check(tx, draws.note.at)? {
            CodeCheck::Right => {}
            // The other click of a double click has used the code up.
            _ if is_known(tx, &request)? => return Ok(ProposeOutcome::Proposed(request.id)),
            refused => return Ok(ProposeOutcome::CodeRefused(refused)),
        }
        let party = request.party();
        let admitted = admit(tx, &party, &draws.party)?;
        // Two of one company wait here for each other.
        if is_known(tx, &request)? {
            return Ok(ProposeOutcome::Proposed(request.id));
        }
        let pool = Pool::Proposals(request.event, admitted.identity.clone());
        if !pools::take(tx, &pool, call.company_limit)? {
            return Err(ProposeRefused::CompanyLimit {
                limit: call.company_limit,
            });
        }
        let new = submitted(&request, &admitted, draws.note.at);
        proposal_drafts::delete(tx, request.id, new.contact)?;
        if !proposals::insert(tx, &new)? {
            return Err(StoreError::Conflict("the same form was sent twice".into()).into());
        }
        tell(tx, &new, &draws)?;
        if new.is_claim_open() {
            let (kind, subject) = (NoticeKind::ProposalClaimed, Subject::Proposal(new.id));
            ask_members(tx, kind, subject, new.company, &draws.party)?;
        }
        Ok(ProposeOutcome::Proposed(new.id))
    })
}

/// Whether the form was sent before.
fn is_known(tx: &mut Tx<'_>, request: &ProposeRequest) -> Result<bool, StoreError> {
    let same = proposals::find(tx, request.id)?;
    Ok(same.is_some_and(|same| same.event == request.event))
}

/// The event and its call, if it takes proposals at `now`.
pub(super) fn open(
    tx: &mut Tx<'_>,
    event: EventId,
    now: Instant,
) -> Result<(Event, Call), ProposeRefused> {
    let found = (events::find(tx, event)?, calls::find(tx, event)?);
    match found {
        (Some(event), Some(call)) if call.state(&event, now) == WindowState::Open => {
            Ok((event, call))
        }
        _ => Err(ProposeRefused::NotOpen),
    }
}

fn submitted(request: &ProposeRequest, admitted: &Admitted, now: Instant) -> Proposal {
    let on_stage = &admitted.on_stage;
    Proposal {
        id: request.id,
        event: request.event,
        state: ProposalState::Submitted,
        company: admitted.company.id,
        company_name: admitted.company.name.clone(),
        company_identity: admitted.identity.clone(),
        claim: if admitted.claim_expires_at.is_some() {
            Claim::Unconfirmed
        } else {
            Claim::Settled
        },
        contact: admitted.contact.id,
        presenter: Some(on_stage.person),
        presenter_name: on_stage.name.clone(),
        presenter_email: on_stage.email.clone(),
        title: request.pitch.title.to_string(),
        summary: request.pitch.summary.to_string(),
        themes: request.pitch.themes.clone(),
        version: 0,
        submitted_at: now,
        changed_at: now,
        shortlisted: false,
        feedback: String::new(),
        decided_at: None,
        decided_by: None,
        why: String::new(),
        place: None,
    }
}

fn tell(tx: &mut Tx<'_>, new: &Proposal, draws: &Draws) -> Result<(), StoreError> {
    let subject = Subject::Proposal(new.id);
    let notice = NewNotice {
        id: draws.notice,
        kind: NoticeKind::ProposalReceived,
        recipient: Recipient::Person(new.contact),
        subject,
        version: 0,
    };
    notices::enqueue(tx, &notice, draws.note.at)?;
    let altered = Altered::list([
        ("State", String::new(), new.state.to_string()),
        ("Title", String::new(), new.title.clone()),
        ("Summary", String::new(), new.summary.clone()),
        ("Themes", String::new(), Theme::names(&new.themes)),
    ]);
    let note = draws.note.by(new.contact);
    note.write_altered(tx, "proposal.submit", subject, String::new(), &altered)
}
