//! What nobody may see or do, whoever asks and however.

mod caches;
mod feeds;
mod forms;
mod headers;
mod hidden;
mod proof;
mod providers;
mod routes;
mod uploads;
mod walk;
