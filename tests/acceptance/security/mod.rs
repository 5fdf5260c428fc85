//! What nobody may see or do, whoever asks and however.

mod caches;
mod csrf;
mod deeds;
mod extras;
mod feeds;
mod forms;
mod getting_in;
mod headers;
mod hidden;
mod logs;
mod markup;
mod markup_files;
mod own_fields;
mod personal_feeds;
mod proof;
mod providers;
mod routes;
mod rules;
mod town;
mod town_calendar;
mod town_proposals;
mod town_slides;
mod typed_back;
mod uploads;
mod walk;
