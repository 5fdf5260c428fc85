//! How results are printed.

use crate::rounds::Comparison;

/// The heading of a part.
pub(crate) fn title(text: &str) {
    println!("\n{text}");
}

/// The heads of the columns of [`line`].
pub(crate) fn head(ours: &str, limit: &str) {
    println!(
        "  {:<36} {:>6}  {:>13}  {ours:>9}  {limit:>9}",
        "", "ratio", "(of rounds)"
    );
}

/// A comparison, and what else there is to say of it.
pub(crate) fn line(name: &str, found: &Comparison, note: &str) {
    println!(
        "  {name:<36} {:>6.3}  ({:>5.3}-{:>5.3})  {:>9.0}  {:>9.0}  {note}",
        found.ratio, found.lowest, found.highest, found.ours, found.limit
    );
}
