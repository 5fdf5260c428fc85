//! Notices into letters, on each database: what they say, whom they reach, and what happens when they do not.

mod changes;
mod closings;
mod complaints;
mod conversations;
mod delivery;
mod digests;
mod erasing;
mod given;
mod handing_over;
mod incoming;
mod letters;
mod news;
mod nudges;
mod presenting;
mod quiet;
mod reminders;
mod wordings;
mod workers;
