//! The calls: what wraps them is taken off (`caller`; `told` is what it was told of), then the table says who does it (`table`).
//!
//! | file | holds |
//! |---|---|
//! | `peer`, `place` | who and what is named, and whether the account may write there |
//! | `shape` | people, chats and messages as TL; `cast` who comes along |
//! | `updates`, `event`, `short`, `signals` | what is new, and what no sequence numbers |
//! | `bot_event`, `bot`, `markup` | what bots alone are told and do: buttons, menus |
//! | `send`, `send_media`, `album`, `forward` | what accounts send; `input` what they send it of |
//! | `edit`, `delete`, `react`, `pin`, `read`, `typing` | what they do to what is there |
//! | `upload`, `download`, `file` | parts of files, and what names a file |
//! | `topic`, `topics` | topics made and changed, and listed |
//! | `get`, `history`, `dialogs` | what was written |
//! | `users`, `chats`, `full`, `participants`, `resolve`, `contacts` | who is who |
//! | `group_make`, `group_change`, `group_bring`, `group_join` | groups made and changed, and who comes and goes |
//! | `login`, `password`, `qr`, `moving` | logging in, and out |

mod album;
mod bot;
mod bot_event;
mod caller;
mod cast;
mod chats;
mod config;
mod contacts;
mod delete;
mod dialogs;
mod download;
mod edit;
mod event;
mod file;
mod forward;
mod full;
mod get;
mod group_bring;
mod group_change;
mod group_join;
mod group_make;
mod history;
mod input;
mod login;
mod markup;
mod moving;
mod participants;
mod password;
mod peer;
mod pin;
mod place;
mod qr;
mod react;
mod read;
mod refused;
mod resolve;
mod send;
mod send_media;
mod shape;
mod short;
mod signals;
mod table;
mod told;
mod topic;
mod topics;
mod typing;
mod updates;
mod upload;
mod users;

pub(super) use self::caller::{Caller, Outcome};
pub(crate) use self::{
    login::{Code, phone},
    qr::{LoginToken, accepts, shown_tokens},
    shape::access_hash,
    upload::Upload,
};
use self::{refused::Refused, told::Told};

use grammers_tl_types::{Cursor, Deserializable};

use crate::world::{Key, UserId, Violation, World, rate::Cost};

/// Where a call comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct From {
    pub(super) key: i64,
    pub(super) session: i64,
    pub(super) connection: u64,
}

/// An answer as TL.
type Answer = Result<Vec<u8>, Refused>;

/// A call under way.
struct Call<'a> {
    world: &'a mut World,
    account: UserId,
    /// The auth key it came with.
    key: i64,
    /// The method's name.
    method: &'static str,
    /// Scripted: what stands at these places of a forward is left out.
    skip: Vec<usize>,
    /// Scripted: the topic that the call names is deleted just before it.
    deletes_topic: bool,
    cursor: Cursor<'a>,
}

/// A call of whoever is not logged in.
struct Visit<'a> {
    world: &'a mut World,
    key: i64,
    cursor: Cursor<'a>,
}

// === impl Call ===

impl Call<'_> {
    /// The call's arguments.
    fn read<T: Deserializable>(&mut self) -> Result<T, Refused> {
        read(&mut self.cursor)
    }

    /// Takes what the call costs, or refuses it with the time to wait.
    fn spend(&mut self, chat: Key, cost: Cost) -> Result<(), Refused> {
        let now = self.world.now;
        let spent = self
            .world
            .rates
            .spend(self.account, chat, self.method, cost, now);
        let Err(hit) = spent else { return Ok(()) };
        let (bot, method) = (self.account, self.method.to_owned());
        let id = chat.id_for(self.account);
        self.world.journal.blame(match hit.limit {
            Some(limit) => Violation::Rate {
                bot,
                method,
                chat: Some(id),
                limit,
            },
            None => Violation::WhileFrozen {
                bot,
                method,
                chat: id,
            },
        });
        Err(Refused::flood(hit.retry_after))
    }
}

// === impl Visit ===

impl Visit<'_> {
    /// The call's arguments.
    fn read<T: Deserializable>(&mut self) -> Result<T, Refused> {
        read(&mut self.cursor)
    }
}

fn read<T: Deserializable>(cursor: &mut Cursor<'_>) -> Result<T, Refused> {
    T::deserialize(cursor).map_err(|_| Refused::malformed())
}
