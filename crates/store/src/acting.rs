//! On whose behalf the present thread works: what the audit trail says of who did something, and from where.
//!
//! The web server wraps each request's job in [`acting_by`]; whatever the job then writes, through however many
//! functions, has it in its transaction, and [`audit::insert`](crate::audit::insert) reads it there. A verb does
//! nothing for it. On the command line and in the worker nobody is set, and lines have no network.

use marketday_model::{NetworkPrefix, PersonId};
use std::cell::RefCell;

/// Who acts, and from where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct By {
    /// Who is signed in; a line that names a person itself keeps that one.
    pub person: Option<PersonId>,
    /// The network that the request came from.
    pub network: Option<NetworkPrefix>,
}

thread_local! {
    static BY: RefCell<By> = RefCell::default();
}

/// Runs `job` on behalf of `by`: every write that it makes on this thread is known to be theirs.
pub fn acting_by<T>(by: By, job: impl FnOnce() -> T) -> T {
    /// Puts back who acted before, also if the job panics: threads are used again.
    struct Restore(By);
    impl Drop for Restore {
        fn drop(&mut self) {
            BY.replace(std::mem::take(&mut self.0));
        }
    }
    let _restore = Restore(BY.replace(by));
    job()
}

/// Runs `job` on behalf of nobody: what ends because its time is over is not the deed of whoever's request came upon it.
pub fn acting_by_itself<T>(job: impl FnOnce() -> T) -> T {
    acting_by(By::default(), job)
}

/// On whose behalf this thread works.
pub(crate) fn current() -> By {
    BY.with_borrow(Clone::clone)
}
