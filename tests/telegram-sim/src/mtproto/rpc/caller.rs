//! Who calls on a connection, and what becomes of a call: the fault that was scripted for it, or its answer.

use grammers_tl_types::{Cursor, enums};
use serde_json::Value;

use super::{
    super::envelope::{constructor, unpacked},
    Call, From, Refused, Told, Visit, bot_event, config, event, read, signals, table,
};
use crate::{
    shared::Shared,
    world::{
        Outcome as Recorded, UserId, World,
        fault::{Effect, Face},
    },
};

/// The layers that the simulator's schema is understood by.
const OLDEST_LAYER: i32 = 200;

/// The caller on a connection, as it is known.
#[derive(Debug, Default)]
pub(in crate::mtproto) struct Caller {
    account: Option<UserId>,
    key: i64,
    layer: i32,
    api_id: i32,
    /// What it was told of last; `None`: it wants no updates, or has not asked anything yet.
    told: Option<Told>,
    /// How many signals there were when it asked for a login token.
    pub(super) awaits: Option<u64>,
}

/// What becomes of a call.
#[derive(Debug)]
pub(in crate::mtproto) enum Outcome {
    /// It is answered.
    Answer(Vec<u8>),
    /// It waits until that gate opens.
    Held(u64),
    /// The connection ends.
    Cut,
}

/// A call without what wraps it.
struct Bare {
    id: u32,
    arguments: Vec<u8>,
    is_for_updates: bool,
}

/// A fault that goes together with the call's effect.
#[derive(Default)]
struct Beside {
    is_cut: bool,
    skip: Vec<usize>,
    deletes_topic: bool,
}

// === impl Caller ===

impl Caller {
    /// Does a call. What was new before it is told first; what the call itself brings about is in its answer and told to
    /// nobody but the account's other sessions. `is_resumed`: it was held, and no fault strikes it again.
    pub(in crate::mtproto) fn call(
        &mut self,
        shared: &Shared,
        from: From,
        body: &[u8],
        is_resumed: bool,
    ) -> (Vec<Vec<u8>>, Outcome) {
        shared.change(|world| {
            let account = world.keys.account(from.key);
            if account != self.account {
                self.told = None;
            }
            self.account = account;
            self.key = from.key;
            let news = self.fresh(world);
            let outcome = self.outcome(world, from, body, is_resumed);
            if let Some(told) = &mut self.told {
                told.catch_up(world, account.unwrap_or_default());
            }
            (news, outcome)
        })
    }

    fn outcome(&mut self, world: &mut World, from: From, body: &[u8], resumed: bool) -> Outcome {
        let bare = match self.unwrapped(body.to_vec(), true) {
            Ok(bare) => bare,
            Err(refused) => return Outcome::Answer(refused.to_bytes()),
        };
        if let Some(answer) = config::answer(world, bare.id) {
            return Outcome::Answer(answer);
        }
        let method = grammers_tl_types::name_for_id(bare.id);
        let who = self.account.unwrap_or_default();
        let struck = if resumed {
            None
        } else {
            world.faults.strike(who, method, Face::Mtproto)
        };
        let mut beside = Beside::default();
        match struck {
            None => {}
            Some(Effect::Hold(gate)) => return Outcome::Held(gate),
            Some(Effect::CutBefore) => {
                record(
                    world,
                    who,
                    method,
                    Recorded::Faulted("cut before the effect"),
                );
                return Outcome::Cut;
            }
            Some(Effect::Answer(status, _)) => {
                record(world, who, method, Recorded::Faulted("answer"));
                let refused = Refused::new(i32::from(status), "RPC_CALL_FAIL");
                return Outcome::Answer(refused.to_bytes());
            }
            Some(Effect::Refuse(code, text)) => {
                record(world, who, method, Recorded::Refused(code, text.clone()));
                return Outcome::Answer(Refused::new(i32::from(code), text).to_bytes());
            }
            Some(Effect::Flood(seconds)) => {
                world.rates.freeze_method(who, method, seconds, world.now);
                let refused = Refused::flood(seconds);
                record(
                    world,
                    who,
                    method,
                    Recorded::Refused(420, refused.message.clone()),
                );
                return Outcome::Answer(refused.to_bytes());
            }
            Some(Effect::CutAfter | Effect::Garble(_)) => beside.is_cut = true,
            Some(Effect::SkipCopies(places)) => beside.skip = places,
            Some(Effect::DeleteTopic) => beside.deletes_topic = true,
        }
        let is_cut = beside.is_cut;
        let answer = match world.rates.frozen_method(who, method, world.now) {
            Some(seconds) => Err(Refused::flood(seconds)),
            None => self.dispatched(world, from, &bare, method, beside),
        };
        let outcome = match &answer {
            Ok(_) if is_cut => Recorded::DoneUnanswered(Value::Null),
            Ok(_) => Recorded::Done(Value::Null),
            Err(refused) => {
                let code = u16::try_from(refused.code).unwrap_or_default();
                Recorded::Refused(code, refused.message.clone())
            }
        };
        record(world, who, method, outcome);
        if is_cut {
            return Outcome::Cut;
        }
        Outcome::Answer(answer.unwrap_or_else(|refused| refused.to_bytes()))
    }

    /// Takes off what says how a call is meant.
    fn unwrapped(&mut self, body: Vec<u8>, is_for_updates: bool) -> Result<Bare, Refused> {
        let body = unpacked(body).ok_or_else(Refused::malformed)?;
        let id = constructor(&body).ok_or_else(Refused::malformed)?;
        let mut cursor = Cursor::from_slice(&body[4..]);
        match id {
            INVOKE_WITH_LAYER => {
                self.layer = read(&mut cursor)?;
                if self.layer < OLDEST_LAYER {
                    return Err(Refused::bad("CONNECTION_LAYER_INVALID"));
                }
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
            }
            INVOKE_WITHOUT_UPDATES => return self.unwrapped(rest(&body, &cursor), false),
            INVOKE_AFTER => {
                read::<i64>(&mut cursor)?;
            }
            _ if self.layer == 0 => return Err(Refused::bad("CONNECTION_NOT_INITED")),
            _ => {
                let arguments = rest(&body, &cursor);
                return Ok(Bare {
                    id,
                    arguments,
                    is_for_updates,
                });
            }
        }
        self.unwrapped(rest(&body, &cursor), is_for_updates)
    }

    fn dispatched(
        &mut self,
        world: &mut World,
        from: From,
        bare: &Bare,
        method: &'static str,
        beside: Beside,
    ) -> super::Answer {
        let cursor = Cursor::from_slice(&bare.arguments);
        if let Some(visit) = table::visit(bare.id) {
            let key = from.key;
            self.awaits = Some(world.signals.count());
            return visit(&mut Visit { world, key, cursor });
        }
        let Some(account) = self.account else {
            return Err(Refused::unauthorized("AUTH_KEY_UNREGISTERED"));
        };
        if world.user(account).is_none_or(|user| user.deactivated) {
            return Err(Refused::unauthorized("USER_DEACTIVATED"));
        }
        // Sessions that only move files are beside the one that gets the updates (core.telegram.org/api/files).
        if bare.is_for_updates && !method.starts_with("upload.") {
            let From {
                key,
                session,
                connection,
            } = from;
            if !world.keys.take_updates(key, session, connection) {
                return Err(Refused::new(406, "AUTH_KEY_DUPLICATED"));
            }
            self.told.get_or_insert_with(|| Told::now(world, account));
        }
        let Some(handler) = table::call(bare.id) else {
            tracing::warn!(method, "a call that is not simulated");
            return Err(Refused::bad("METHOD_NOT_SIMULATED"));
        };
        let is_bot = world.queues.contains_key(&account);
        if table::is_for_people(bare.id) && is_bot {
            return Err(Refused::bad("BOT_METHOD_INVALID"));
        }
        if table::is_for_bots(bare.id) && !is_bot {
            return Err(Refused::bad("USER_BOT_REQUIRED"));
        }
        handler(&mut Call {
            world,
            account,
            key: from.key,
            method,
            skip: beside.skip,
            deletes_topic: beside.deletes_topic,
            cursor,
        })
    }

    /// What is new for the account since it was told last, as updates.
    pub(in crate::mtproto) fn news(&mut self, shared: &Shared) -> Vec<Vec<u8>> {
        shared.read(|world| self.fresh(world))
    }

    fn fresh(&mut self, world: &World) -> Vec<Vec<u8>> {
        let (Some(account), Some(told)) = (self.account, &mut self.told) else {
            return signals::accepted(world, self.key, &mut self.awaits);
        };
        let mut news = event::news(world, account, told);
        news.extend(bot_event::news(world, account, told));
        news.extend(signals::news(world, account, told));
        news
    }
}

/// Wrappers have no types of their own: what they wrap may be anything.
const INVOKE_WITH_LAYER: u32 = 0xda9b_0d0d;
const INIT_CONNECTION: u32 = 0xc1cd_5ea9;
const INVOKE_WITHOUT_UPDATES: u32 = 0xbf94_59b7;
const INVOKE_AFTER: u32 = 0xcb9f_372d;

fn rest(body: &[u8], cursor: &Cursor<'_>) -> Vec<u8> {
    body.get(4 + cursor.pos()..).unwrap_or_default().to_vec()
}

fn record(world: &mut World, who: UserId, method: &str, outcome: Recorded) {
    let at = world.now;
    world.journal.record(crate::world::Call {
        bot: who,
        method: method.to_owned(),
        params: Value::Null,
        outcome,
        at,
    });
}
