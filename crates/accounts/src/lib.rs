//! People, organisations, sign-ins and their codes.
