//! How model values are read from columns: words, ids and other text by `FromStr`, instants as UTC.

use chrono::NaiveDateTime;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, Queryable};
use diesel::sql_types::{self, Nullable, Timestamp};
use marketday_model::Instant;
use std::error::Error;
use std::str::FromStr;

/// A text column that holds a model value.
pub(crate) struct Text<T>(pub(crate) T);

impl<T, DB> Queryable<sql_types::Text, DB> for Text<T>
where
    T: FromStr<Err: Error + Send + Sync + 'static>,
    DB: Backend,
    String: FromSql<sql_types::Text, DB>,
{
    type Row = String;

    fn build(text: String) -> deserialize::Result<Self> {
        Ok(Self(text.parse()?))
    }
}

/// A text column that may be null.
pub(crate) struct MaybeText<T>(pub(crate) Option<T>);

impl<T, DB> Queryable<Nullable<sql_types::Text>, DB> for MaybeText<T>
where
    T: FromStr<Err: Error + Send + Sync + 'static>,
    DB: Backend,
    String: FromSql<sql_types::Text, DB>,
{
    type Row = Option<String>;

    fn build(text: Option<String>) -> deserialize::Result<Self> {
        Ok(Self(text.map(|text| text.parse()).transpose()?))
    }
}

/// A timestamp column.
pub(crate) struct At(pub(crate) Instant);

impl<DB> Queryable<Timestamp, DB> for At
where
    DB: Backend,
    NaiveDateTime: FromSql<Timestamp, DB>,
{
    type Row = NaiveDateTime;

    fn build(at: NaiveDateTime) -> deserialize::Result<Self> {
        Ok(Self(at.and_utc()))
    }
}

/// A timestamp column that may be null.
pub(crate) struct MaybeAt(pub(crate) Option<Instant>);

impl<DB> Queryable<Nullable<Timestamp>, DB> for MaybeAt
where
    DB: Backend,
    NaiveDateTime: FromSql<Timestamp, DB>,
{
    type Row = Option<NaiveDateTime>;

    fn build(at: Option<NaiveDateTime>) -> deserialize::Result<Self> {
        Ok(Self(at.map(|at| at.and_utc())))
    }
}

/// An integer column that counts something.
pub(crate) struct Count(pub(crate) u32);

impl<DB> Queryable<sql_types::Integer, DB> for Count
where
    DB: Backend,
    i32: FromSql<sql_types::Integer, DB>,
{
    type Row = i32;

    fn build(count: i32) -> deserialize::Result<Self> {
        Ok(Self(count.try_into()?))
    }
}

/// An instant as a timestamp column takes it: UTC, cut to microseconds.
pub(crate) fn at(instant: Instant) -> NaiveDateTime {
    marketday_model::time::to_micros(instant).naive_utc()
}

/// A count as an integer column takes it.
pub(crate) fn int(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Model words as one text column: separated by spaces.
pub(crate) fn joined<T: ToString>(words: &[T]) -> String {
    words
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The words of such a column; a word that this version does not know is left out.
pub(crate) fn split<T: FromStr>(words: &str) -> Vec<T> {
    words
        .split(' ')
        .filter_map(|word| word.parse().ok())
        .collect()
}
