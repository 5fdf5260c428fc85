//! Editing a proposal until its call closes.

use super::current::current;
use crate::book::{PitchText, Presenter};
use marketday_model::event::WindowState;
use marketday_model::notice::Subject;
use marketday_model::{PersonId, Proposal, ProposalId, ProposalState, Surroundings, Theme};
use marketday_store::audit::Altered;
use marketday_store::proposals::ProposalText;
use marketday_store::{Note, Store, StoreError, people, proposals};

/// Why a proposal is not changed.
#[derive(Debug, thiserror::Error)]
pub enum EditRefused {
    /// It is decided already, or was withdrawn.
    #[error("This proposal is decided or was withdrawn, so it cannot be changed")]
    NotSubmitted,
    /// Its call has closed.
    #[error("The call has closed, so this proposal cannot be changed any more")]
    Closed,
    /// Somebody else changed it at the same moment.
    #[error("Somebody else has just changed this proposal. Look at it, then change it again")]
    Stale,
    /// The database failed.
    #[error("changing the proposal failed")]
    Store(#[from] StoreError),
}

/// Gives a proposal, as it was read at `version`, another text and presenter (none means the contact). Whether `person`
/// may do so is asked before.
pub fn change_proposal(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (id, version): (ProposalId, u32),
    (pitch, named): (PitchText, Option<Presenter>),
) -> Result<(), EditRefused> {
    let presenter_id: PersonId = surroundings.id();
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let found = current(tx, id)?.ok_or(EditRefused::NotSubmitted)?;
        let proposal = found.proposal;
        if proposal.state != ProposalState::Submitted {
            return Err(EditRefused::NotSubmitted);
        }
        if found.call.state(&found.event, note.at) != WindowState::Open {
            return Err(EditRefused::Closed);
        }
        let contact = people::find(tx, proposal.contact)?.ok_or(EditRefused::NotSubmitted)?;
        let presenter = match &named {
            None => contact,
            Some(named) => people::find_or_insert(
                tx,
                presenter_id,
                &named.email,
                // What another calls them stays with the pitch: their own name is theirs to give.
                named.email.local_part(),
                None,
                note.at,
            )?,
        };
        let text = ProposalText {
            presenter: presenter.id,
            presenter_name: named
                .as_ref()
                .map_or(presenter.name, |named| named.name.to_string()),
            presenter_email: named.as_ref().map(|named| named.email.to_string()),
            title: pitch.title.to_string(),
            summary: pitch.summary.to_string(),
            themes: pitch.themes.clone(),
        };
        let altered = differences(&proposal, &text);
        if altered.is_empty() {
            return Ok(());
        }
        if !proposals::update(tx, id, version, &text, note.at)? {
            return Err(EditRefused::Stale);
        }
        let what = Altered::names(&altered);
        note.write_altered(tx, "proposal.change", Subject::Proposal(id), what, &altered)?;
        Ok(())
    })
}

/// What is otherwise: of another presenter only that it is another.
fn differences(proposal: &Proposal, text: &ProposalText) -> Vec<Altered> {
    let is_other = proposal.presenter != Some(text.presenter)
        || proposal.presenter_name != text.presenter_name
        || proposal.presenter_email != text.presenter_email;
    let presenter = if is_other { "changed" } else { "" };
    Altered::list([
        ("Presenter", String::new(), presenter.to_owned()),
        ("Title", proposal.title.clone(), text.title.clone()),
        ("Summary", proposal.summary.clone(), text.summary.clone()),
        (
            "Themes",
            Theme::names(&proposal.themes),
            Theme::names(&text.themes),
        ),
    ])
}
