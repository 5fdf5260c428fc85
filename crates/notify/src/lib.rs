//! Notices into letters and invitations: compose, deliver, retry.
