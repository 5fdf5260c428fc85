//! Letters and their transports: the only crate that speaks SMTP.
