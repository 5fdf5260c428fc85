//! Consent to letters that nobody needs: giving it, and taking it back as easily. Whoever sends such a letter asks
//! [`may_send_optional`](marketday_store::consents::may_send_optional).

use crate::news::follow;
use marketday_model::news::NewsChoice;
use marketday_model::notice::Subject;
use marketday_model::quiet::Quiet;
use marketday_model::{
    Consent, Instant, OptionalLetter, OrganisationKind, PersonId, Surroundings, WhySuppressed,
};
use marketday_store::audit::Altered;
use marketday_store::{
    Note, Rx, Store, StoreError, Tx, consents, erasure, memberships, people, quiet_hours,
    suppressions, teams,
};

/// What somebody chooses of letters.
#[derive(Debug, Clone, Default)]
pub struct LetterChoices {
    /// Those that they want and do not need.
    pub letters: Vec<OptionalLetter>,
    /// What they follow, if they want news.
    pub news: Option<NewsChoice>,
    /// Their quiet hours; as they were if none.
    pub quiet: Option<Quiet>,
}

/// The kinds of letters that somebody is asked about: what comes with a part in a team, only whoever has one.
///
/// # Errors
///
/// When the database fails.
pub fn list_offered(rx: &mut Rx<'_>, person: PersonId) -> Result<Vec<OptionalLetter>, StoreError> {
    let ties = memberships::list_with_kinds(rx, person)?;
    let is_in_team = ties
        .iter()
        .any(|(tie, kind)| tie.is_active() && *kind == OrganisationKind::OrganisingBody)
        || !teams::list_of_person(rx, person)?.is_empty();
    let all = OptionalLetter::ALL.iter().copied();
    Ok(all
        .filter(|letter| is_in_team || !letter.comes_with_team())
        .collect())
}

/// Gives the consents to these letters, in the words that stood at their boxes, on the page `given_on`, and takes every
/// other back about which they are asked; whoever wants news follows what the choice says. Nothing changes for letters that were as they are to be. Says
/// whether there is such a person (still).
///
/// # Errors
///
/// When the database fails.
pub fn choose_letters(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    chosen: LetterChoices,
    given_on: &str,
) -> Result<bool, StoreError> {
    let [followed, quietened] = [(); 2].map(|()| Note::new(surroundings, person));
    let choices: Vec<(Consent, Note, bool)> = OptionalLetter::ALL
        .iter()
        .map(|letter| {
            let note = Note::new(surroundings, person);
            let consent = consent(surroundings, note.at, person, *letter, given_on);
            (consent, note, chosen.letters.contains(letter))
        })
        .collect();
    store.write(move |tx| {
        if erasure::lock(tx, person)?.is_none() {
            return Ok(false);
        }
        let offered = list_offered(tx, person)?;
        for (consent, note, is_chosen) in &choices {
            if !offered.contains(&consent.letter) {
                continue;
            }
            if *is_chosen {
                give(tx, *note, consent)?;
            } else {
                consents::take_back(tx, *note, person, consent.letter)?;
            }
        }
        if let Some(news) = &chosen.news {
            follow(tx, followed, person, news)?;
        }
        if let Some(quiet) = chosen.quiet {
            quieten(tx, quietened, person, quiet)?;
        }
        Ok(true)
    })
}

/// Sets the quiet hours of somebody.
fn quieten(tx: &mut Tx<'_>, note: Note, person: PersonId, quiet: Quiet) -> Result<(), StoreError> {
    let was = quiet_hours::find(tx, person)?;
    if was == quiet {
        return Ok(());
    }
    quiet_hours::set(tx, person, quiet)?;
    let said = |quiet: Quiet| {
        quiet
            .hours
            .map_or_else(|| "none".to_owned(), |hours| hours.to_string())
    };
    let altered = Altered::list([
        ("Quiet hours", said(was), said(quiet)),
        ("Clocks", was.zone.to_string(), quiet.zone.to_string()),
    ]);
    let subject = Subject::Person(person);
    note.write_altered(tx, "quiet.choose", subject, String::new(), &altered)
}

pub(crate) fn consent(
    surroundings: &Surroundings,
    given_at: Instant,
    person: PersonId,
    letter: OptionalLetter,
    given_on: &str,
) -> Consent {
    Consent {
        id: surroundings.id(),
        person,
        letter,
        wording: letter.wording().to_owned(),
        given_on: given_on.to_owned(),
        given_at,
        withdrawn_at: None,
    }
}

pub(crate) fn give(tx: &mut Tx<'_>, note: Note, consent: &Consent) -> Result<bool, StoreError> {
    let is_new = if consent.letter.comes_with_team() {
        consents::resume(tx, consent.person, consent.letter)?
    } else {
        consents::insert(tx, consent)?
    };
    if is_new {
        // Whoever asks for them does not find them unwanted any more.
        if let Some(person) = people::find(tx, consent.person)? {
            suppressions::lift(tx, &person.email, WhySuppressed::Complained)?;
        }
        let detail = format!("{} on {}", consent.letter, consent.given_on);
        note.write(tx, "consent.give", Subject::Person(consent.person), detail)?;
    }
    Ok(is_new)
}

/// Notes that a person agreed to letters of a kind, in the words that stood at its box, on the page `given_on`; says
/// whether they had not before. What comes with a part in a team, and was switched off, is on again.
pub fn give_consent(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    letter: OptionalLetter,
    given_on: &str,
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, person);
    let consent = consent(surroundings, note.at, person, letter, given_on);
    store.write(move |tx| give(tx, note, &consent))
}

/// Notes that a person wants no more letters of a kind; says whether they had agreed to them.
pub fn withdraw_consent(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    letter: OptionalLetter,
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| consents::take_back(tx, note, person, letter))
}
