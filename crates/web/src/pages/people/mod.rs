//! Who belongs to a team or an organisation, and joining one.
//!
//! Both pages show the same [`Members`](marketday_render::pages::people::Members); who may open which is asked of
//! [`marketday_model::permission`].

mod history;
mod members;
mod nomination;
mod profile;
mod profile_fields;
mod rows;
mod team;

pub(crate) use history::show as history;
pub(crate) use members::{
    ask as ask_member, change as change_member, remove as remove_member, show as members,
    withdraw as withdraw_member_nomination,
};
pub(crate) use nomination::{accept as accept_nomination, show as nomination};
pub(crate) use profile::{
    add as add_document, change as change_profile, remove as remove_document, show as profile,
};
pub(crate) use team::{
    ask as ask_team, change as change_seat, remove as remove_seat, show as team,
    withdraw as withdraw_team_nomination,
};
