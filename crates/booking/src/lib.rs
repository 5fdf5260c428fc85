//! The company's verbs: hold, book, change, cancel.
