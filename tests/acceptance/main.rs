//! Acceptance tests: each module is one promise of the product, in its users' words.

mod architecture;
