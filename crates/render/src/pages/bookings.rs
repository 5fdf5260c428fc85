//! The page of a booking, and cancelling it.

use serde::Serialize;

use super::facts::{ID, SLUG, SlotFacts, below_event, sample_slot, sample_themes, signed_in};
use super::slides::{BookingSlides, sample_slides};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::{Choice, FormState};
use crate::layout::{Layout, Link, Tag, Tone};
use crate::links::Links;

/// What was booked, for whoever booked it. The form's fields: `presenter_name`, `presenter_email`, `pitch_title`,
/// `pitch_summary`, `themes`.
#[derive(Debug, Clone, Serialize)]
pub struct BookingPage {
    /// The frame.
    pub layout: Layout,
    /// The slot.
    pub slot: SlotFacts,
    /// "Confirmed", "Cancelled", "Unconfirmed".
    pub tag: Tag,
    /// The company.
    pub company: String,
    /// "Tom Okafor, tom@steadfoot.example".
    pub contact_text: String,
    /// "Grace Okafor"; the contact when no other was named.
    pub presenter_text: String,
    /// The title of the pitch.
    pub pitch_title: String,
    /// What it is about, as it was typed.
    pub pitch_summary: String,
    /// The names of its themes.
    pub themes: Vec<String>,
    /// What is still to happen, as for a claim on a known company; or why the booking ended.
    pub note: Option<String>,
    /// Its slides; `None` where none are taken at all.
    pub slides: Option<BookingSlides>,
    /// The form that changes the pitch; `None` when it cannot be changed any more.
    pub change: Option<PitchChange>,
    /// What stands in that form.
    pub form: FormState,
    /// Where the booking is moved to another slot; `None` when it cannot be.
    pub move_href: Option<String>,
    /// Where another company is asked to change slots; `None` when it cannot be.
    pub swap_href: Option<String>,
    /// The proposals to change slots that wait for an answer.
    pub swaps: Vec<Link>,
    /// Where it is handed over to a colleague; `None` when it cannot be.
    pub contact_href: Option<String>,
    /// Where a request to cancel late stands.
    pub late: Option<LateNote>,
    /// That nobody appeared, and what follows.
    pub no_show_text: Option<String>,
    /// Where the booking is cancelled; `None` when it cannot be.
    pub cancel_href: Option<String>,
    /// Where a member of the company answers its claim; `None` for everybody else, and when it is answered.
    pub claim_href: Option<String>,
    /// Who comes; `None` while this booking does not let anybody see that.
    pub attendees_href: Option<String>,
}

/// Where a request to cancel late stands.
#[derive(Debug, Clone, Serialize)]
pub struct LateNote {
    /// What was asked, and what came of it.
    pub text: String,
    /// Where it is taken back (POST); `None` when it is over.
    pub withdraw_action: Option<String>,
}

/// The form that changes a pitch.
#[derive(Debug, Clone, Serialize)]
pub struct PitchChange {
    /// Where it goes.
    pub action: String,
    /// The themes to choose from.
    pub themes: Vec<Choice>,
}

impl Page for BookingPage {
    const TEMPLATE: &'static str = "pages/bookings/booking.html";

    fn samples() -> Vec<Sample<Self>> {
        let confirmed = confirmed();
        let wrong = Self {
            form: FormState::new()
                .with("pitch_title", "")
                .error("pitch_title", "Enter a title for your pitch"),
            ..confirmed.clone()
        };
        let claimed = Self {
            slides: Some(BookingSlides {
                until_text: "Slides are taken until the pitch begins.".into(),
                versions: vec![],
                has_summary: false,
                is_published: false,
                ..sample_slides()
            }),
            tag: Tag::new("Unconfirmed", Tone::Warn),
            attendees_href: None,
            note: Some("Somebody at Steadfoot & Daughters Ltd, or the organiser, must confirm this booking by 5pm on Friday 6 March 2026.".into()),
            ..confirmed.clone()
        };
        let asked = Self {
            claim_href: Some(Links::booking_claim(&ID)),
            ..claimed.clone()
        };
        let late = Self {
            late: Some(LateNote {
                text: "At 5pm on Tuesday 13 October 2026 the organiser was asked to cancel this booking. It stands until they decide.".into(),
                withdraw_action: Some(Links::booking_cancellation_withdrawal(&ID)),
            }),
            cancel_href: None,
            ..confirmed.clone()
        };
        let cancelled = Self {
            tag: Tag::new("Cancelled", Tone::Bad),
            note: Some(
                "You cancelled this booking on Tuesday 3 March 2026. The slot is free for others."
                    .into(),
            ),
            change: None,
            slides: None,
            form: FormState::new(),
            move_href: None,
            swap_href: None,
            swaps: Vec::new(),
            contact_href: None,
            no_show_text: Some("The organiser has noted that nobody appeared for this pitch. If that is wrong, write to events@tradenorth.example.".into()),
            cancel_href: None,
            attendees_href: None,
            ..confirmed.clone()
        };
        vec![
            Sample::new("confirmed", confirmed),
            Sample::new("wrong", wrong),
            Sample::new("claimed", claimed),
            Sample::new("asked", asked),
            Sample::new("late", late),
            Sample::new("cancelled", cancelled),
        ]
    }
}

fn confirmed() -> BookingPage {
    let (title, summary) = (
        "Fewer falls at home with a quiet sensor",
        "A sensor that learns a household's rhythm.\nNo camera, no wearable.",
    );
    BookingPage {
        layout: Layout {
            flash: Some(
                "Your slot is booked. We have emailed you an invitation for your calendar.".into(),
            ),
            ..below_event(signed_in("Your booking"))
        },
        slot: sample_slot(),
        tag: Tag::new("Confirmed", Tone::Good),
        company: "Steadfoot & Daughters Ltd".into(),
        contact_text: "Tom Okafor, tom@steadfoot.example".into(),
        presenter_text: "Grace Okafor".into(),
        pitch_title: title.into(),
        pitch_summary: summary.into(),
        themes: vec!["Adult social care".into(), "Public health".into()],
        note: None,
        slides: Some(sample_slides()),
        change: Some(PitchChange {
            action: Links::booking(&ID),
            themes: sample_themes(),
        }),
        form: FormState::new()
            .with("presenter_name", "Grace Okafor")
            .with("presenter_email", "grace@steadfoot.example")
            .with("pitch_title", title)
            .with("pitch_summary", summary)
            .with("themes", "adult-social-care")
            .with("themes", "public-health"),
        move_href: Some(Links::booking_move(&ID)),
        swap_href: Some(Links::booking_swap(&ID)),
        swaps: vec![Link::new(
            "Lantern Street Works asks you to swap slots",
            Links::swap(&ID),
        )],
        contact_href: Some(Links::booking_contact(&ID)),
        late: None,
        no_show_text: None,
        cancel_href: Some(Links::booking_cancellation(&ID)),
        claim_href: None,
        attendees_href: Some(Links::attendees(SLUG)),
    }
}

/// Asks once before a booking is cancelled; or, when it is late, why the organiser should. Field then: `reason`.
#[derive(Debug, Clone, Serialize)]
pub struct BookingCancellation {
    /// The frame.
    pub layout: Layout,
    /// What was typed.
    pub form: FormState,
    /// Since when the organiser decides: "10am on Monday 12 October 2026"; `None` while the company does.
    pub late_since: Option<String>,
    /// The slot that will be free.
    pub slot: SlotFacts,
    /// The title of the pitch.
    pub pitch_title: String,
    /// Where the button goes.
    pub action: String,
    /// The booking.
    pub back_href: String,
}

impl Page for BookingCancellation {
    const TEMPLATE: &'static str = "pages/bookings/cancellation.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = Self {
            layout: below_event(signed_in("Cancel your booking"))
                .crumb("Your booking", Links::booking(&ID)),
            form: FormState::new(),
            late_since: None,
            slot: sample_slot(),
            pitch_title: "Fewer falls at home with a quiet sensor".into(),
            action: Links::booking_cancellation(&ID),
            back_href: Links::booking(&ID),
        };
        let late = Self {
            late_since: Some("10:30am on Monday 12 October 2026".into()),
            ..page.clone()
        };
        let wrong = Self {
            form: FormState::new().error("reason", "Enter the reason"),
            ..late.clone()
        };
        vec![
            Sample::new("asked", page),
            Sample::new("late", late),
            Sample::new("wrong", wrong),
        ]
    }
}

/// Asks a member of the company whether a booking was made for it. The form's field: `answer`, `yes` or `no`.
#[derive(Debug, Clone, Serialize)]
pub struct BookingClaim {
    /// The frame.
    pub layout: Layout,
    /// What is wrong with the answer.
    pub form: FormState,
    /// The slot.
    pub slot: SlotFacts,
    /// The company.
    pub company: String,
    /// Who booked.
    pub contact_name: String,
    /// Their address.
    pub contact_email: String,
    /// The title of the pitch.
    pub pitch_title: String,
    /// Until when: "5pm on Friday 6 March 2026".
    pub until_text: String,
    /// Where the buttons go.
    pub action: String,
}

impl Page for BookingClaim {
    const TEMPLATE: &'static str = "pages/bookings/claim.html";

    fn samples() -> Vec<Sample<Self>> {
        let asked = Self {
            layout: below_event(signed_in("Confirm or refuse a booking"))
                .crumb("Booking", Links::booking(&ID)),
            form: FormState::new(),
            slot: sample_slot(),
            company: "Steadfoot & Daughters Ltd".into(),
            contact_name: "Lena Marsh".into(),
            contact_email: "lena@mailbox.example".into(),
            pitch_title: "Fewer falls at home with a quiet sensor".into(),
            until_text: "5pm on Friday 6 March 2026".into(),
            action: Links::booking_claim(&ID),
        };
        let wrong = Self {
            form: FormState::new().error("answer", "Choose whether to confirm the booking"),
            ..asked.clone()
        };
        vec![Sample::new("asked", asked), Sample::new("wrong", wrong)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    Ok([
        render_samples::<BookingPage>(engine)?,
        render_samples::<BookingCancellation>(engine)?,
        render_samples::<BookingClaim>(engine)?,
    ]
    .concat())
}
