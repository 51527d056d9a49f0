//! Doing what the control API was told.

use serde_json::{Value, json};

use super::{botfather, command::Command, faults, say, topic};
use crate::world::{
    self, Body, BusinessRights, Key, Kind, Member, Refused, Rights, Status, Text, UserId, World,
    act::Writing, message::Uid, rate::Limits,
};
use crate::{cast::Content, mtproto};

pub(super) type Done = Result<Value, Refused>;

/// Does a command, or says why a person could not.
pub(crate) fn perform(world: &mut World, command: Command) -> Done {
    match command {
        Command::Bot {
            name,
            privacy_off,
            bot_to_bot,
            business,
        } => Ok(make_bot(world, &name, |bot| {
            bot.can_read_all_group_messages = privacy_off;
            bot.bot_to_bot = bot_to_bot;
            bot.business = business;
        })),
        Command::Person {
            name,
            id,
            last_name,
            username,
        } => {
            let free = |id: UserId| (1..1 << 52).contains(&id) && world.user(id).is_none();
            if let Some(id) = id.filter(|id| !free(*id)) {
                return refuse(format!("{id} is taken, or no id that Telegram gives"));
            }
            let id = world.add_person(id, &name);
            if let Some(user) = world.users.get_mut(&id) {
                user.last_name = last_name;
                user.username = username;
            }
            Ok(json!({"id": id}))
        }
        Command::Forum { title, owner } => {
            known(world, owner)?;
            Ok(json!({"id": world.add_forum(&title, owner)}))
        }
        Command::Group { title, owner, kind } => {
            known(world, owner)?;
            let kind = match kind.as_deref() {
                None | Some("supergroup") => Kind::Super,
                Some("group") => Kind::Basic,
                Some("channel") => Kind::Channel,
                Some(other) => {
                    return refuse(format!(
                        "{other:?} is no kind: supergroup, group or channel"
                    ));
                }
            };
            Ok(json!({"id": world.add_chat(kind, &title, owner)}))
        }
        Command::Promote {
            chat,
            user,
            by,
            rights,
        } => {
            let rights = rights.unwrap_or_else(Rights::all);
            let status = Status::Administrator;
            place(world, chat, user, by, Member { status, rights })
        }
        Command::Add { chat, user, by } => {
            place(world, chat, user, by, Member::plain(Status::Member))
        }
        Command::Remove { chat, user, by } => {
            place(world, chat, user, by, Member::plain(Status::Kicked))
        }
        Command::Say(said) => {
            let (from, to, text) = (said.from, said.to, said.text.clone());
            let done = say::write(world, said)?;
            botfather::answer(world, from, to, &text);
            Ok(done)
        }
        Command::Start { from, bot, payload } => {
            let text = payload.map_or_else(
                || "/start".to_owned(),
                |payload| format!("/start {payload}"),
            );
            let body = Body::Text(Text::typed(text));
            let key = private(world, from, bot)?;
            let done = world.write(from, key, Writing::of(body)).map(shown)?;
            botfather::answer(world, from, bot, "/start");
            Ok(done)
        }
        Command::Edit {
            from,
            message,
            text,
        } => done(world.edit_as(from, Uid(message), Text::typed(text))),
        Command::Delete {
            from,
            message,
            more,
        } => {
            let gone: Vec<Uid> = std::iter::once(message).chain(more).map(Uid).collect();
            done(world.delete_all_as(from, &gone))
        }
        Command::Move {
            from,
            message,
            stop: true,
            ..
        } => done(world.stop_as(from, Uid(message))),
        Command::Move {
            from,
            message,
            latitude,
            longitude,
            ..
        } => done(world.move_as(from, Uid(message), latitude, longitude)),
        Command::Raw {
            from,
            to,
            thread,
            kind,
            value,
        } => {
            let key = place_of(world, from, to)?;
            let writing = Writing {
                thread,
                ..Writing::of(Body::Plain(kind, value))
            };
            world.write(from, key, writing).map(shown)
        }
        Command::Every { from, to } => {
            let key = place_of(world, from, to)?;
            let mut kinds = Vec::new();
            let all = Content::every_kind()
                .into_iter()
                .chain(Content::every_service());
            for (kind, content) in all {
                let writing = content.into_writing(world);
                world.write(from, key, writing)?;
                kinds.push(kind);
            }
            Ok(json!(kinds))
        }
        Command::Connect { from, bot, rights } => {
            known(world, from)?;
            let rights = rights.unwrap_or_else(BusinessRights::all);
            world
                .connect(from, bot, rights)
                .map(|id| json!({"connection": id}))
        }
        Command::Disconnect { connection } => {
            world.disconnect(&connection);
            Ok(Value::Null)
        }
        Command::React {
            from,
            message,
            emoji,
        } => done(world.react_as(from, Uid(message), emoji.into_iter().collect())),
        Command::Press {
            from,
            message,
            data,
        } => world
            .press(from, Uid(message), &data)
            .map(|id| json!({"query": id})),
        Command::Block { from, bot, blocked } => {
            private(world, from, bot)?;
            done(world.set_blocked(from, bot, blocked.unwrap_or(true)))
        }
        Command::Topic {
            by,
            chat,
            action,
            thread,
            name,
        } => topic::run(world, by, Key::Group(chat), action, thread, name),
        Command::Password {
            person,
            password,
            hint,
        } => {
            known(world, person)?;
            let password = mtproto::Password::new(&password, hint.as_deref());
            world.passwords.insert(person, password);
            Ok(json!(true))
        }
        Command::AcceptLogin { person, token } => {
            known(world, person)?;
            let token = hex(&token).ok_or_else(|| Refused("the token is no hex".into()))?;
            mtproto::accepts(world, person, &token).map_err(|word| Refused(word.into()))?;
            Ok(json!(true))
        }
        Command::AuthKey {} => {
            let key = mtproto::AuthKey::random();
            world.keys.add(key.clone(), None);
            let hex: String = key
                .bytes()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            Ok(json!({ "key": hex }))
        }
        Command::Migrate { chat, by } => world.migrate(chat, by).map(|id| json!({"id": id})),
        Command::Limits { on } => {
            world.rates.set(if on {
                Limits::telegram()
            } else {
                Limits::off()
            });
            Ok(Value::Null)
        }
        Command::Fault(fault) => faults::script(world, fault),
        Command::EndFaults {} => {
            world.faults.clear();
            Ok(Value::Null)
        }
        Command::Forgive {} => Ok(json!(world.take_violations().len())),
    }
}

pub(super) fn refuse<T>(reason: impl Into<String>) -> Result<T, Refused> {
    Err(Refused(reason.into()))
}

fn done(result: Result<(), Refused>) -> Done {
    result.map(|()| Value::Null)
}

pub(super) fn shown(uid: Uid) -> Value {
    json!({"uid": uid.0})
}

fn known(world: &World, user: UserId) -> Result<(), Refused> {
    match world.user(user) {
        Some(_) => Ok(()),
        None => refuse(format!("there is nobody with the id {user}")),
    }
}

fn private(world: &mut World, person: UserId, bot: UserId) -> Result<Key, Refused> {
    known(world, person)?;
    known(world, bot)?;
    Ok(world.private_chat(person, bot))
}

/// A chat as commands name it.
pub(super) fn place_of(world: &mut World, from: UserId, to: i64) -> Result<Key, Refused> {
    if to > 0 {
        private(world, from, to)
    } else {
        Ok(Key::Group(to))
    }
}

fn make_bot(world: &mut World, name: &str, set: impl FnOnce(&mut world::Bot)) -> Value {
    let id = world.add_bot(name);
    let Some(user) = world.users.get_mut(&id) else {
        return Value::Null;
    };
    let username = user.username.clone();
    let Some(bot) = user.bot.as_mut() else {
        return Value::Null;
    };
    set(bot);
    json!({"id": id, "username": username, "token": bot.token})
}

fn place(world: &mut World, chat: i64, user: UserId, by: UserId, member: Member) -> Done {
    known(world, user)?;
    known(world, by)?;
    done(world.set_member(Key::Group(chat), user, member, by))
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let bytes = (0..text.len()).step_by(2);
    bytes
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}
