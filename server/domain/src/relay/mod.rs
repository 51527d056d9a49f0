//! Decisions: what follows from an update, an outcome or a timer.
//!
//! Each function takes what it needs to know and gives a [`Decision`], which the caller
//! commits in one transaction. Nothing here asks or does anything.

mod account;
mod addressee;
mod admission;
mod album;
mod answer;
mod archive;
mod autoclose;
mod backlog;
mod business;
mod button;
mod card;
mod carry;
mod command;
mod csat;
mod customer;
mod decision;
mod deleted;
mod desk_bot;
mod double;
mod edit;
mod greeting;
mod info;
mod look;
mod membership;
mod merge;
mod migrate;
mod others;
mod outreach;
mod person;
mod plan;
mod react;
mod relay_bot;
mod remind;
mod service;
mod settle;
mod setup;
mod speaker;
mod team;
mod traffic;
mod transfer;
mod verdict;
mod webhook;

pub use account::account_limits;
pub use addressee::Peer;
pub use admission::Visitor;
pub use answer::refuse_now;
pub use autoclose::{autoclose, autoclose_due, review};
pub use backlog::{QueueLine, QueueView, backlog_due, backlog_line};
pub use business::business_changed;
pub use button::{PressScene, button_pressed};
pub use command::{DeadLetterVerdict, Listing, close_dialog, decide_dead_letter};
pub use csat::{is_rating, rating_pressed};
pub use customer::{CustomerScene, customer_message};
pub use decision::{Decision, Draft, Event, Scene, Told};
pub use deleted::{Deleted, customer_deleted, team_deleted};
pub use desk_bot::{carrier_problem, check_carrier, check_desk};
pub use double::creation_begins;
pub use edit::{EditScene, edit_letter, keep_inside, message_edited};
pub use info::info_told;
pub use look::{wanted_look, wanted_sync};
pub use membership::{own_membership, team_membership};
pub use merge::{may_follow, may_lead, merge};
pub use migrate::dialog_moved;
pub use outreach::{GROUP_GRACE, group_made, made_from, outreach_now};
pub use person::{chat_of, person_changed};
pub use plan::{claim_refused, plan_told, reaches_administrator};
pub use react::{reaction_changed, reaction_target};
pub use relay_bot::{check_relay, relay_out, relay_problem};
pub use remind::{remind, remind_due, reminders};
pub use settle::{Attempt, CREATION_GRACE, Post, Settled, found_group, nothing_left, settle};
pub use setup::{
    add_to_group_link, claim_hash, group_checked, group_start, private_start, take_group,
    test_group,
};
pub use team::{TeamScene, team_message};
pub use transfer::{transfer_due, transfer_line};
pub use verdict::unknown_update;
pub use webhook::{CommandEnd, command_ended, post_of};
