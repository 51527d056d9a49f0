//! The calls: what wraps them is taken off, then the table says who does it.

mod config;
mod login;
mod send;
mod shape;
mod updates;
mod users;

pub(crate) use self::login::{Code, phone};
pub(crate) use self::shape::access_hash;

use std::collections::BTreeMap;

use grammers_tl_types::{
    Cursor, Deserializable, Identifiable as _, Serializable as _, enums, functions, types,
};

use super::envelope::{constructor, unpacked};
use crate::{
    shared::Shared,
    world::{Key, UserId, World},
};

/// The layers that the simulator's schema is understood by.
const OLDEST_LAYER: i32 = 200;

/// Where a call comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct From {
    pub(super) key: i64,
    pub(super) session: i64,
    pub(super) connection: u64,
}

/// Why a call is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    code: i32,
    message: String,
}

/// An answer as TL.
pub(super) type Answer = Result<Vec<u8>, Refused>;

/// The caller on a connection, as it is known.
#[derive(Debug, Default)]
pub(super) struct Caller {
    account: Option<UserId>,
    layer: i32,
    api_id: i32,
    /// What it was told of last; `None`: it wants no updates, or has not asked anything yet.
    told: Option<Told>,
}

/// States of sequences, up to which the caller was told.
#[derive(Debug, Default)]
struct Told {
    own: i32,
    chats: BTreeMap<Key, i32>,
}

/// A call under way.
pub(super) struct Call<'a> {
    pub(super) world: &'a mut World,
    pub(super) account: UserId,
    /// The auth key it came with.
    pub(super) key: i64,
    cursor: Cursor<'a>,
}

/// A call of whoever is not logged in.
pub(super) struct Visit<'a> {
    pub(super) world: &'a mut World,
    pub(super) key: i64,
    cursor: Cursor<'a>,
}

type Handler = fn(&mut Call<'_>) -> Answer;
type Visited = fn(&mut Visit<'_>) -> Answer;

/// Calls that need no account.
const VISITS: &[(u32, Visited)] = &[
    (functions::auth::SendCode::CONSTRUCTOR_ID, login::send_code),
    (functions::auth::SignIn::CONSTRUCTOR_ID, login::sign_in),
];

/// Calls of whoever is logged in.
const CALLS: &[(u32, Handler)] = &[
    (functions::auth::LogOut::CONSTRUCTOR_ID, login::log_out),
    (functions::users::GetUsers::CONSTRUCTOR_ID, users::get),
    (functions::updates::GetState::CONSTRUCTOR_ID, updates::state),
    (
        functions::updates::GetDifference::CONSTRUCTOR_ID,
        updates::difference,
    ),
    (
        functions::updates::GetChannelDifference::CONSTRUCTOR_ID,
        updates::channel_difference,
    ),
    (functions::messages::SendMessage::CONSTRUCTOR_ID, send::text),
    (
        functions::account::UpdateStatus::CONSTRUCTOR_ID,
        users::update_status,
    ),
];

// === impl Refused ===

impl Refused {
    pub(super) fn bad(message: &str) -> Self {
        Self {
            code: 400,
            message: message.to_owned(),
        }
    }

    fn unauthorized(message: &str) -> Self {
        Self {
            code: 401,
            message: message.to_owned(),
        }
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        enums::RpcError::Error(types::RpcError {
            error_code: self.code,
            error_message: self.message.clone(),
        })
        .to_bytes()
    }
}

// === impl Caller ===

impl Caller {
    /// Does a call, and gives its answer as TL.
    pub(super) fn call(&mut self, shared: &Shared, from: From, body: &[u8]) -> Answer {
        shared.change(|world| {
            let account = world.keys.account(from.key);
            if account != self.account {
                self.told = None;
            }
            self.account = account;
            let is_for_updates = true;
            self.unwrapped(world, from, body, is_for_updates)
        })
    }

    /// Takes off what says how a call is meant.
    fn unwrapped(
        &mut self,
        world: &mut World,
        from: From,
        body: &[u8],
        is_for_updates: bool,
    ) -> Answer {
        let body = unpacked(body.to_vec()).ok_or_else(malformed)?;
        let id = constructor(&body).ok_or_else(malformed)?;
        let mut cursor = Cursor::from_slice(&body[4..]);
        match id {
            INVOKE_WITH_LAYER => {
                self.layer = read(&mut cursor)?;
                if self.layer < OLDEST_LAYER {
                    return Err(Refused::bad("CONNECTION_LAYER_INVALID"));
                }
                self.unwrapped(world, from, rest(&body, &cursor), is_for_updates)
            }
            INIT_CONNECTION => {
                let flags: i32 = read(&mut cursor)?;
                self.api_id = read(&mut cursor)?;
                for _ in 0..6 {
                    read::<String>(&mut cursor)?;
                }
                if flags & 1 != 0 {
                    read::<enums::InputClientProxy>(&mut cursor)?;
                }
                if flags & 2 != 0 {
                    read::<enums::Jsonvalue>(&mut cursor)?;
                }
                self.unwrapped(world, from, rest(&body, &cursor), is_for_updates)
            }
            INVOKE_WITHOUT_UPDATES => self.unwrapped(world, from, rest(&body, &cursor), false),
            INVOKE_AFTER => {
                read::<i64>(&mut cursor)?;
                self.unwrapped(world, from, rest(&body, &cursor), is_for_updates)
            }
            _ if self.layer == 0 => Err(Refused::bad("CONNECTION_NOT_INITED")),
            _ => self.dispatched(world, from, id, cursor, is_for_updates),
        }
    }

    fn dispatched(
        &mut self,
        world: &mut World,
        from: From,
        id: u32,
        cursor: Cursor<'_>,
        is_for_updates: bool,
    ) -> Answer {
        if let Some(answer) = config::answer(world, id) {
            return Ok(answer);
        }
        if let Some((_, visit)) = VISITS.iter().find(|(known, _)| *known == id) {
            let key = from.key;
            return visit(&mut Visit { world, key, cursor });
        }
        let Some(account) = self.account else {
            return Err(Refused::unauthorized("AUTH_KEY_UNREGISTERED"));
        };
        if is_for_updates {
            if !world
                .keys
                .take_updates(from.key, from.session, from.connection)
            {
                return Err(Refused {
                    code: 406,
                    message: "AUTH_KEY_DUPLICATED".to_owned(),
                });
            }
            self.told.get_or_insert_with(|| Told::now(world, account));
        }
        let Some((_, handler)) = CALLS.iter().find(|(known, _)| *known == id) else {
            let name = grammers_tl_types::name_for_id(id);
            tracing::warn!(name, "a call that is not simulated");
            return Err(Refused::bad("METHOD_NOT_SIMULATED"));
        };
        let mut call = Call {
            world,
            account,
            key: from.key,
            cursor,
        };
        handler(&mut call)
    }

    /// What is new for the account since it was told last, as updates.
    pub(super) fn news(&mut self, shared: &Shared) -> Vec<Vec<u8>> {
        let (Some(account), Some(told)) = (self.account, &mut self.told) else {
            return Vec::new();
        };
        shared.read(|world| updates::news(world, account, told))
    }
}

// === impl Told ===

impl Told {
    /// Nothing that was before is told.
    fn now(world: &World, account: UserId) -> Self {
        let chats = world.chats_of(account);
        let chats = chats
            .into_iter()
            .map(|key| (key, world.events_in(key).pts()));
        Self {
            own: world.events_of(account).pts(),
            chats: chats.collect(),
        }
    }
}

// === impl Call ===

impl Call<'_> {
    /// The call's arguments.
    pub(super) fn read<T: Deserializable>(&mut self) -> Result<T, Refused> {
        read(&mut self.cursor)
    }
}

// === impl Visit ===

impl Visit<'_> {
    /// The call's arguments.
    pub(super) fn read<T: Deserializable>(&mut self) -> Result<T, Refused> {
        read(&mut self.cursor)
    }
}

/// Wrappers have no types of their own: what they wrap may be anything.
const INVOKE_WITH_LAYER: u32 = 0xda9b_0d0d;
const INIT_CONNECTION: u32 = 0xc1cd_5ea9;
const INVOKE_WITHOUT_UPDATES: u32 = 0xbf94_59b7;
const INVOKE_AFTER: u32 = 0xcb9f_372d;

fn malformed() -> Refused {
    Refused::bad("INPUT_REQUEST_INVALID")
}

fn read<T: Deserializable>(cursor: &mut Cursor<'_>) -> Result<T, Refused> {
    T::deserialize(cursor).map_err(|_| malformed())
}

fn rest<'a>(body: &'a [u8], cursor: &Cursor<'_>) -> &'a [u8] {
    body.get(4 + cursor.pos()..).unwrap_or_default()
}
