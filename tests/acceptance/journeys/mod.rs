//! The product's journeys, each from its first page to its last letter.

mod administrator;
mod attendees;
mod change_log;
mod changes;
mod claims;
mod company;
mod complaints;
mod delegate;
mod feeds;
mod history;
mod joining;
mod letters;
mod my_data;
mod my_email;
mod organisation_history;
mod organiser;
mod passkeys;
mod postponing;
mod profile;
mod programme;
mod providers;
mod roles;
mod same_company;
mod sign_in;
mod sign_ins;
mod visitor;
