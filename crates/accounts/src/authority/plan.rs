//! What a file would change: it is compared with what is known, and nothing is written.

use super::file::{Column, Columns, FileError, Listed, Said};
use super::succeed::{self, Standing};
use chrono::NaiveDate;
use marketday_model::organisation::identity;
use marketday_model::{Authority, Organisation, OrganisationId, OrganisationKind};
use marketday_store::merging::Ties;
use marketday_store::{Rx, StoreError, authorities, organisations};
use std::collections::{BTreeSet, HashMap, HashSet};

/// One thing about an authority that is otherwise afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What.
    pub what: &'static str,
    /// How it was; empty for not known.
    pub before: String,
    /// How it is then; empty for not known.
    pub after: String,
}

/// One authority as it is after an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name, identity, GSS code and region.
    pub organisation: Organisation,
    /// What else is known of it.
    pub details: Authority,
    /// Whether it is new.
    pub is_new: bool,
    /// What is otherwise; everything, for a new one.
    pub fields: Vec<Field>,
}

/// People and registrations that move from an authority that has ended to the one that took over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// The authority that has ended.
    pub from: Organisation,
    /// The one that took over, or took over from the one that did.
    pub into: Organisation,
    /// The last day of the former.
    pub ended_on: NaiveDate,
    /// How much moves.
    pub ties: Ties,
}

/// What an import changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Import {
    /// The authorities that are new or otherwise afterwards, by code.
    pub entries: Vec<Entry>,
    /// What moves at once.
    pub moves: Vec<Succession>,
    /// What moves once an authority has ended, as far as the import says so for the first time.
    pub later: Vec<Succession>,
    /// Authorities that several others take over from, by code with the codes of those: nothing moves by itself.
    pub split: Vec<(String, Vec<String>)>,
    /// How many authorities of the file are known just as it says.
    pub unchanged: usize,
}

impl Import {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.moves.is_empty()
    }
}

/// Why there is no plan.
pub(super) enum NoPlan {
    File(Vec<FileError>),
    Store(StoreError),
}

impl From<StoreError> for NoPlan {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

type Known = (Organisation, Option<Authority>);

/// Compares what a file says with what is known. `fresh` has an id for each line, should it be of a new authority.
pub(super) fn plan(
    rx: &mut Rx<'_>,
    (listed, columns): (&[Listed], &Columns),
    fresh: &[OrganisationId],
    today: NaiveDate,
) -> Result<Import, NoPlan> {
    let known = authorities::list(rx)?;
    let in_file: HashSet<&str> = listed.iter().map(|line| line.code.as_str()).collect();
    let mut errors = Vec::new();
    let mut found = Vec::new();
    for (line, fresh) in listed.iter().zip(fresh) {
        let id = find(rx, &known, line, (columns, &in_file), &mut errors)?;
        found.push(id.ok_or(*fresh));
    }
    errors.extend(doubles(listed, &found, columns));
    let by_code = codes(&known, listed, &found);
    let mut import = Import::default();
    let mut entries = Vec::new();
    for (line, found) in listed.iter().zip(&found) {
        let successor = successor(line, &by_code, columns, &mut errors);
        let id = found.unwrap_or_else(|fresh| fresh);
        let before = known.iter().find(|(known, _)| known.id == id);
        let mut entry = entry(line, id, successor, before, &by_code);
        // The name may be that of one which was merged into this one: it leads here already.
        let leads_here = organisations::find_by_identity(
            rx,
            OrganisationKind::Authority,
            &entry.organisation.identity,
        )?;
        if let (Some(found), Some((organisation, _))) = (leads_here, before)
            && found.id == id
        {
            entry
                .organisation
                .identity
                .clone_from(&organisation.identity);
        }
        entries.push(entry);
        if let Some(several) = line.successors.as_ref().filter(|codes| codes.len() > 1) {
            import.split.push((line.code.clone(), several.clone()));
        }
    }
    errors.extend(circles(listed, &entries, &known, columns));
    if !errors.is_empty() {
        errors.sort();
        return Err(NoPlan::File(errors));
    }
    let standing = standing(&known, &entries);
    import.moves = succeed::due(rx, &standing, today)?;
    import.unchanged = entries
        .iter()
        .filter(|entry| entry.fields.is_empty())
        .count();
    import.entries = entries;
    import.entries.retain(|entry| !entry.fields.is_empty());
    import
        .entries
        .sort_by(|a, b| a.details.code.cmp(&b.details.code));
    let told: HashSet<OrganisationId> = import
        .entries
        .iter()
        .filter(|entry| entry.details.ends_on.is_some_and(|last| last >= today))
        .map(|entry| entry.organisation.id)
        .collect();
    import.later = succeed::to_come(rx, &standing, &told)?;
    let changed: HashSet<&String> = import.entries.iter().map(|e| &e.details.code).collect();
    import.split.retain(|(code, _)| changed.contains(code));
    Ok(import)
}

/// The authority that a line is about: the one with its code, else one that is in no list yet and has its GSS code or
/// its name.
fn find(
    rx: &mut Rx<'_>,
    known: &[Known],
    line: &Listed,
    (columns, in_file): (&Columns, &HashSet<&str>),
    errors: &mut Vec<FileError>,
) -> Result<Option<OrganisationId>, StoreError> {
    let by_code = known
        .iter()
        .find(|(_, details)| details.as_ref().is_some_and(|d| d.code == line.code));
    let name = identity(&line.name, None);
    let by_gss = known
        .iter()
        .find(|(o, _)| line.gss.is_some() && o.gss == line.gss);
    // By name also under one that it was merged into.
    let by_name = organisations::find_by_identity(rx, OrganisationKind::Authority, &name)?;
    let by_name = by_name.and_then(|found| known.iter().find(|(o, _)| o.id == found.id));
    let mut theirs = None;
    for (column, other) in [(Column::Gss, by_gss), (Column::Name, by_name)] {
        let Some((organisation, details)) = other else {
            continue;
        };
        match details {
            // The file gives it another name or code itself: a name that stands there twice was found before.
            Some(details) if in_file.contains(details.code.as_str()) => {}
            Some(details) => {
                let message = format!("is that of {} ({})", organisation.name, details.code);
                errors.push(columns.error(line.line, column, message));
            }
            _ if by_code.is_none() => theirs = theirs.or(Some(organisation.id)),
            _ => {}
        }
    }
    Ok(by_code.map(|(organisation, _)| organisation.id).or(theirs))
}

/// Lines that turn out to be about one and the same authority.
fn doubles(
    listed: &[Listed],
    found: &[Result<OrganisationId, OrganisationId>],
    columns: &Columns,
) -> Vec<FileError> {
    let mut seen: HashMap<OrganisationId, u64> = HashMap::new();
    let mut errors = Vec::new();
    for (line, id) in listed.iter().zip(found) {
        let Ok(id) = id else { continue };
        if let Some(first) = seen.insert(*id, line.line) {
            let message = format!("is the same authority as in line {first}");
            errors.push(columns.error(line.line, Column::Code, message));
        }
    }
    errors
}

/// The id behind each code, after the import.
fn codes(
    known: &[Known],
    listed: &[Listed],
    found: &[Result<OrganisationId, OrganisationId>],
) -> HashMap<String, OrganisationId> {
    let before = known
        .iter()
        .filter_map(|(o, details)| Some((details.as_ref()?.code.clone(), o.id)));
    let file = listed.iter().zip(found).map(|(line, id)| {
        let id = id.unwrap_or_else(|fresh| fresh);
        (line.code.clone(), id)
    });
    before.chain(file).collect()
}

/// The one authority that a line says takes over.
fn successor(
    line: &Listed,
    by_code: &HashMap<String, OrganisationId>,
    columns: &Columns,
    errors: &mut Vec<FileError>,
) -> Said<OrganisationId> {
    let Some(codes) = &line.successors else {
        return Said::Nothing;
    };
    for code in codes.iter().filter(|code| !by_code.contains_key(*code)) {
        let message = format!("“{code}” is the code of no authority, here or before");
        errors.push(columns.error(line.line, Column::Successor, message));
    }
    Said::Value(match codes.as_slice() {
        [one] => by_code.get(one).copied(),
        _ => None,
    })
}

fn entry(
    line: &Listed,
    id: OrganisationId,
    successor: Said<OrganisationId>,
    before: Option<&Known>,
    by_code: &HashMap<String, OrganisationId>,
) -> Entry {
    let old = before.and_then(|(_, details)| details.as_ref());
    let organisation = Organisation {
        id,
        kind: OrganisationKind::Authority,
        name: line.name.clone(),
        identity: identity(&line.name, None),
        website: None,
        company_number: None,
        gss: line.gss.clone(),
        region: line.region,
    };
    let details = Authority {
        organisation: id,
        code: line.code.clone(),
        kind: line.kind,
        nation: line.nation,
        starts_on: line.starts_on.after(old.and_then(|old| old.starts_on)),
        ends_on: line.ends_on.after(old.and_then(|old| old.ends_on)),
        successor: successor.after(old.and_then(|old| old.successor)),
    };
    let names: HashMap<OrganisationId, &String> =
        by_code.iter().map(|(code, id)| (*id, code)).collect();
    let code = |id: OrganisationId| names.get(&id).map_or(String::new(), |code| (*code).clone());
    let was = before.map(|(organisation, _)| texts(organisation, old, &code));
    let is = texts(&organisation, Some(&details), &code);
    let fields = is
        .into_iter()
        .enumerate()
        .filter_map(|(n, (what, after))| {
            let before = was.as_ref().map_or(String::new(), |was| was[n].1.clone());
            (before != after).then_some(Field {
                what,
                before,
                after,
            })
        })
        .collect();
    Entry {
        organisation,
        details,
        is_new: before.is_none(),
        fields,
    }
}

/// Everything about an authority as people read it.
fn texts(
    organisation: &Organisation,
    details: Option<&Authority>,
    code: &dyn Fn(OrganisationId) -> String,
) -> [(&'static str, String); 9] {
    let of = |read: &dyn Fn(&Authority) -> String| details.map_or(String::new(), read);
    let day = |date: Option<NaiveDate>| date.map_or(String::new(), |date| date.to_string());
    [
        ("code", of(&|d| d.code.clone())),
        ("name", organisation.name.clone()),
        ("GSS code", organisation.gss.clone().unwrap_or_default()),
        ("type", of(&|d| d.kind.name().to_owned())),
        ("nation", of(&|d| d.nation.name().to_owned())),
        (
            "region",
            organisation.region.map_or("", |r| r.name()).to_owned(),
        ),
        ("first day", of(&|d| day(d.starts_on))),
        ("last day", of(&|d| day(d.ends_on))),
        (
            "successor",
            of(&|d| d.successor.map_or(String::new(), code)),
        ),
    ]
}

/// Every authority as it stands after the import.
fn standing(known: &[Known], entries: &[Entry]) -> Vec<Standing> {
    let changed: HashSet<OrganisationId> = entries.iter().map(|e| e.organisation.id).collect();
    let kept = known
        .iter()
        .filter(|(organisation, _)| !changed.contains(&organisation.id))
        .filter_map(|(o, details)| Some((o.clone(), details.clone()?)));
    let entries = entries
        .iter()
        .map(|entry| (entry.organisation.clone(), entry.details.clone()));
    kept.chain(entries).collect()
}

/// Authorities that would succeed each other in a circle: an error for each circle, at the first of its lines.
fn circles(
    listed: &[Listed],
    entries: &[Entry],
    known: &[Known],
    columns: &Columns,
) -> Vec<FileError> {
    let standing = standing(known, entries);
    let next: HashMap<OrganisationId, OrganisationId> = standing
        .iter()
        .filter_map(|(o, details)| Some((o.id, details.successor?)))
        .collect();
    let mut errors = Vec::new();
    let mut reported: HashSet<OrganisationId> = HashSet::new();
    for (line, entry) in listed.iter().zip(entries) {
        let start = entry.organisation.id;
        let mut circle = vec![start];
        let mut at = next.get(&start);
        while let Some(id) = at.filter(|id| !circle.contains(id)) {
            circle.push(*id);
            at = next.get(id);
        }
        if at != Some(&start) || reported.contains(&start) {
            continue;
        }
        reported.extend(&circle);
        let code = |id: &OrganisationId| {
            standing
                .iter()
                .find(|(o, _)| o.id == *id)
                .map_or(String::new(), |(_, details)| details.code.clone())
        };
        let lines: BTreeSet<u64> = listed
            .iter()
            .zip(entries)
            .filter(|(_, entry)| circle.contains(&entry.organisation.id))
            .map(|(line, _)| line.line)
            .collect();
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        let way: Vec<String> = circle.iter().chain([&start]).map(code).collect();
        let message = format!(
            "they take over from each other in a circle: {} (line{} {})",
            way.join(" → "),
            if lines.len() == 1 { "" } else { "s" },
            lines.join(", ")
        );
        errors.push(columns.error(line.line, Column::Successor, message));
    }
    errors
}
