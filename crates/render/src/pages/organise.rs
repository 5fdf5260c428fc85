//! The organisers' pages: from the list of their events to who booked and who registered.
//!
//! Every page about one event has an [`EventHeader`] with the tabs that lead from one to the next. Where a local time
//! can exist twice, the page has `twice`, a list of [`TwiceQuestion`]s, which is empty unless one must be answered.

mod booking_move;
mod bookings;
mod calendars;
mod cancellation;
mod event_copy;
mod event_form;
mod event_header;
mod event_overview;
mod fairness;
mod feedback;
mod grid;
mod history;
mod home;
mod late_cancellation;
mod letters;
mod messages;
mod people;
mod place_form;
mod postponement;
mod programme;
mod proposals;
mod publication;
mod registrations;
mod reinstatement;
mod release;
mod releases;
mod reminders;
mod rules_form;
mod run_note;
mod run_sheet;
mod series;
mod session_form;
mod shift;
mod slides;
mod slots;
mod stage_form;
mod template;
mod twice;
mod venues;
mod waiting;
mod wordings;

pub use booking_move::OrganiserBookingMove;
pub use bookings::{BookingRow, EventBookings, OrganiserBookingCancellation};
pub use calendars::{
    ImportedCalendarForm, ImportedCalendarPage, ImportedCalendarRow, ImportedCalendars,
    ImportedEntryRow,
};
pub use cancellation::EventCancellation;
pub use event_copy::EventCopyForm;
pub use event_form::EventForm;
pub use event_header::{EventHeader, Section};
pub(super) use event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
pub use event_overview::{ChecklistItem, EventOverview, Warning};
pub use fairness::{
    EventFairness, FairnessAssessor, FairnessFile, FairnessMark, FairnessOverrule,
    FairnessProposal, FairnessRequest, FairnessStep, FairnessText, FairnessWaiting,
};
pub use feedback::{EventFeedback, FeedbackText, HelpedCount};
pub use grid::{EditButton, GridCell, GridColumn, GridDay, GridItem, GridLabel, GridRow, GridSlot};
pub use history::EventHistory;
pub use home::{EventRow, OrganiserHome, PasskeyPrompt};
pub use late_cancellation::LateDecision;
pub use letters::{EventLetters, LetterPick, LetterRow};
pub use messages::{
    MessageDeeds, MessageForm, MessageList, MessagePage, MessagePreview, MessageReaderRow,
    MessageRow, PlaceholderHelp,
};
pub use people::People;
pub use place_form::PlaceForm;
pub use postponement::EventPostponement;
pub use programme::{ProgrammePlan, SessionGroup, SessionRow, SlotCount, StageRow};
pub use proposals::{
    Assessing, AssessingRow, AssessmentForm, AssessmentRow, CallForm, PlacedRow, Placing,
    ProposalList, ProposalPick, ProposalReview, ProposalRow, ProposalText, ScoredCriterion,
};
pub use publication::Publication;
pub use registrations::{EventRegistrations, RegistrationRow};
pub use reinstatement::EventReinstatement;
pub use release::{ReleaseChange, ReleaseChangeKind, ReleaseReview};
pub use releases::{ReleaseList, ReleaseReset, ReleaseRow};
pub use reminders::RemindersForm;
pub use rules_form::RulesForm;
pub use run_note::RunNote;
pub use run_sheet::{RunSheet, RunSheetRow, RunSheetStage};
pub use series::EventSeries;
pub use session_form::{SavedFact, SessionForm, SessionRemoval};
pub use shift::{Shift, ShiftMove, ShiftPreview};
pub use slides::{EventSlides, SlidesFile, SlidesRow};
pub use slots::{ExistingSlot, NewSlot, SlotGenerator, SlotPreview};
pub use stage_form::StageForm;
pub use template::TemplateOffer;
pub use twice::TwiceQuestion;
pub use venues::{EventVenue, KeptVenueForm, KeptVenueRow, KeptVenues};
pub use waiting::{EventWaiting, SlotGift, WaitingRow};
pub use wordings::{WordingDeeds, WordingForm, WordingList, WordingPage, WordingRow};

use super::{Rendered, render_samples};
use crate::engine::{Engine, RenderError};

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    let pages = [
        render_samples::<OrganiserHome>(engine)?,
        render_samples::<EventForm>(engine)?,
        render_samples::<EventCopyForm>(engine)?,
        render_samples::<EventSeries>(engine)?,
        render_samples::<KeptVenues>(engine)?,
        render_samples::<KeptVenueForm>(engine)?,
        render_samples::<EventVenue>(engine)?,
        render_samples::<ImportedCalendars>(engine)?,
        render_samples::<ImportedCalendarForm>(engine)?,
        render_samples::<ImportedCalendarPage>(engine)?,
        render_samples::<EventOverview>(engine)?,
        render_samples::<PlaceForm>(engine)?,
        render_samples::<StageForm>(engine)?,
        render_samples::<ProgrammePlan>(engine)?,
        render_samples::<SessionForm>(engine)?,
        render_samples::<RunNote>(engine)?,
        render_samples::<RulesForm>(engine)?,
        render_samples::<EventWaiting>(engine)?,
        render_samples::<EventLetters>(engine)?,
        render_samples::<RemindersForm>(engine)?,
        render_samples::<EventFeedback>(engine)?,
        render_samples::<MessageList>(engine)?,
        render_samples::<MessageForm>(engine)?,
        render_samples::<MessagePage>(engine)?,
        render_samples::<WordingList>(engine)?,
        render_samples::<WordingPage>(engine)?,
        render_samples::<WordingForm>(engine)?,
        render_samples::<SlotGift>(engine)?,
        render_samples::<SlotGenerator>(engine)?,
        render_samples::<Publication>(engine)?,
        render_samples::<ReleaseReview>(engine)?,
        render_samples::<ReleaseList>(engine)?,
        render_samples::<ReleaseReset>(engine)?,
        render_samples::<Shift>(engine)?,
        render_samples::<EventCancellation>(engine)?,
        render_samples::<EventPostponement>(engine)?,
        render_samples::<EventReinstatement>(engine)?,
        render_samples::<EventBookings>(engine)?,
        render_samples::<OrganiserBookingCancellation>(engine)?,
        render_samples::<OrganiserBookingMove>(engine)?,
        render_samples::<EventSlides>(engine)?,
        render_samples::<EventFairness>(engine)?,
        render_samples::<FairnessFile>(engine)?,
        render_samples::<LateDecision>(engine)?,
        render_samples::<CallForm>(engine)?,
        render_samples::<ProposalList>(engine)?,
        render_samples::<ProposalReview>(engine)?,
        render_samples::<Placing>(engine)?,
        render_samples::<Assessing>(engine)?,
        render_samples::<AssessmentForm>(engine)?,
        render_samples::<EventRegistrations>(engine)?,
        render_samples::<EventHistory>(engine)?,
        render_samples::<RunSheet>(engine)?,
    ];
    Ok(pages.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests;
