//! Capacity, holds, freeing a place, inside the caller's transaction.
