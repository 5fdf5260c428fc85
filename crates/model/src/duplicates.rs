//! Organisations that may be one: what an administrator is shown to decide on.

use crate::Organisation;
use crate::organisation::identity;
use std::collections::BTreeMap;

/// Why two organisations may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// They have the same Companies House number or GSS code.
    SameNumber,
    /// They have the same name, but for spaces and the legal form.
    SameName,
    /// Their names differ by two letters or fewer.
    SimilarName,
}

impl Likeness {
    /// The same as people read it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::SameNumber => "The same number",
            Self::SameName => "The same name",
            Self::SimilarName => "A similar name",
        }
    }
}

/// How short a name may be to be compared by letters: shorter ones differ by two letters too easily.
const SHORTEST: usize = 8;
/// How many letters are equal in any case: names are only compared with those that begin like them.
const BEGINNING: usize = 3;

/// The name without spaces and legal form, as it is compared.
fn bare(organisation: &Organisation) -> String {
    let name = identity(&organisation.name, None);
    name.trim_start_matches("name:").replace(' ', "")
}

/// Whether two organisations may be one, and why. Two that have different GSS codes are not.
pub fn likeness(one: &Organisation, other: &Organisation) -> Option<Likeness> {
    if one.kind != other.kind || one.id == other.id {
        return None;
    }
    let same = |one: &Option<String>, other: &Option<String>| matches!((one, other), (Some(one), Some(other)) if one.eq_ignore_ascii_case(other));
    let differ = |one: &Option<String>, other: &Option<String>| matches!((one, other), (Some(one), Some(other)) if !one.eq_ignore_ascii_case(other));
    if same(&one.company_number, &other.company_number) || same(&one.gss, &other.gss) {
        return Some(Likeness::SameNumber);
    }
    if differ(&one.gss, &other.gss) {
        return None;
    }
    let (a, b) = (bare(one), bare(other));
    if a == b {
        return Some(Likeness::SameName);
    }
    let is_long = a.chars().count().min(b.chars().count()) >= SHORTEST;
    let is_other_company = differ(&one.company_number, &other.company_number);
    (is_long && !is_other_company && distance(&a, &b) <= 2).then_some(Likeness::SimilarName)
}

/// The pairs among these that may be one, the likeliest first. Of as many as 10,000 names few are compared: only those
/// with the same number, and those that begin with the same letters.
pub fn pairs(among: &[Organisation]) -> Vec<(&Organisation, &Organisation, Likeness)> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, organisation) in among.iter().enumerate() {
        let beginning: String = bare(organisation).chars().take(BEGINNING).collect();
        let numbers = [&organisation.company_number, &organisation.gss];
        let numbers = numbers.into_iter().flatten();
        let keys = numbers
            .map(|number| format!("number {}", number.to_ascii_uppercase()))
            .chain([format!("name {beginning}")]);
        for key in keys {
            groups.entry(key).or_default().push(n);
        }
    }
    let mut found: BTreeMap<(usize, usize), Likeness> = BTreeMap::new();
    for group in groups.values() {
        for (n, one) in group.iter().enumerate() {
            for other in &group[n + 1..] {
                if let Some(likeness) = likeness(&among[*one], &among[*other]) {
                    found.insert((*one, *other), likeness);
                }
            }
        }
    }
    let mut pairs: Vec<_> = found
        .into_iter()
        .map(|((one, other), likeness)| (&among[one], &among[other], likeness))
        .collect();
    pairs.sort_by_key(|(one, other, likeness)| (*likeness, one.name.clone(), other.name.clone()));
    pairs
}

/// How many letters have to be changed, put in or left out to make one word of the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (n, a) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = n + 1;
        for (m, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[m + 1];
            row[m + 1] = changed.min(diagonal + 1).min(row[m] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OrganisationKind;
    use uuid::Uuid;

    fn company(n: u128, name: &str, number: Option<&str>) -> Organisation {
        Organisation {
            id: Uuid::from_u128(n).into(),
            kind: OrganisationKind::Company,
            name: name.into(),
            identity: identity(name, number),
            website: None,
            company_number: number.map(Into::into),
            gss: None,
            region: None,
        }
    }

    fn alike(one: (&str, Option<&str>), other: (&str, Option<&str>)) -> Option<Likeness> {
        likeness(&company(1, one.0, one.1), &company(2, other.0, other.1))
    }

    #[test]
    fn organisations_are_alike_by_number_by_name_and_by_a_name_with_a_slip() {
        let number = Some("09876543");
        assert_eq!(
            alike(("Acme", number), ("Quite Different", number)),
            Some(Likeness::SameNumber)
        );
        assert_eq!(
            alike(("Care Loop Ltd", number), ("CareLoop", Some("01234567"))),
            Some(Likeness::SameName)
        );
        assert_eq!(
            alike(("Steadfoot", None), ("Stedfoot Ltd", number)),
            Some(Likeness::SimilarName)
        );
        for (one, other) in [
            (("Acme", None), ("Acne", None)),
            (("Steadfoot", None), ("Steadyhand", None)),
            // Two numbers, two companies.
            (("Steadfoot", number), ("Stedfoot", Some("01234567"))),
        ] {
            assert_eq!(alike(one, other), None, "{one:?} {other:?}");
        }
    }

    #[test]
    fn authorities_with_two_gss_codes_are_two() {
        let council = |n, gss: &str| Organisation {
            kind: OrganisationKind::Authority,
            gss: Some(gss.into()),
            ..company(n, "Surrey Council", None)
        };
        let (one, other) = (council(1, "E07000001"), council(2, "E07000002"));
        assert_eq!(likeness(&one, &other), None);
        assert_eq!(likeness(&one, &company(3, "Surrey Council", None)), None);
    }

    #[test]
    fn the_likeliest_pairs_come_first_and_each_once() {
        let all = [
            company(1, "Steadfoot", None),
            company(2, "Zebra", Some("09876543")),
            company(3, "Stedfoot", None),
            company(4, "Aardvark", Some("09876543")),
            company(5, "Stead Foot", None),
        ];
        let names: Vec<_> = pairs(&all)
            .into_iter()
            .map(|(one, other, why)| (one.name.as_str(), other.name.as_str(), why))
            .collect();
        assert_eq!(
            names,
            [
                ("Zebra", "Aardvark", Likeness::SameNumber),
                ("Steadfoot", "Stead Foot", Likeness::SameName),
                ("Steadfoot", "Stedfoot", Likeness::SimilarName),
                ("Stedfoot", "Stead Foot", Likeness::SimilarName),
            ]
        );
    }

    #[test]
    fn letters_are_counted() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!((distance("", "abc"), distance("abc", "abc")), (3, 0));
    }
}
