//! What people do, in the words of the product. Each is a method of their browser.

use super::{Browser, Page};
use marketday_model::code::CodePurpose;
use marketday_model::{EmailAddress, SlotId};
use marketday_store::codes;

/// What somebody types into a form.
pub(crate) type Typed<'t> = Vec<(&'t str, &'t str)>;

/// `typed` with some fields typed otherwise; a name that comes twice is ticked twice.
pub(crate) fn but<'t>(mut typed: Typed<'t>, other: &[(&'t str, &'t str)]) -> Typed<'t> {
    typed.retain(|(name, _)| !other.iter().any(|(field, _)| field == name));
    typed.extend(other);
    typed
}

/// A company's booking form, filled in by its founder.
pub(crate) fn careloop() -> Typed<'static> {
    vec![
        ("company", "Careloop"),
        ("website", "www.careloop.example"),
        ("company_number", ""),
        ("contact_name", "Amina Yusuf"),
        ("email", "amina@careloop.example"),
        ("phone", "01325 555 010"),
        ("pitch_title", "Falls that do not happen"),
        (
            "pitch_summary",
            "Sensors that notice a change of gait, a week before the fall.",
        ),
        ("themes", "adult-social-care"),
        ("presenter_name", ""),
        ("presenter_email", ""),
    ]
}

/// A delegate's registration form.
pub(crate) fn delegate() -> Typed<'static> {
    vec![
        ("name", "Rhys Bevan"),
        ("email", "rhys.bevan@darlington.example"),
        ("organisation", "Darlington Borough Council"),
        ("role", "Head of commissioning"),
        ("themes", "adult-social-care"),
        ("access_needs", "A seat near the front"),
        ("dietary_needs", "Vegan"),
        ("listed", "yes"),
    ]
}

/// An organiser's form for a new event.
pub(crate) fn drains_day() -> Typed<'static> {
    vec![
        ("title", "East Coast Drains Day"),
        ("region", "yorkshire-and-the-humber"),
        ("themes", "highways"),
        ("themes", "waste"),
        ("summary", "A day for **drainage** teams."),
        ("venue_name", "The Corn Store"),
        ("venue_address", "Quay Street\r\nWhitby\r\nYO21 1DN"),
        ("venue_town", "Whitby"),
        ("venue_access", "Step-free from the quay."),
        ("step_free", "unknown"),
        ("hearing_loop", "unknown"),
        ("quiet_room", "unknown"),
        ("date", "2026-12-02"),
        ("start_time", "09:30"),
        ("end_time", "16:00"),
        ("company_limit", "1"),
        ("booking_opens_date", ""),
        ("booking_opens_time", ""),
        ("booking_closes_date", "2026-11-25"),
        ("booking_closes_time", "17:00"),
        ("capacity", "40"),
        ("registration_opens_date", ""),
        ("registration_opens_time", ""),
        ("registration_closes_date", "2026-11-30"),
        ("registration_closes_time", "17:00"),
    ]
}

/// Anybody.
impl Browser<'_> {
    /// Presses the button of a provider, and returns the address elsewhere that this leads to.
    pub(crate) fn sets_out_for(&self, label: &str) -> String {
        let page = self.visit("/sign-in");
        let button = format!("Sign in with {label}");
        let away = self.presses(&page.form(&button), &button);
        assert_eq!((away.status, away.heading()), (200, button));
        away.link("Continue to")
    }

    /// Comes back from a provider to this address, which the provider gave, and sees the page.
    pub(crate) fn comes_back(&self, href: &str) -> Page {
        let path = href.strip_prefix(super::PUBLIC_URL);
        self.get(path.expect("an address of ours"))
    }

    /// Presses the button of the page to which a provider sent them back.
    pub(crate) fn finishes(&self, back: &Page) -> Page {
        self.presses(&back.form("Continue"), "Continue")
    }

    /// Asks for a code, reads the letter, and types the code. Ends at the page that it leads to.
    pub(crate) fn signs_in(&self, email: &str) -> Page {
        let page = self.asks_to_sign_in(email);
        let code = self.app.next_letter_to(email).code();
        self.types_code(&page, &code, "Sign in")
    }

    /// Signs in without waiting for the letter: for the many who sign in at once.
    pub(crate) fn signs_in_at_once(&self, email: &str) -> Page {
        let page = self.asks_to_sign_in(email);
        let address: EmailAddress = email.parse().expect("an address");
        let browser = self.token_digest();
        let store = &self.app.world.store;
        let request = store
            .read(|rx| codes::find_latest(rx, &browser, CodePurpose::SignIn, &address))
            .expect("the database answers")
            .expect("a request for a code");
        self.types_code(&page, &self.app.key.code(&request), "Sign in")
    }

    /// Gives an address, and sees the page that asks for the code.
    pub(crate) fn asks_to_sign_in(&self, email: &str) -> Page {
        let form = self.visit("/sign-in").form("Send me a code");
        self.presses(&form.fill(&[("email", email)]), "Send me a code")
    }

    /// Types a code into the page that asks for it.
    pub(crate) fn types_code(&self, page: &Page, code: &str, button: &str) -> Page {
        let answer = self.presses(&page.form(button).fill(&[("code", code)]), button);
        self.follow(answer)
    }
}

/// A company.
impl Browser<'_> {
    /// Takes a slot, which shows the form to fill in.
    pub(crate) fn holds(&self, slot: SlotId) -> Page {
        let offer = self.visit(&format!("/slots/{slot}/booking"));
        let held = self.presses(
            &offer.form("Keep this slot for me"),
            "Keep this slot for me",
        );
        self.follow(held)
    }

    /// Fills in the form and presses its button, whichever it has. If the company is known already, it is theirs.
    pub(crate) fn fills_in(&self, page: &Page, typed: &[(&str, &str)]) -> Page {
        let answer = self.sends_in(page, typed);
        let question = "Yes, book for it";
        if answer.forms().iter().any(|form| form.has_button(question)) {
            return self.presses(&answer.form(question), question);
        }
        answer
    }

    /// The same, up to the question whether a known company is theirs.
    pub(crate) fn sends_in(&self, page: &Page, typed: &[(&str, &str)]) -> Page {
        let button = ["Book this slot", "Confirm and book", "Continue"];
        let button = button
            .into_iter()
            .find(|button| page.forms().iter().any(|form| form.has_button(button)));
        let button = button.expect("a button that books");
        self.presses(&page.form(button).fill(typed), button)
    }

    /// Takes a slot, fills in the form, reads the letter and types the code. Ends at the booking's page.
    pub(crate) fn books(&self, slot: SlotId, typed: &[(&str, &str)]) -> Page {
        let page = self.holds(slot);
        let asked = self.fills_in(&page, typed);
        if asked.status == 303 {
            return self.follow(asked);
        }
        let (_, email) = typed
            .iter()
            .find(|(name, _)| *name == "email")
            .expect("an address");
        let code = self.app.next_letter_to(email).code();
        self.types_code(&asked, &code, "Confirm and book")
    }

    /// Cancels a booking from its page.
    pub(crate) fn cancels(&self, booking: &Page) -> Page {
        let question = self.visit(&booking.link("Cancel this booking"));
        let answer = self.presses(&question.form("Cancel this booking"), "Cancel this booking");
        self.follow(answer)
    }
}

/// A delegate.
impl Browser<'_> {
    /// Registers, reads the letter and types the code. Ends at the registration's page.
    pub(crate) fn registers(&self, slug: &str, typed: &[(&str, &str)]) -> Page {
        let path = format!("/events/{slug}/registration");
        let page = self.visit(&path);
        if page.forms().iter().any(|form| form.has_button("Register")) {
            let answer = self.presses(&page.form("Register").fill(typed), "Register");
            return self.follow(answer);
        }
        let asked = self.presses(&page.form("Continue").fill(typed), "Continue");
        let (_, email) = typed
            .iter()
            .find(|(name, _)| *name == "email")
            .expect("an address");
        let code = self.app.next_letter_to(email).code();
        self.types_code(&asked, &code, "Confirm and register")
    }

    /// Withdraws from the registration's page.
    pub(crate) fn withdraws(&self, registration: &Page) -> Page {
        let question = self.visit(&registration.link("Withdraw your registration"));
        let answer = self.presses(&question.form("Withdraw"), "Withdraw");
        self.follow(answer)
    }
}

/// An organiser.
impl Browser<'_> {
    /// Fills in the form of a new event, and returns its slug.
    pub(crate) fn creates_event(&self, typed: &[(&str, &str)]) -> String {
        let form = self
            .visit("/organise/events/new")
            .form("Create the event")
            .fill(typed);
        let made = self.presses(&form, "Create the event");
        let path = made
            .location()
            .unwrap_or_else(|| panic!("{:?}", made.errors()));
        assert_eq!(self.follow(made).status, 200);
        let slug = path
            .strip_prefix("/organise/events/")
            .and_then(|rest| rest.split('?').next());
        slug.expect("the event's page").to_owned()
    }

    /// Adds a stage.
    pub(crate) fn adds_stage(&self, slug: &str, name: &str) -> Page {
        let page = self.visit(&format!("/organise/events/{slug}/programme"));
        let form = page.form("Add the stage").fill(&[("name", name)]);
        let answer = self.presses(&form, "Add the stage");
        self.follow(answer)
    }

    /// Adds a session; the stage is named, or empty for the whole venue.
    pub(crate) fn adds_session(
        &self,
        slug: &str,
        (kind, title, stage): (&str, &str, &str),
        (start, end): (&str, &str),
    ) -> Page {
        let page = self.visit(&format!("/organise/events/{slug}/sessions/new"));
        let stage = page.option("stage", stage);
        let form = page.form("Add the session").fill(&[
            ("title", title),
            ("kind", kind),
            ("stage", &stage),
            ("start_time", start),
            ("end_time", end),
        ]);
        let answer = self.presses(&form, "Add the session");
        self.follow(answer)
    }

    /// Looks at the slots that the usual lengths make in the first pitch session.
    pub(crate) fn previews_slots(&self, slug: &str) -> Page {
        let programme = self.visit(&format!("/organise/events/{slug}/programme"));
        let page = self.visit(&programme.link("Make slots"));
        self.presses(&page.form("Preview"), "Preview")
    }

    /// The same for the pitch session with this title.
    pub(crate) fn previews_slots_of(&self, slug: &str, title: &str) -> Page {
        let programme = self.visit(&format!("/organise/events/{slug}/programme"));
        let page = self.visit(&programme.link(&format!("Make slots in {title}")));
        self.presses(&page.form("Preview"), "Preview")
    }

    /// Makes the slots of a preview.
    pub(crate) fn makes_slots(&self, preview: &Page) -> Page {
        let answer = self.presses(&preview.form("Make these"), "Make these");
        self.follow(answer)
    }

    /// Publishes a draft.
    pub(crate) fn publishes(&self, slug: &str) -> Page {
        let page = self.visit(&format!("/organise/events/{slug}/publication"));
        let answer = self.presses(&page.form("Publish now"), "Publish now");
        self.follow(answer)
    }

    /// Releases the programme.
    pub(crate) fn releases(&self, slug: &str) -> Page {
        let page = self.visit(&format!("/organise/events/{slug}/release"));
        let answer = self.presses(&page.form("Release version"), "Release version");
        self.follow(answer)
    }

    /// Changes some details of an event.
    pub(crate) fn changes_event(&self, slug: &str, typed: &[(&str, &str)]) -> Page {
        let page = self.visit(&format!("/organise/events/{slug}/details"));
        let form = page.form("Save changes").fill(typed);
        let answer = self.presses(&form, "Save changes");
        self.follow(answer)
    }

    /// Cancels an event.
    pub(crate) fn cancels_event(&self, slug: &str, reason: &str) -> Page {
        let page = self.visit(&format!("/organise/events/{slug}/cancellation"));
        let form = page.form("Cancel this event").fill(&[("reason", reason)]);
        let answer = self.presses(&form, "Cancel this event");
        self.follow(answer)
    }

    /// Reinstates an event on the date that it had.
    pub(crate) fn reinstates(&self, slug: &str) -> Page {
        let page = self.visit(&format!("/organise/events/{slug}/reinstatement"));
        let button = "Reinstate this event";
        let answer = self.presses(&page.form(button), button);
        self.follow(answer)
    }
}
