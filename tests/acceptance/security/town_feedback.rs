//! What the town's delegate said of the day: its text and their name are written by somebody, and read by its organisers.

use crate::app::TestApp;
use marketday_model::feedback::{Feedback, Helped};
use marketday_model::{EventId, PersonId};
use marketday_store::feedback;
use marketday_testkit::given::prose;

/// The delegate has said how the day was, though it is still to come.
pub(super) fn says(app: &TestApp, event: EventId, person: PersonId) {
    let said = Feedback {
        helped: Helped::Some,
        better: prose("A longer lunch."),
        is_named: true,
    };
    let now = app.world.surroundings.now();
    let kept = app
        .world
        .store
        .write(move |tx| feedback::save(tx, (event, person), &said, now));
    kept.expect("the database answers");
}
