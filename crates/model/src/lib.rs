//! The words and rules of the domain, without I/O.
