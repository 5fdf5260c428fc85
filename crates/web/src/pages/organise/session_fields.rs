//! A session of the programme between a form and the domain.

use super::moments::{range, with_time};
use crate::fields::Fields;
use marketday_model::{Event, Line, Prose, Session, SessionKind, Stage, StageId};
use marketday_render::{Choice, FormState};
use marketday_scheduling::{SessionRefused, SessionText};

/// What was typed, as the domain takes it; or nothing, with messages in the fields.
pub(super) fn read(fields: &mut Fields, event: &Event) -> Option<SessionText> {
    let title: Option<Line<120>> = fields.line("title", "The title");
    let kind = fields.word("kind", "Choose what it is");
    // An empty choice is the whole venue; anything else must be a stage.
    let stage: Option<Option<StageId>> = if fields.text("stage").is_empty() {
        Some(None)
    } else {
        fields
            .word("stage", "Choose one of the stages of this event")
            .map(Some)
    };
    let date = event.time.start().with_timezone(&event.zone).date_naive();
    let time = range(fields, Some(date), event.zone);
    let description: Option<Prose<2000>> = fields.optional_prose("description", "The description");
    let text = SessionText {
        title: title?,
        description: description?,
        kind: kind?,
        stage: stage?,
        time: time?,
    };
    fields.is_good().then_some(text)
}

/// The form of a session as it is.
pub(super) fn typed(event: &Event, session: &Session) -> FormState {
    let stage = session.stage.map_or_else(String::new, |id| id.to_string());
    let form = FormState::from_pairs([
        ("form_id", session.id.to_string()),
        ("seen", session.fingerprint()),
        ("title", session.title.clone()),
        ("kind", session.kind.as_str().to_owned()),
        ("stage", stage),
        ("description", session.description.clone()),
    ]);
    let form = with_time(form, "start_time", session.time.start(), event.zone);
    with_time(form, "end_time", session.time.end(), event.zone)
}

/// The field that a refusal belongs to; none where it belongs to the whole form.
pub(super) const fn field_of(refused: &SessionRefused) -> &'static str {
    match refused {
        SessionRefused::OutsideDay => "start_time",
        SessionRefused::SlotsOutside { .. } => "end_time",
        SessionRefused::NoSuchStage | SessionRefused::PitchNeedsStage => "stage",
        SessionRefused::NoSuchEvent
        | SessionRefused::NoSuchSession
        | SessionRefused::ChangedMeanwhile
        | SessionRefused::Over
        | SessionRefused::Booked { .. }
        | SessionRefused::Store(_) => "",
    }
}

/// Whether a session holds what was typed, so that a form which comes again made it.
pub(super) fn is_same(session: &Session, text: &SessionText) -> bool {
    session.title == text.title.as_str()
        && session.description == text.description.as_str()
        && (session.kind, session.stage, session.time) == (text.kind, text.stage, text.time)
}

/// The kinds of session, to choose from.
pub(super) fn kinds() -> Vec<Choice> {
    [
        (SessionKind::Pitch, "Companies pitch in slots"),
        (SessionKind::Keynote, "A talk to everybody"),
        (SessionKind::Panel, "Several people in discussion"),
        (SessionKind::Break, "Coffee, lunch, a change of rooms"),
        (SessionKind::Meetings, "One-to-one meetings"),
    ]
    .map(|(kind, hint)| Choice::new(kind.as_str(), kind.name()).hint(hint))
    .into()
}

/// The stages, to choose from.
pub(super) fn stage_choices(stages: &[Stage]) -> Vec<Choice> {
    stages
        .iter()
        .map(|stage| Choice::new(stage.id.to_string(), stage.name.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::kinds;
    use marketday_model::SessionKind;

    #[test]
    fn every_kind_can_be_chosen() {
        assert_eq!(kinds().len(), SessionKind::ALL.len());
    }
}
