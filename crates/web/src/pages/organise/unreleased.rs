//! How the plan of a programme differs from what is released, in words.

use super::frame::figure;
use crate::pages::differences::name;
use marketday_model::Session;
use marketday_render::pages::organise::{People, ReleaseChange, ReleaseChangeKind};
use marketday_render::{Tag, Tone};
use marketday_scheduling::diff::{DiffItem, Difference, ReleaseDiff, same_text};
use marketday_store::releases::ReleasedSession;

/// The differences as lines of a table.
pub(super) fn changes(diff: &ReleaseDiff) -> Vec<ReleaseChange> {
    let change = |item: &DiffItem| {
        let (from, to) = match &item.what {
            Difference::New(to) => (None, Some(to.clone())),
            Difference::Moved { from, to } => (Some(from.clone()), Some(to.clone())),
            Difference::Changed if item.is_slot => (None, Some("Who may book it".to_owned())),
            Difference::Changed => (None, Some("Another title, kind or description".to_owned())),
            Difference::Removed(from) => (Some(from.clone()), None),
        };
        ReleaseChange {
            kind: kind(&item.what),
            what: name(item),
            from,
            to,
        }
    };
    diff.items.iter().map(change).collect()
}

/// Whom a release tells: the contacts of bookings that move or go.
pub(super) fn told(diff: &ReleaseDiff) -> People {
    People::new(figure(diff.told), 0)
}

fn kind(what: &Difference) -> ReleaseChangeKind {
    match what {
        Difference::New(_) => ReleaseChangeKind::New,
        Difference::Moved { .. } => ReleaseChangeKind::Moved,
        Difference::Changed => ReleaseChangeKind::Changed,
        Difference::Removed(_) => ReleaseChangeKind::Removed,
    }
}

/// How one session differs from the current release.
pub(super) fn tag(
    released: &[ReleasedSession],
    session: &Session,
    stage: Option<&str>,
) -> Option<Tag> {
    let was = released
        .iter()
        .find(|was| was.session.id == session.id && was.removed_at.is_none());
    let Some(was) = was else {
        return Some(Tag::new("New", Tone::Warn));
    };
    let old = &was.session;
    if old.time != session.time || was.stage_name.as_deref() != stage {
        return Some(Tag::new("Moved", Tone::Warn));
    }
    (!same_text(old, session)).then(|| Tag::new("Changed", Tone::Warn))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::differences::sentences;
    use marketday_scheduling::diff::FREE_SLOT;

    fn item(title: &str, what: Difference, is_slot: bool) -> DiffItem {
        DiffItem {
            title: title.into(),
            what,
            is_slot,
        }
    }

    #[test]
    fn sessions_and_booked_slots_are_named_and_free_slots_counted() {
        let new = || Difference::New("10:30 to 10:42, Main Hall".into());
        let moved = Difference::Moved {
            from: "10:00 to 10:12, Main Hall".into(),
            to: "10:15 to 10:27, Main Hall".into(),
        };
        let diff = ReleaseDiff {
            items: vec![
                item("Lunch", Difference::Changed, false),
                item(FREE_SLOT, new(), true),
                item("Quiet Kiln", moved, true),
                item(FREE_SLOT, new(), true),
            ],
            told: 1,
        };
        assert_eq!(
            sentences(&diff.items),
            [
                "Changed: Lunch",
                "Moved: Slot of Quiet Kiln, from 10:00 to 10:12, Main Hall to 10:15 to 10:27, Main Hall",
                "New: 2 free slots",
            ]
        );
        assert_eq!(told(&diff), People::new(1, 0));
        let kinds: Vec<ReleaseChangeKind> =
            changes(&diff).iter().map(|change| change.kind).collect();
        assert_eq!(
            kinds,
            [
                ReleaseChangeKind::Changed,
                ReleaseChangeKind::New,
                ReleaseChangeKind::Moved,
                ReleaseChangeKind::New,
            ]
        );
    }
}
