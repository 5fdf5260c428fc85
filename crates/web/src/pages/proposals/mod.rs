//! What an event looks for and what companies propose: `/events/{slug}/proposals…`, `/proposals/{proposal}…`.

mod call;
mod form;
mod new;
mod own;

pub(crate) use call::{show as show_call, window_text};
pub(crate) use new::{create, show};
pub(crate) use own::{
    ask_withdrawal, change, confirm, settle, show as show_own, state_tag, withdraw,
};
