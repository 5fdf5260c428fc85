//! iCalendar, in and out: the only crate that reads or writes it.
