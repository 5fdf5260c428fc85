//! What an organiser types about the slots of a session.

use crate::fields::Fields;
use marketday_model::SlotPattern;
use marketday_model::slot::{SlotLengthError, SlotLengths};
use marketday_model::slot_pattern::{Lightning, LightningPlace, Pause, SlotShares};
use marketday_render::{Choice, FormState};
use std::ops::RangeInclusive;

/// The form with lengths in it, and nothing else asked for.
pub(super) fn typed(lengths: SlotLengths) -> FormState {
    let (pitch, questions, changeover, grid) = lengths.minutes();
    FormState::from_pairs([
        ("pitch_minutes", pitch.to_string()),
        ("questions_minutes", questions.to_string()),
        ("changeover_minutes", changeover.to_string()),
        ("grid_minutes", grid.to_string()),
    ])
}

/// Where lightning pitches can be.
pub(super) fn lightning_choices() -> Vec<Choice> {
    let text = |place: LightningPlace| match place {
        LightningPlace::First => "In the first part of the session",
        LightningPlace::Last => "In the last part of the session",
        LightningPlace::EveryThird => "Every third slot",
    };
    let places = LightningPlace::ALL.iter();
    places
        .map(|place| Choice::new(place.as_str(), text(*place)))
        .collect()
}

/// The pattern that was typed; or nothing, with messages in the fields.
pub(super) fn read(fields: &mut Fields) -> Option<SlotPattern> {
    let lengths = lengths(fields);
    let pause = pause(fields);
    let reserve = optional(fields, "reserve_minutes", "Minutes kept free", 0..=240);
    let lightning = lightning(fields, lengths);
    let shares = shares(fields);
    let pattern = SlotPattern {
        lengths: lengths?,
        pause,
        reserve: reserve.unwrap_or(0),
        lightning,
        shares: shares?,
    };
    fields.is_good().then_some(pattern)
}

/// A number; none where nothing was typed, or, with a message in the field, nothing that can be used.
fn optional(
    fields: &mut Fields,
    name: &str,
    label: &str,
    limits: RangeInclusive<u32>,
) -> Option<u32> {
    if fields.text(name).trim().is_empty() {
        return None;
    }
    fields.number(name, label, limits)
}

fn lengths(fields: &mut Fields) -> Option<SlotLengths> {
    let pitch = fields.number("pitch_minutes", "Length of the pitch", 1..=120);
    let questions = fields.number("questions_minutes", "Time for questions", 0..=60);
    let changeover = fields.number("changeover_minutes", "Changeover", 0..=60);
    let grid = fields.number("grid_minutes", "“Start every”", 1..=60);
    let lengths = SlotLengths::new(pitch?, questions?, changeover?, grid?);
    lengths
        .map_err(|error| {
            let field = match error {
                SlotLengthError::Pitch => "pitch_minutes",
                SlotLengthError::Questions => "questions_minutes",
                SlotLengthError::Changeover => "changeover_minutes",
                SlotLengthError::Grid => "grid_minutes",
            };
            fields.form.push_error(field, error.to_string());
        })
        .ok()
}

/// The pause, of which both numbers are asked for as soon as one is typed.
fn pause(fields: &mut Fields) -> Option<Pause> {
    let names = ["break_after", "break_minutes"];
    if names.iter().all(|name| fields.text(name).trim().is_empty()) {
        return None;
    }
    let after = fields.number("break_after", "“A break after”", 1..=50);
    let minutes = fields.number("break_minutes", "Length of the break", 1..=120);
    Some(Pause {
        after: after?,
        minutes: minutes?,
    })
}

fn lightning(fields: &mut Fields, full: Option<SlotLengths>) -> Option<Lightning> {
    if fields.text("lightning").is_empty() {
        return None;
    }
    let message = "Choose where lightning pitches are";
    let place: Option<LightningPlace> = fields.word("lightning", message);
    let pitch = fields.number("lightning_minutes", "Length of a lightning pitch", 1..=120);
    let questions = optional(
        fields,
        "lightning_questions",
        "Time for questions after it",
        0..=60,
    );
    let part = if place == Some(LightningPlace::EveryThird) {
        Some(0)
    } else {
        fields.number("lightning_part", "Length of that part", 1..=720)
    };
    let (.., changeover, grid) = full?.minutes();
    let lengths = SlotLengths::new(pitch?, questions.unwrap_or(0), changeover, grid).ok()?;
    Some(Lightning {
        lengths,
        place: place?,
        part: part?,
    })
}

fn shares(fields: &mut Fields) -> Option<SlotShares> {
    let curated = optional(fields, "curated_share", "Share of curated slots", 0..=100);
    let held_back = optional(
        fields,
        "held_back_share",
        "Share of slots held back",
        0..=100,
    );
    let (curated, held_back) = (curated.unwrap_or(0), held_back.unwrap_or(0));
    let shares = SlotShares::new(curated, held_back);
    if shares.is_none() {
        let message = "Curated slots and slots held back are more than 100 per cent together";
        fields.form.push_error("curated_share", message);
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        let form = typed(SlotLengths::DEFAULT);
        Fields::of(pairs.iter().fold(form, |form, (name, value)| {
            form.without(name).with(*name, *value)
        }))
    }

    fn refused(pairs: &[(&str, &str)]) -> Vec<String> {
        let mut fields = fields(pairs);
        assert_eq!(read(&mut fields), None);
        let errors = fields.form.errors().iter();
        errors.map(|error| error.field.clone()).collect()
    }

    #[test]
    fn lengths_out_of_range_are_each_said_at_their_field() {
        assert_eq!(
            refused(&[
                ("pitch_minutes", "0"),
                ("changeover_minutes", "long"),
                ("grid_minutes", "61")
            ]),
            ["pitch_minutes", "changeover_minutes", "grid_minutes"]
        );
    }

    #[test]
    fn the_usual_lengths_are_what_the_empty_form_holds() {
        assert_eq!(
            read(&mut fields(&[])),
            Some(SlotPattern::plain(SlotLengths::DEFAULT))
        );
    }

    #[test]
    fn half_of_a_pause_or_of_lightning_pitches_is_asked_about() {
        assert_eq!(refused(&[("break_after", "4")]), ["break_minutes"]);
        assert_eq!(
            refused(&[("lightning", "last")]),
            ["lightning_minutes", "lightning_part"]
        );
        assert_eq!(
            refused(&[("lightning", "every-third")]),
            ["lightning_minutes"]
        );
    }

    #[test]
    fn more_slots_than_all_cannot_be_kept_from_companies() {
        assert_eq!(
            refused(&[("curated_share", "60"), ("held_back_share", "50")]),
            ["curated_share"]
        );
    }

    #[test]
    fn everything_that_was_typed_is_in_the_pattern() {
        let pattern = read(&mut fields(&[
            ("break_after", "4"),
            ("break_minutes", "15"),
            ("reserve_minutes", "10"),
            ("lightning", "first"),
            ("lightning_minutes", "3"),
            ("lightning_questions", "1"),
            ("lightning_part", "30"),
            ("curated_share", "25"),
            ("held_back_share", "10"),
        ]));
        let expected = SlotPattern {
            lengths: SlotLengths::DEFAULT,
            pause: Some(Pause {
                after: 4,
                minutes: 15,
            }),
            reserve: 10,
            lightning: Some(Lightning {
                lengths: SlotLengths::new(3, 1, 3, 5).unwrap(),
                place: LightningPlace::First,
                part: 30,
            }),
            shares: SlotShares::new(25, 10).unwrap(),
        };
        assert_eq!(pattern, Some(expected));
    }
}
