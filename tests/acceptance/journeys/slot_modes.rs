//! Slots with breaks and shares: made by an organiser, seen by companies.

use crate::app::spawn_app;
use marketday_testkit::on_each_database;

const PROGRAMME: &str = "/organise/events/care-day-2027/programme";
const SLOTS: &str = "/events/care-day-2027/slots";

#[test]
fn an_organiser_makes_slots_with_breaks_and_keeps_some_which_companies_see_and_cannot_book() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        app.published_day(1);
        let organiser = app.browser();
        organiser.signs_in_at_once("organiser@north.example");
        organiser.adds_session(
            "care-day-2027",
            ("pitch", "Afternoon", "Main stage"),
            ("13:00", "15:00"),
        );
        let page = organiser.visit(PROGRAMME);
        let page = organiser.visit(&page.link("Make slots in Afternoon"));
        let form = page.form("Preview").fill(&[
            ("break_after", "3"),
            ("break_minutes", "15"),
            ("reserve_minutes", "10"),
            ("held_back_share", "34"),
        ]);
        let preview = organiser.presses(&form, "Preview");
        assert_eq!(
            preview.all("section tbody th"),
            ["1pm", "1:15pm", "1:30pm", "2pm", "2:15pm", "2:30pm"]
        );
        assert_eq!(
            preview.all("section tbody td:last-child"),
            ["Open", "Held back", "Open", "Open", "Held back", "Open"]
        );
        organiser.makes_slots(&preview);
        organiser.releases("care-day-2027");

        let visitor = app.browser();
        let slots = visitor.visit(SLOTS);
        assert!(slots.says("5 of 5 slots are free. The organiser decides who has 2 more."));
        assert_eq!(slots.all(".slot-given").len(), 2);
        assert_eq!(slots.links(".slot a").len(), 5);
        assert!(
            visitor
                .visit("/events/care-day-2027")
                .says("5 of 5 slots are free")
        );
        let refused = visitor.get(&slots.links(".slot a")[1]);
        assert_eq!(refused.status, 200);

        // The organiser gives one to everybody after all.
        let page = organiser.visit(PROGRAMME);
        let page = organiser.visit(&page.link("Make slots in Afternoon"));
        let forms = page.all("main li .tag");
        assert_eq!(forms.iter().filter(|tag| *tag == "Held back").count(), 2);
        let form = page
            .form("Change who decides who has the slot 1:15pm to 1:27pm")
            .fill(&[("mode", "open")]);
        let answer = organiser.presses(&form, "Change who decides");
        let page = organiser.follow(answer);
        assert_eq!(
            page.flash(),
            "Who decides who has the slot has been changed. Companies see it with the next release."
        );
        assert!(
            visitor
                .visit(SLOTS)
                .says("The organiser decides who has 2 more.")
        );
        assert!(organiser.visit(PROGRAMME).says("Changed: 1 free slot"));
        organiser.releases("care-day-2027");
        assert!(
            visitor
                .visit(SLOTS)
                .says("The organiser decides who has 1 more.")
        );
    });
}
