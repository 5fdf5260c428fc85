//! The calendar of others that the body of the town's day plans around.

use marketday_imports::{Address, NewCalendar, Reach, import_address};
use marketday_model::{ImportedCalendarId, ImportedEntry};
use marketday_store::imported_calendars;
use marketday_testkit::{Day, World};

/// The body of the day plans around a calendar in which something is on that day.
pub(super) fn imports_calendar(world: &World, day: &Day) -> ImportedCalendarId {
    let id: ImportedCalendarId = world.surroundings.id();
    let new = NewCalendar {
        id,
        body: day.event.organiser,
        name: "Sector calendar".into(),
    };
    let address = Address::parse("https://sector.example/a.ics", &Reach::default());
    let address = address.expect("an address");
    let (store, by) = (&world.store, day.organiser.id);
    import_address(store, &world.surroundings, by, new, &address).expect("it is imported");
    let entry = ImportedEntry {
        uid: "1".into(),
        title: "Roads Conference".into(),
        location: "Leeds".into(),
        starts: day.event.time.start(),
        ends: day.event.time.end(),
        all_day: false,
    };
    let filled = store
        .write(move |tx| imported_calendars::replace_entries(tx, id, std::slice::from_ref(&entry)));
    filled.expect("an entry");
    id
}
