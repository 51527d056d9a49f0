//! The commands as Telegram shows them, to somebody who has never been here.

use std::collections::BTreeMap;

use backline_domain::catalogue::Language;
use backline_domain::change::Change;
use backline_domain::id::IdentityId;
use backline_domain::setup_bot::menu;
use serde_json::{Value, json};

use super::Talk;
use crate::house::House;

/// What Telegram knows of the setup bot's commands, by place and language.
fn known(house: &House) -> BTreeMap<String, Value> {
    let id = house.setup_bot.as_ref().unwrap().id();
    house
        .sim
        .read(|world| world.user(id).unwrap().bot.clone().unwrap().commands)
}

fn wanted() -> BTreeMap<String, Value> {
    let place = json!({ "type": "all_private_chats" });
    let shown = |language: Option<Language>| {
        let lines = menu(language.unwrap_or_default()).into_iter();
        let lines = lines.map(|(name, words)| json!({ "command": name, "description": words }));
        let code = language.map_or("", Language::as_str);
        (format!("{place} {code}"), lines.collect::<Value>())
    };
    let languages = Language::ALL.into_iter().map(Some);
    languages.chain([None]).map(shown).collect()
}

async fn until_told(house: &House) {
    house
        .until("Telegram knows the commands", || known(house) == wanted())
        .await;
}

fn times_told(house: &House) -> usize {
    house.sim.calls_of("setMyCommands").len()
}

/// A version with other commands was here.
async fn tells_others(house: &House) {
    let bot = IdentityId::bot(house.setup_bot.as_ref().unwrap().id());
    let other = Change::PutMenu(bot, "other".to_owned());
    let store = house.running().desks().store.clone();
    store.commit(vec![other]).await.unwrap();
}

#[tokio::test]
async fn a_stranger_sees_the_commands_in_their_own_language() {
    let house = House::with_setup_bot(false).await;
    until_told(&house).await;
    house.end().await;
}

#[tokio::test]
async fn they_are_told_once_and_again_when_they_are_others() {
    let mut house = House::with_setup_bot(true).await;
    until_told(&house).await;
    Talk::of(&house).quiet().await;
    let once = times_told(&house);
    assert_eq!(once, wanted().len());
    house.stop().await;
    house.start().await;
    Talk::of(&house).quiet().await;
    assert_eq!(times_told(&house), once);
    tells_others(&house).await;
    house.stop().await;
    house.start().await;
    house
        .until("they are told again", || times_told(&house) == 2 * once)
        .await;
    Talk::of(&house).quiet().await;
    house.end().await;
}

#[tokio::test]
async fn nobody_waits_for_them_and_a_restart_forgets_none() {
    let mut house = House::with_setup_bot(true).await;
    until_told(&house).await;
    Talk::of(&house).quiet().await;
    let bot = house.setup_bot.clone().unwrap();
    tells_others(&house).await;
    house.stop().await;
    house
        .sim
        .script(&bot, "setMyCommands")
        .always()
        .server_error(500);
    let before = times_told(&house);
    house.start().await;
    house
        .until("they are being told", || times_told(&house) > before)
        .await;
    let talk = Talk::of(&house);
    talk.person.starts(&talk.bot, None);
    talk.until("You have no connection yet").await;
    let refused = times_told(&house);
    drop(talk);
    house.stop().await;
    house.sim.end_scripts();
    house.start().await;
    house
        .until("each of them is told", || {
            times_told(&house) >= refused + wanted().len()
        })
        .await;
    Talk::of(&house).quiet().await;
    house.end().await;
}
