//! Decisions about updates and outcomes.
