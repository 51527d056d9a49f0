//! The store's implementations against the suite and against each other.

mod on_disk;
mod places;
mod same_as_model;
mod suite;
