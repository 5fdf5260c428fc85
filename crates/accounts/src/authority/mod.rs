//! Authorities that the product knows: names to choose from when registering, and what became of them.

mod add;
mod file;
mod import;
mod plan;
mod report;
mod succeed;

pub use add::add_authorities;
pub use file::{FileError, Listed};
pub use import::{ImportRefused, foresee_import, import_authorities};
pub use plan::{Import, Succession};
pub use report::ties as ties_text;
pub use succeed::settle_successions;
