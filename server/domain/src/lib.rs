//! Backline's rules, pure: no runtime, no clock, no randomness, no store, no
//! wire. Time and ids come in as arguments; what is to happen goes out as data
//! that the caller commits in one transaction.
//!
//! Where to look: [`dialog`] is the state machine, [`relay`] decides about
//! updates, [`payload`] is the one door through which every outgoing payload
//! passes, [`delivery`] holds queue, lanes and budgets, [`parameter`] the
//! settings, [`plan`] how much an administrator may use, [`setup_bot`] the talk with administrators,
//! [`privacy`] what is hidden of customers, [`catalogue`] the texts for people.
#![warn(clippy::wildcard_enum_match_arm)]

pub mod access;
pub mod archive;
pub mod catalogue;
pub mod change;
pub mod choice;
pub mod connection;
pub mod delivery;
pub mod dialog;
pub mod held;
pub mod id;
pub mod kept;
pub mod keyword;
pub mod link;
pub mod logout;
pub mod message;
pub mod operator_command;
pub mod outreach;
pub mod parameter;
pub mod payload;
pub mod plan;
pub mod privacy;
pub mod problem;
pub mod profile;
pub mod rating;
pub mod reaction;
pub mod relay;
pub mod setup_bot;
pub mod team;
pub mod text;
pub mod time;
pub mod title;
pub mod webhook;
