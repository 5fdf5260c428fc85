//! Bad input: each gets a message at its field, and nothing that was typed is lost.

mod booking;
mod event;
mod programme;
mod registration;
mod requests;

use crate::app::Page;

/// Asserts that a form came back with everything that was typed into it.
fn nothing_is_lost(page: &Page, button: &str, typed: &[(&str, &str)]) {
    let form = page.form(button);
    for (name, value) in typed {
        let (kept, typed) = (form.values(name), value.replace("\r\n", "\n"));
        let is_kept = kept.iter().any(|kept| kept.replace("\r\n", "\n") == typed);
        assert!(is_kept, "{name}: typed {value:?}, kept {kept:?}");
    }
}
