//! The handlers, a file a page or a form.

pub(crate) mod administer;
pub(crate) mod agenda;
pub(crate) mod assets;
pub(crate) mod attendees;
pub(crate) mod audit;
pub(crate) mod booking;
pub(crate) mod calendar;
pub(crate) mod change_log;
pub(crate) mod complaints;
mod deed;
pub(crate) mod dev;
mod differences;
pub(crate) mod event;
pub(crate) mod feedback;
pub(crate) mod health;
mod history;
pub(crate) mod home;
pub(crate) mod letters;
pub(crate) mod my;
pub(crate) mod my_calendars;
pub(crate) mod my_data;
pub(crate) mod my_email;
pub(crate) mod my_providers;
pub(crate) mod my_sign_ins;
pub(crate) mod news;
pub(crate) mod organise;
#[cfg(feature = "passkeys")]
pub(crate) mod passkeys;
pub(crate) mod people;
pub(crate) mod personal_feed;
pub(crate) mod privacy;
pub(crate) mod programme;
pub(crate) mod programme_seen;
pub(crate) mod proposals;
pub(crate) mod provider;
pub(crate) mod registration;
pub(crate) mod series;
mod shared;
pub(crate) mod sign_in;
#[cfg(feature = "passkeys")]
pub(crate) mod sign_in_passkey;
pub(crate) mod slots;
pub(crate) mod subscribe;
pub(crate) mod waiting;

pub(crate) use shared::{found, public_event, see_other, shared};
