//! The Marketday application.
