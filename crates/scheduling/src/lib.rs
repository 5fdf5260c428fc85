//! The organiser's verbs: plan, generate slots, publish, release, shift, cancel.
