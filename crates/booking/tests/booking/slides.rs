//! The slides of a booking: versions, the deadline, and files that nothing needs any more.

use crate::given::{at_once, booked, find};
use chrono::Duration;
use marketday_booking::{
    CancelledBy, Sending, SentBy, SentFile, SlidesRefused, cancel, remove_slides, send_slides,
    set_slides_due, sweep_files,
};
use marketday_files::Files;
use marketday_model::{BookingId, PersonId, Slides, SlidesText, policy};
use marketday_store::slides;
use marketday_testkit::given::prose;
use marketday_testkit::{Database, Day, World, on_each_database};
use std::io::Write;
use tempfile::TempDir;

/// A day with one booking, and a folder for files.
struct Scene {
    world: World,
    day: Day,
    booking: BookingId,
    contact: PersonId,
    files: Files,
    folder: TempDir,
}

impl Scene {
    fn of(database: &Database) -> Self {
        let world = World::on(database);
        let day = world.published_day(1);
        let booking = booked(&world, day.slots[0].id, 1);
        let folder = tempfile::tempdir().expect("a folder");
        Self {
            contact: find(&world, booking).contact,
            files: Files::in_folder(folder.path()),
            world,
            day,
            booking,
            folder,
        }
    }

    fn company(&self) -> SentBy {
        SentBy::Company(self.contact)
    }

    fn organiser(&self) -> SentBy {
        SentBy::Organiser(self.day.organiser.id)
    }

    /// Sends a PDF that says this, under this name.
    fn sends(&self, by: SentBy, name: &str, says: &str) -> Result<bool, SlidesRefused> {
        let mut content = tempfile::tempfile().expect("a file");
        write!(content, "%PDF-1.7 {says}").expect("it fits");
        self.sends_with(by, Some((name, content)), "")
    }

    fn sends_with(
        &self,
        by: SentBy,
        file: Option<(&str, std::fs::File)>,
        summary: &str,
    ) -> Result<bool, SlidesRefused> {
        let sending = Sending {
            booking: self.booking,
            file: file.map(|(name, content)| SentFile {
                name: name.to_owned(),
                content,
            }),
            summary: prose(summary),
            publish: false,
        };
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        send_slides(store, &self.files, surroundings, by, sending)
    }

    fn removes(&self, by: SentBy, version: &Slides) -> Result<bool, SlidesRefused> {
        let of = (self.booking, version.id);
        remove_slides(&self.world.store, &self.world.surroundings, by, of)
    }

    fn versions(&self) -> Vec<Slides> {
        let versions = self
            .world
            .store
            .read(|rx| slides::list_versions(rx, self.booking));
        versions.expect("the database answers")
    }

    fn is_received(&self) -> bool {
        let received = self
            .world
            .store
            .read(|rx| slides::list_received(rx, self.day.event.id));
        received.expect("the database answers") == [self.booking]
    }

    fn sweeps(&self) -> usize {
        sweep_files(&self.world.store, &self.files, &self.world.surroundings)
            .expect("they can be deleted")
    }

    /// How many files lie in the folder.
    fn lying(&self) -> usize {
        let entries = std::fs::read_dir(self.folder.path()).expect("the folder is there");
        entries.count()
    }
}

#[test]
fn every_version_is_kept_numbered_and_told_by_name_size_and_digest() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        assert!(!scene.is_received());
        assert!(scene.sends(scene.company(), "../Falls.PDF", "one").unwrap());
        assert!(scene.is_received());
        assert!(scene.sends(scene.organiser(), "b.pdf", "two").unwrap());
        let [second, first] = &scene.versions()[..] else {
            panic!("two versions");
        };
        assert_eq!(
            (first.number, first.file_name.as_str(), first.size),
            (1, "Falls.pdf", 12)
        );
        assert_eq!(
            first.sha256,
            "e6d49ab2abf82176003da667a50ba1d708796b091f2957400c19699badfb6a20"
        );
        assert_eq!(first.uploaded_by, Some(scene.contact));
        assert_eq!((second.number, scene.lying()), (2, 2));
        assert_eq!(second.uploaded_by, Some(scene.day.organiser.id));
        let mut content = String::new();
        let mut file = scene.files.get(first.id.into()).expect("its file");
        std::io::Read::read_to_string(&mut file, &mut content).expect("text");
        assert_eq!(content, "%PDF-1.7 one");
    });
}

#[test]
fn the_same_file_again_is_the_version_that_is_there() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        let new = at_once(4, |_| {
            scene.sends(scene.company(), "a.pdf", "one").expect("taken")
        });
        assert_eq!(new.iter().filter(|is_new| **is_new).count(), 1);
        assert!(!scene.sends(scene.company(), "other.pdf", "one").unwrap());
        assert_eq!((scene.versions().len(), scene.lying()), (1, 1));
    });
}

#[test]
fn a_version_that_is_removed_stays_in_the_list_and_its_file_goes_with_the_sweep() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        scene.sends(scene.company(), "a.pdf", "one").unwrap();
        let version = scene.versions().remove(0);
        assert!(scene.removes(scene.company(), &version).unwrap());
        assert!(!scene.removes(scene.company(), &version).unwrap());
        assert!(!scene.is_received());
        let removed = scene.versions().remove(0);
        assert_eq!(removed.removed_at, Some(scene.world.surroundings.now()));
        assert_eq!(scene.lying(), 1);
        assert_eq!((scene.sweeps(), scene.sweeps(), scene.lying()), (1, 0, 0));
        // What was removed can be sent again, as another version.
        assert!(scene.sends(scene.company(), "a.pdf", "one").unwrap());
        assert_eq!(scene.versions()[0].number, 2);
    });
}

#[test]
fn after_the_deadline_nothing_is_taken_from_the_company_and_organisers_still_change_it() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        let (store, surroundings) = (&scene.world.store, &scene.world.surroundings);
        let due = surroundings.now() + Duration::days(1);
        let (by, event) = (scene.day.organiser.id, scene.day.event.id);
        assert!(set_slides_due(store, surroundings, by, (event, Some(due))).unwrap());
        assert!(!set_slides_due(store, surroundings, by, (event, Some(due))).unwrap());
        scene.world.clock.set(due - Duration::seconds(1));
        scene.sends(scene.company(), "a.pdf", "one").unwrap();
        let version = scene.versions().remove(0);
        scene.world.clock.set(due);
        let late = scene.sends(scene.company(), "b.pdf", "two");
        assert!(matches!(late, Err(SlidesRefused::Late)), "{late:?}");
        let late = scene.sends_with(scene.company(), None, "In words");
        assert!(matches!(late, Err(SlidesRefused::Late)), "{late:?}");
        let late = scene.removes(scene.company(), &version);
        assert!(matches!(late, Err(SlidesRefused::Late)), "{late:?}");
        assert_eq!((scene.versions().len(), scene.lying()), (1, 1));
        assert!(scene.sends(scene.organiser(), "b.pdf", "two").unwrap());
        assert!(set_slides_due(store, surroundings, by, (event, None)).unwrap());
        assert!(scene.sends(scene.company(), "c.pdf", "three").unwrap());
        assert_eq!(
            scene.world.altered(event, "slides.due"),
            [
                format!("Deadline: {} > ", due.to_rfc3339()),
                format!("Deadline:  > {}", due.to_rfc3339())
            ]
        );
    });
}

#[test]
fn once_a_pitch_has_begun_or_was_cancelled_its_slides_stay_as_they_are() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        let starts_at = scene.day.slots[0].times.starts_at;
        scene.world.clock.set(starts_at);
        let begun = scene.sends(scene.company(), "a.pdf", "one");
        assert!(matches!(begun, Err(SlidesRefused::Begun)), "{begun:?}");
        assert!(scene.sends(scene.organiser(), "a.pdf", "one").unwrap());
        let (store, surroundings) = (&scene.world.store, &scene.world.surroundings);
        let by = CancelledBy::Organiser(scene.day.organiser.id, "Fog".into());
        cancel(store, surroundings, scene.booking, by).unwrap();
        let gone = scene.sends(scene.organiser(), "b.pdf", "two");
        assert!(matches!(gone, Err(SlidesRefused::NotConfirmed)), "{gone:?}");
    });
}

#[test]
fn what_is_no_slides_leaves_neither_a_row_nor_a_file() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        scene.sends(scene.company(), "a.pdf", "one").unwrap();
        let mut content = tempfile::tempfile().expect("a file");
        content.write_all(b"MZ, a program").expect("it fits");
        let refused = scene.sends_with(scene.company(), Some(("a.pdf", content)), "In words");
        assert!(
            matches!(refused, Err(SlidesRefused::Content(_))),
            "{refused:?}"
        );
        assert_eq!((scene.versions().len(), scene.lying()), (1, 1));
        let text = scene
            .world
            .store
            .read(|rx| slides::find_text(rx, scene.booking));
        assert_eq!(text.unwrap(), SlidesText::default());
    });
}

#[test]
fn no_more_versions_are_kept_than_anybody_needs_and_a_refused_one_leaves_no_file() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        for number in 0..policy::SLIDES_VERSIONS {
            let says = number.to_string();
            assert!(scene.sends(scene.company(), "a.pdf", &says).unwrap());
        }
        let refused = scene.sends(scene.company(), "a.pdf", "one more");
        assert!(
            matches!(refused, Err(SlidesRefused::TooMany)),
            "{refused:?}"
        );
        assert_eq!(scene.lying(), policy::SLIDES_VERSIONS);
        let oldest = scene.versions().pop().expect("a version");
        scene.removes(scene.company(), &oldest).unwrap();
        assert!(scene.sends(scene.company(), "a.pdf", "one more").unwrap());
        assert_eq!(scene.versions()[0].number, 21);
    });
}

#[test]
fn a_file_whose_row_never_came_is_swept_after_an_hour_and_one_that_cannot_be_deleted_stays_noted() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        let id: marketday_model::SlidesId = scene.world.surroundings.id();
        let now = scene.world.surroundings.now();
        let noted = scene
            .world
            .store
            .write(move |tx| marketday_store::stored_files::note(tx, id, now));
        noted.unwrap();
        scene.files.put(id.into(), &mut &b"x"[..], 1).unwrap();
        scene.world.clock.advance(policy::STRAY_FILE);
        assert_eq!((scene.sweeps(), scene.lying()), (0, 1));
        scene.world.clock.advance(Duration::seconds(1));
        let (store, surroundings) = (&scene.world.store, &scene.world.surroundings);
        assert!(sweep_files(store, &Files::nowhere(), surroundings).is_err());
        assert_eq!((scene.sweeps(), scene.lying()), (1, 0));
    });
}

#[test]
fn the_trail_says_what_became_of_slides_and_not_what_their_file_was_called() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        scene
            .sends(scene.company(), "Dr Ana Silva.pdf", "one")
            .unwrap();
        scene
            .sends_with(scene.company(), None, "One slide")
            .unwrap();
        assert_eq!(
            scene.world.altered(scene.day.event.id, "slides.describe"),
            ["Text summary:  > One slide"]
        );
        let ana = scene
            .world
            .store
            .read(|rx| marketday_store::privacy::list_columns_with(rx, "Ana Silva"));
        assert_eq!(ana.unwrap(), ["slides.file_name"]);
    });
}

#[test]
fn the_slides_of_somebody_who_is_erased_go_with_their_booking_and_their_file_with_the_sweep() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        scene.sends(scene.company(), "a.pdf", "one").unwrap();
        scene
            .sends_with(scene.company(), None, "One slide")
            .unwrap();
        let (store, surroundings) = (&scene.world.store, &scene.world.surroundings);
        marketday_accounts::erase(store, surroundings, scene.contact).expect("erased");
        assert_eq!(scene.versions(), []);
        let text = store.read(|rx| slides::find_text(rx, scene.booking));
        assert_eq!(text.unwrap(), SlidesText::default());
        scene
            .world
            .clock
            .advance(policy::STRAY_FILE + Duration::seconds(1));
        assert_eq!((scene.sweeps(), scene.lying()), (1, 0));
    });
}
