//! The pages: routes, extractors and handlers.
