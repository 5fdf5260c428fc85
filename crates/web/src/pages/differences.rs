//! How one version of a programme differs from another, in words.

use marketday_scheduling::diff::{DiffItem, Difference, FREE_SLOT};

/// The differences as sentences: a line each, but free slots only counted.
pub(crate) fn sentences(items: &[DiffItem]) -> Vec<String> {
    let (free, named): (Vec<&DiffItem>, Vec<&DiffItem>) =
        items.iter().partition(|item| is_free(item));
    let mut lines: Vec<String> = named.into_iter().map(sentence).collect();
    for what in ["New", "Moved", "Changed", "Removed"] {
        let number = free.iter().filter(|item| word(&item.what) == what).count();
        if number > 0 {
            let plural = if number == 1 { "" } else { "s" };
            lines.push(format!("{what}: {number} free slot{plural}"));
        }
    }
    lines
}

fn sentence(item: &DiffItem) -> String {
    let (word, name) = (word(&item.what), name(item));
    match &item.what {
        Difference::New(to) => format!("{word}: {name}, {to}"),
        Difference::Moved { from, to } => format!("{word}: {name}, from {from} to {to}"),
        Difference::Changed => format!("{word}: {name}"),
        Difference::Removed(from) => format!("{word}: {name}, {from}"),
    }
}

const fn word(what: &Difference) -> &'static str {
    match what {
        Difference::New(_) => "New",
        Difference::Moved { .. } => "Moved",
        Difference::Changed => "Changed",
        Difference::Removed(_) => "Removed",
    }
}

fn is_free(item: &DiffItem) -> bool {
    item.is_slot && item.title == FREE_SLOT
}

/// What an item is called.
pub(crate) fn name(item: &DiffItem) -> String {
    if item.is_slot && !is_free(item) {
        format!("Slot of {}", item.title)
    } else {
        item.title.clone()
    }
}
