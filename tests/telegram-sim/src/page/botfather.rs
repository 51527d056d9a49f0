//! A stand-in for @BotFather: a bot of that name gives bots away to whoever writes to it on the
//! page, in its own chat and in its own words, so that a person can go the whole way there.

use crate::world::{Body, Key, Text, UserId, World, act::Writing};

/// What such a bot is called.
const NAME: &str = "BotFather";
/// How it asks for a name; what is written next is one.
const ASKS: &str = "How is the new bot to be called? Send me its name.";
const HELP: &str = "I give out bots.\n\n/newbot - a new bot, and its token";

/// Answers what a person has just written to a bot, if it is this one.
pub(super) fn answer(world: &mut World, person: UserId, to: UserId, text: &str) {
    let is_it = world
        .user(to)
        .is_some_and(|user| user.is_bot() && user.first_name == NAME);
    if !is_it {
        return;
    }
    let key = Key::private(person, to);
    let before = world
        .messages_in(key)
        .filter(|one| one.author.account() == to)
        .last();
    let was_asked = before
        .and_then(|one| one.body.text())
        .is_some_and(|one| one.text == ASKS);
    let said = match text.trim() {
        "/newbot" => ASKS.to_owned(),
        name if was_asked && !name.starts_with('/') => made(world, name),
        _ => HELP.to_owned(),
    };
    let writing = Writing::of(Body::Text(Text::typed(said)));
    // It may have been blocked: then it says nothing.
    let _ = world.write(to, key, writing);
}

fn made(world: &mut World, name: &str) -> String {
    let name: String = name.chars().take(64).collect();
    let id = world.add_bot(&name);
    let user = world.users.get_mut(&id);
    let Some((username, bot)) =
        user.and_then(|user| Some((user.username.clone()?, user.bot.as_mut()?)))
    else {
        return HELP.to_owned();
    };
    // As a new bot is at Telegram.
    bot.can_read_all_group_messages = false;
    format!(
        "Done. {name} is at t.me/{username} now.\n\nIts token, for whoever is to run it:\n{}\n\nKeep it \
         to yourself: with it anybody can speak as your bot.",
        bot.token
    )
}
