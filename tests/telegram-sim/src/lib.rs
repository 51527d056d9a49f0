//! A simulated Telegram: one world, and the Bot API as it answers on the wire.
//!
//! Tests and demonstrations run against it in place of the real one. It keeps Telegram's rules strictly: what Telegram
//! refuses is refused with the same code and text, rates are enforced, every bot has its own file ids, and what a bot
//! must not do is kept as a [`Violation`] for the test to find. Time can be driven, faults can be scripted.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! use telegram_sim::{Config, Rights, Sim};
//!
//! let sim = Sim::start(Config::default()).await?;
//! let bot = sim.bot("Support");
//! let olga = sim.person("Olga");
//! let team = sim.forum("Team", &olga);
//! olga.makes_admin(&team, &bot, Rights::all());
//!
//! let ann = sim.person("Ann");
//! ann.says(&bot, "Hello?");
//! // … the bot works against sim.url() with bot.token() …
//! sim.until(|| team.own_topics().len() == 1).await;
//! assert_eq!(sim.violations(), []);
//! # Ok(())
//! # }
//! ```

mod accounts;
mod api;
mod cast;
mod clock;
mod line;
mod mtproto;
mod net;
mod page;
mod script;
mod shared;
mod sim;
pub mod world;

pub use self::{
    cast::{
        Account, Album, Bot, Business, Content, Conversation, Group, Late, MessageRef, Origin,
        Person, Place, Seen,
    },
    clock::{Clock, ManualClock, Time},
    line::Line,
    mtproto::{AuthKey, RsaKey},
    script::{Held, Malformed, Script},
    sim::{Config, Sim},
    world::{
        BusinessRights, Call, DeletedTopic, GENERAL, Key, Kind, Member, Outcome, Refused, Rights,
        Status, Topic, UserId, Violation, World,
        file::{Bytes, File, FileNo},
        kept::Kept,
        rate::Limits,
    },
};
