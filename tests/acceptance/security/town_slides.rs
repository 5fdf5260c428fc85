//! The slides of the town's company.

use crate::app::TestApp;
use marketday_booking::{Sending, SentBy, SentFile, send_slides};
use marketday_model::{BookingId, PersonId, SlidesId};
use marketday_store::slides;
use marketday_testkit::World;
use marketday_testkit::given::prose;
use std::io::Write;

/// The company sends its slides, and lets everybody see them.
pub(super) fn sends_slides(app: &TestApp, booking: BookingId, person: PersonId) -> SlidesId {
    let mut content = tempfile::tempfile().expect("a file");
    content.write_all(b"%PDF-1.7\n").expect("it fits");
    let sending = Sending {
        booking,
        file: Some(SentFile {
            name: "Falls.pdf".to_owned(),
            content,
        }),
        summary: prose("One slide: a fall."),
        publish: true,
    };
    let World {
        store,
        surroundings,
        ..
    } = &app.world;
    let by = SentBy::Company(person);
    send_slides(store, &app.files, surroundings, by, sending).expect("they are taken");
    let versions = store.read(|rx| slides::list_versions(rx, booking));
    versions.expect("the database answers")[0].id
}
