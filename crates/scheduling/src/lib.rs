//! The organiser's verbs: plan a day, generate its slots, publish, release, shift, cancel.
//!
//! A file a verb (or a pair). Planning changes the draft and warns; only a release changes what others see. To add a
//! verb, add a file in the shape of `event.rs`: draw, open one transaction, load, decide, change, tell.

mod altered;
pub mod audience;
pub mod cancel;
pub mod change_log;
pub mod copy;
pub mod create;
mod day;
pub mod diff;
pub mod edit;
pub mod event;
pub mod fairness;
pub mod kept_venue;
pub mod letters;
pub mod messages;
mod moves;
pub mod outlook;
pub mod place;
pub mod postpone;
pub mod reinstate;
pub mod release;
pub mod reminders;
pub mod reset;
pub mod rules;
pub mod run_note;
pub mod run_sheet;
pub mod seen;
pub mod series;
pub mod session;
pub mod shift;
pub mod slots;
pub mod stage;
pub mod template;
mod told;
pub mod warning;
pub mod wordings;

pub use audience::{Audience, audience};
pub use cancel::{CancelEventRefused, cancel_event};
pub use change_log::{LoggedRelease, change_log};
pub use copy::{CopyRefused, EventCopy, copy_event, doubtful_times};
pub use create::create_event;
pub use day::DateRefused;
pub use diff::{
    DiffItem, Difference, Programme, ReleaseDiff, preview_between, preview_release,
    preview_release_of, released,
};
pub use edit::{UndoRefused, redo_edit, undo_edit};
pub use event::{EventDetails, EventRefused, change_event};
pub use fairness::{
    Asked, Assessor, FairnessRecord, FairnessRows, Judged, Outcome, Overruled, SlotAt, Step,
    Waited, Way, fairness_record, fairness_rows,
};
pub use kept_venue::{KeepRefused, keep_venue, keep_venue_of, take_venue_over, venue_differences};
pub use letters::{LetterDeed, LetterRefused, settle_letter};
pub use messages::{
    MessageRefused, MessageText, remove_message, send_due_messages, send_message, stop_message,
    try_message, write_message,
};
pub use moves::{Answers, DoubtfulTime};
pub use outlook::{Known, outlook};
pub use place::{Place, place_session, swap_sessions, swapped};
pub use postpone::{PostponeRefused, postpone_event};
pub use reinstate::{Lost, ReinstateRefused, lost_with, reinstate_event};
pub use release::{ReleaseRefused, publish, release};
pub use reminders::set_reminders;
pub use reset::{ResetPlan, ResetRefused, plan_reset, reset_draft};
pub use rules::{RulesRefused, published_rules, set_rules};
pub use run_note::note_session;
pub use run_sheet::{PitchStatus, RunItem, RunPitch, RunSheet, StageRun, run_sheet};
pub use seen::{is_concerned, mark_programme_seen, unseen_changes};
pub use series::{SeriesRefused, SeriesText, change_series, make_series, put_in_series};
pub use session::{SessionRefused, SessionText, add_session, change_session, remove_session};
pub use shift::{Shift, shift};
pub use slots::{
    PlannedSlot, SlotPlan, SlotsRefused, apply_slots, plan_slots, set_slot_mode, withdraw_slot,
};
pub use stage::{StageRefused, StageText, add_stage, change_stage, remove_stage};
pub use template::{Start, Template, TemplateSession, create_from, find_template, templates};
pub use warning::{Warning, clash, warnings};
pub use wordings::{
    WordingRefused, WordingText, revert_wording, save_wording, seen as seen_wording, try_wording,
    use_wording,
};
