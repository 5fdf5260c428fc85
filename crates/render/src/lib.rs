//! Templates, typed contexts for pages and letters, form state, links.
