//! Where a booking stands, in the very words of the partial indexes of `bookings`.
//!
//! SQLite uses a partial index only for a condition that is worded as the index is, and plans a statement anew each
//! time it is run if a bound value decides whether an index serves. So these conditions have no bound values. To add
//! one, name a state as the index does.

use diesel::backend::Backend;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::Bool;

macro_rules! standing {
    ($($(#[$doc:meta])+ $name:ident = $sql:literal,)+) => {$(
        $(#[$doc])+
        #[derive(Debug, Clone, Copy, QueryId)]
        pub(crate) struct $name;

        impl Expression for $name {
            type SqlType = Bool;
        }

        impl ValidGrouping<()> for $name {
            type IsAggregate = is_aggregate::Never;
        }

        impl<QS> AppearsOnTable<QS> for $name {}

        impl<QS> SelectableExpression<QS> for $name {}

        impl<DB: Backend> QueryFragment<DB> for $name {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
                out.push_sql($sql);
                Ok(())
            }
        }
    )+};
}

standing! {
    /// It keeps others out of its slot: the wording of `bookings_one_live_a_slot`.
    IsLive = "bookings.state IN ('held', 'confirmed')",
    /// It is a hold: the wording of `bookings_one_hold_a_browser`.
    IsHeld = "bookings.state = 'held'",
    /// It is confirmed.
    IsConfirmed = "bookings.state = 'confirmed'",
}
