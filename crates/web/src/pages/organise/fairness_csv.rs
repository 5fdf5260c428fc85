//! `record.csv` of the fairness record: one row for all that was asked, each mark, each overrule and each deed.

use marketday_model::spreadsheet::csv_lines;
use marketday_render::pages::organise::{
    FairnessAssessor, FairnessMark, FairnessRequest, FairnessText,
};

/// What stands in the columns, in order.
const COLUMNS: [&str; 22] = [
    "part",
    "at",
    "way",
    "company",
    "pitch",
    "slot",
    "outcome",
    "decided at",
    "why",
    "by",
    "email",
    "wish",
    "offered slot",
    "offered at",
    "offer until",
    "state",
    "rank",
    "mark",
    "short list",
    "decided by",
    "confirm by",
    "answered at",
];

/// A row: what stands in its first columns; the others are empty.
fn row<const N: usize>(cells: [&str; N]) -> [String; 22] {
    let mut row = [const { String::new() }; 22];
    for (cell, text) in row.iter_mut().zip(cells) {
        text.clone_into(cell);
    }
    row
}

/// All parts below each other: what was asked, by which marks proposals were judged, what was overruled and done.
pub(super) fn csv(record: &FairnessText) -> String {
    let requests = record.requests.iter().map(request);
    let marks = record.requests.iter().flat_map(marks);
    let overrules = record.overrules.iter().map(|one| {
        let by = one.by.as_deref().unwrap_or_default();
        let (at, rules, company) = (&one.made_at, &one.rules, &one.company);
        row([
            "overrule",
            at,
            rules,
            company,
            "",
            &one.slot,
            "",
            "",
            &one.reason,
            by,
        ])
    });
    let steps = record.steps.iter().map(|one| {
        let by = one.by.as_deref().unwrap_or_default();
        let (at, what, company) = (&one.at, &one.what, &one.company);
        row(["step", at, what, company, "", "", "", "", &one.detail, by])
    });
    let rows = requests.chain(marks).chain(overrules).chain(steps);
    // Without the mark some spreadsheets take it for another alphabet.
    let lines = csv_lines(std::iter::once(COLUMNS.map(str::to_owned)).chain(rows));
    format!("\u{feff}{lines}")
}

fn request(one: &FairnessRequest) -> [String; 22] {
    let mut all = row([
        "request",
        &one.asked_at,
        &one.way,
        &one.company,
        &one.pitch,
        &one.slot,
        &one.outcome,
        &one.decided_at,
        &one.why,
        one.contact_name.as_deref().unwrap_or_default(),
        one.contact_email.as_deref().unwrap_or_default(),
    ]);
    if let Some(waiting) = &one.waiting {
        let cells = [
            &waiting.wish,
            &waiting.offered_slot,
            &waiting.offered_at,
            &waiting.offer_until,
        ];
        fill(&mut all, "wish", cells.map(String::as_str));
    }
    if let Some(proposal) = &one.proposal {
        let cells = [
            proposal.state.as_str(),
            &proposal.rank,
            &proposal.mark,
            if proposal.shortlisted { "yes" } else { "no" },
            proposal.decided_by.as_deref().unwrap_or_default(),
            &proposal.confirm_by,
            &proposal.answered_at,
        ];
        fill(&mut all, "state", cells);
    }
    all
}

/// Writes cells into a row, from the column of this name on.
fn fill<const N: usize>(row: &mut [String; 22], from: &str, cells: [&str; N]) {
    let place = COLUMNS.iter().position(|column| *column == from);
    for (cell, text) in row.iter_mut().skip(place.unwrap_or_default()).zip(cells) {
        text.clone_into(cell);
    }
}

/// The means of a proposal, and what each assessor gave it: the criterion stands as the way, the mark as the outcome.
fn marks(one: &FairnessRequest) -> Vec<[String; 22]> {
    let Some(proposal) = &one.proposal else {
        return Vec::new();
    };
    let (company, pitch) = (&one.company, &one.pitch);
    let mean = |mean: &FairnessMark| {
        let (criterion, mark) = (&mean.criterion, &mean.mark);
        row(["mean", "", criterion, company, pitch, "", mark])
    };
    let of_assessor = |assessor: &FairnessAssessor| {
        let name = assessor.name.as_str();
        if assessor.has_conflict {
            let outcome = "Conflict of interest";
            return vec![row([
                "score", "", "", company, pitch, "", outcome, "", "", name,
            ])];
        }
        let scores = assessor.scores.iter();
        let score = |score: &FairnessMark| {
            let (criterion, mark) = (&score.criterion, &score.mark);
            row([
                "score", "", criterion, company, pitch, "", mark, "", "", name,
            ])
        };
        scores.map(score).collect()
    };
    let assessors = proposal.assessors.iter().flat_map(of_assessor);
    proposal.means.iter().map(mean).chain(assessors).collect()
}
