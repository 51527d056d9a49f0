//! The store's implementations against the suite and against each other.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod full_disk;
mod on_disk;
mod places;
mod same_as_model;
mod suite;
