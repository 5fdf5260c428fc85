//! People getting in: codes and links by email, sign-ins, organisers.
//!
//! A file a verb. To add a way to sign in, add a file that ends in [`sign_in::start`].

pub mod address;
pub mod administrator;
pub mod audit_export;
pub mod authority;
pub mod code;
pub mod complaint;
pub mod consent;
pub mod erase;
mod erase_proposals;
pub mod forget;
pub mod membership;
pub mod merge;
pub mod my_data;
pub mod news;
pub mod nomination;
pub mod organiser;
#[cfg(feature = "passkeys")]
pub mod passkey;
pub mod personal_feed;
pub mod profile;
pub mod provider;
pub mod retention;
pub mod sign_in;
pub mod sign_out;
pub mod team;

pub use address::{AddressRefused, change_address, find_undo, undo_address};
pub use administrator::{add_administrator, remove_administrator};
pub use audit_export::{AuditFile, AuditFileError, AuditForm};
pub use authority::{
    FileError, Import, ImportRefused, add_authorities, foresee_import, import_authorities,
    settle_successions, ties_text,
};
pub use code::{AskRefused, ask_code, check_code, is_repeated};
pub use complaint::{AnswerRefused, ComplainRefused, NewComplaint, answer_complaint, complain};
pub use consent::{LetterChoices, choose_letters, give_consent, list_offered, withdraw_consent};
pub use erase::{EraseRefused, Foreseen, erase, foresee_erasure};
pub use forget::forget_used;
pub use membership::{MembershipRefused, change_membership, end_membership};
pub use merge::{MergeRefused, Merger, foresee_merger, merge_organisations};
pub use my_data::{MyRows, collect_data};
pub use news::{AskNewsRefused, ask_for_news, confirm_news, find_news_request, follow_news};
pub use nomination::{
    AcceptRefused, NominateRefused, accept_nomination, nominate, still_stands, withdraw_nomination,
};
pub use organiser::add_organiser;
pub use personal_feed::{FeedRefused, add_feed, find_feed, note_fetch, renew_feed, revoke_feed};
pub use profile::{
    NewDocument, ProfileRefused, add_document, change_profile, remove_document, set_group,
};
pub use provider::{
    ProviderSettings, ProviderSignIn, Providers, find_return, finish_at_provider,
    start_at_provider, unlink_provider,
};
pub use retention::{foresee_retention, retain};
pub use sign_in::{
    Browser, SignedIn, find_link, find_signed_in, renew, sign_in_confirmed, sign_in_proven,
    sign_in_with_code, sign_in_with_link,
};
pub use sign_out::{end, end_all_of, end_others, end_own, list_sign_ins};
pub use team::{change_seat, remove_seat};
