//! The suite that every implementation of the store has to pass.
