//! What goes into a calendar, for feeds and for invitations.
