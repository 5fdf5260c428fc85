//! What the tests of imports need.

use chrono::DateTime;
use marketday_imports::{
    Address, ImportRefused, NewCalendar, Reach, fetch_due, import_address, import_file,
};
use marketday_model::{ImportedCalendar, ImportedCalendarId, ImportedEntry};
use marketday_store::imported_calendars;
use marketday_testkit::{Answer, CalendarServer, Database, Day, World};
use std::sync::atomic::AtomicBool;

/// A body that imports, a server, and where a fetch may go.
pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) day: Day,
    pub(crate) server: CalendarServer,
    pub(crate) reach: Reach,
}

/// A calendar with one entry a title, at 10 o'clock on 2 March 2027 and the days after.
pub(crate) fn calendar(titles: &[&str]) -> String {
    let events = (0..).zip(titles).map(|(number, title)| {
        let day = number + 2;
        format!(
            "BEGIN:VEVENT\r\nUID:{number}\r\nSUMMARY:{title}\r\nDTSTART:202703{day:02}T100000Z\r\n\
             DURATION:PT1H\r\nEND:VEVENT\r\n"
        )
    });
    let events: String = events.collect();
    format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n")
}

impl Scene {
    pub(crate) fn of(database: &Database) -> Self {
        let world = World::on(database);
        let day = world.published_day(1);
        let server = CalendarServer::start(Answer::ok(calendar(&["Roads"])));
        let reach = Reach::new(vec![server.address()]);
        Self {
            world,
            day,
            server,
            reach,
        }
    }

    pub(crate) fn new_calendar(&self) -> NewCalendar {
        NewCalendar {
            id: self.world.surroundings.id(),
            body: self.day.event.organiser,
            name: "Sector calendar".into(),
        }
    }

    /// Imports from an address.
    pub(crate) fn imports_from(&self, address: &str) -> ImportedCalendarId {
        let new = self.new_calendar();
        let (id, by) = (new.id, self.day.organiser.id);
        let address = Address::parse(address, &self.reach).expect("an address");
        let world = &self.world;
        import_address(&world.store, &world.surroundings, by, new, &address)
            .expect("it is imported");
        id
    }

    /// Imports what the server has.
    pub(crate) fn imports(&self) -> ImportedCalendarId {
        self.imports_from(&self.server.url())
    }

    pub(crate) fn imports_file(&self, file: &[u8]) -> Result<ImportedCalendarId, ImportRefused> {
        let new = self.new_calendar();
        let (id, by) = (new.id, self.day.organiser.id);
        let world = &self.world;
        import_file(&world.store, &world.surroundings, by, new, file)?;
        Ok(id)
    }

    /// Fetches what is due, as the worker does.
    pub(crate) fn fetches(&self) -> usize {
        self.fetches_within(&self.reach)
    }

    pub(crate) fn fetches_within(&self, reach: &Reach) -> usize {
        let running = AtomicBool::new(false);
        let world = &self.world;
        fetch_due(&world.store, &world.surroundings, reach, &running).expect("the database answers")
    }

    pub(crate) fn calendar(&self, id: ImportedCalendarId) -> ImportedCalendar {
        let store = &self.world.store;
        let found = store.read(|rx| imported_calendars::find(rx, id));
        found.expect("the database answers").expect("a calendar")
    }

    pub(crate) fn entries(&self, id: ImportedCalendarId) -> Vec<ImportedEntry> {
        let store = &self.world.store;
        let beginning = DateTime::UNIX_EPOCH;
        let entries = store.read(|rx| imported_calendars::list_entries(rx, id, beginning, 100));
        entries.expect("the database answers")
    }

    pub(crate) fn titles(&self, id: ImportedCalendarId) -> Vec<String> {
        let entries = self.entries(id).into_iter();
        entries.map(|entry| entry.title).collect()
    }
}
