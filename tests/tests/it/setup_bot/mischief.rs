//! What people try who mean no good. Each attempt changes nothing, and none of them leaks.

use std::time::Duration;

use serde_json::{Value, json};
use telegram_sim::{MessageRef, Person, Rights};

use super::{Talk, buttons};
use crate::house::House;

/// An installation in which Olga has a connection that works.
async fn with_connection() -> House {
    let house = House::with_setup_bot(false).await;
    let talk = Talk::of(&house);
    talk.person.starts(&talk.bot, None);
    talk.press("➕ New").await;
    talk.says(house.bot.token());
    talk.until("Step 2 of 3").await;
    house
        .olga
        .makes_admin(&house.team, &house.bot, Rights::all());
    talk.press("✅ Yes").await;
    talk.until("It works").await;
    talk.quiet().await;
    house
}

fn person(who: &Person) -> Value {
    json!({ "id": who.id(), "is_bot": false, "first_name": "X", "language_code": "en" })
}

fn private(who: &Person) -> Value {
    json!({ "id": who.id(), "type": "private", "first_name": "X" })
}

/// A pressed button, as nobody's app would send it.
fn press(by: &Person, chat: &Value, message: i64, data: &str) -> Value {
    json!({ "callback_query": {
        "id": "4444444444444444444",
        "from": person(by),
        "message": {
            "message_id": message, "date": 1_700_000_000, "chat": chat, "text": "x",
            "from": { "id": 1, "is_bot": true, "first_name": "Setup" },
        },
        "chat_instance": "1",
        "data": data,
    }})
}

fn message(from: &Value, chat: &Value, text: &str) -> Value {
    json!({
        "message_id": 77_000, "date": 1_700_000_000, "chat": chat, "from": from, "text": text,
    })
}

/// The connection as it is, in everything that anybody could have changed.
async fn state(talk: &Talk<'_>) -> String {
    let mut all = talk.connections().await;
    all.sort_by(|one, other| one.id.cmp(&other.id));
    format!("{all:?}")
}

/// The number of texts that a person has from the setup bot.
fn told(house: &House, who: &Person) -> usize {
    let chat = who.chat_with(house.setup_bot.as_ref().unwrap());
    chat.written().len()
}

/// The buttons of the bot's newest message to Olga that has some.
fn keys(talk: &Talk<'_>) -> (MessageRef, Vec<(String, String)>) {
    let mut all = talk.told().into_iter().rev();
    let found = all.find(|one| !buttons(one).is_empty()).unwrap();
    let keys = buttons(&found);
    (found, keys)
}

#[tokio::test]
async fn nobody_presses_anybody_elses_buttons() {
    let house = with_connection().await;
    let talk = Talk::of(&house);
    let eve = house.sim.person("Eve");
    let eves = Talk::with(&house, eve.clone());
    eve.starts(&talk.bot, None);
    eves.button("➕ New").await;
    let (card, keys) = keys(&talk);
    assert!(keys.len() >= 8, "{keys:?}");
    let before = state(&talk).await;
    let olgas_texts = told(&house, &house.olga);
    let eves_message = eves.told().last().unwrap().id();
    let (olga, setup) = (&house.olga, &talk.bot);
    let id = talk.connections().await[0].id.to_string();
    let stop = keys
        .iter()
        .find(|(label, _)| label.starts_with("⏸"))
        .unwrap()
        .1
        .clone();
    let group = json!({ "id": house.team.id(), "type": "supergroup", "title": "Team" });
    // 1. Her data in Eve's chat, under Eve's message and under hers.
    for (_, data) in &keys {
        setup.injects(press(&eve, &private(&eve), eves_message, data));
        setup.injects(press(&eve, &private(&eve), card.id(), data));
        // 2. Her message in her chat, pressed by Eve.
        setup.injects(press(&eve, &private(olga), card.id(), data));
    }
    // 3. What is not random at all: ids of connections and words.
    for data in [
        id.as_str(),
        "Stop",
        "delete",
        "",
        "{}",
        "\u{0}",
        &"a".repeat(64),
    ] {
        setup.injects(press(&eve, &private(&eve), eves_message, data));
        setup.injects(press(olga, &private(olga), card.id(), data));
    }
    // 4. Forwarded into a group, and there pressed by Olga herself.
    setup.injects(press(olga, &group, card.id(), &stop));
    // 5. Under another message of the same chat.
    setup.injects(press(olga, &private(olga), card.id() + 1_000, &stop));
    // 6. Sent inline: no message at all.
    setup.injects(json!({ "callback_query": {
        "id": "5", "from": person(olga), "inline_message_id": "AAA", "chat_instance": "1", "data": stop,
    }}));
    talk.quiet().await;
    assert_eq!(state(&talk).await, before);
    assert_eq!(
        told(&house, &house.olga),
        olgas_texts,
        "Olga hears nothing of it"
    );
    let shown: String = eves.told().iter().map(MessageRef::text).collect();
    assert!(
        !shown.contains(&house.bot.username()) && !shown.contains("Team"),
        "{shown}"
    );
    ended(house).await;
}

/// Queries that Telegram never gave out are answered all the same, which it refuses.
async fn ended(mut house: House) {
    house.forgiven = true;
    house.end().await;
}

#[tokio::test]
async fn old_buttons_do_nothing() {
    let house = with_connection().await;
    let talk = Talk::of(&house);
    let (card, keys) = keys(&talk);
    let stop = keys
        .iter()
        .find(|(label, _)| label.starts_with("⏸"))
        .unwrap()
        .1
        .clone();
    // 8. Pressed once, it stops the connection and is gone; the same press again starts nothing.
    talk.person.presses(&card, &stop);
    talk.until("stopped").await;
    talk.quiet().await;
    let before = state(&talk).await;
    assert!(before.contains("is_stopped: true"));
    let olga = &house.olga;
    for _ in 0..3 {
        talk.bot
            .injects(press(olga, &private(olga), card.id(), &stop));
    }
    talk.quiet().await;
    assert_eq!(state(&talk).await, before);
    // 9. A day later no button works.
    let (card, start) = talk.button("▶️").await;
    house.clock.advance(Duration::from_secs(25 * 3600));
    let query = talk.person.presses(&card, &start);
    house
        .until("the press is answered", || {
            talk.person.answer_to_press(&query).is_some()
        })
        .await;
    let answer = talk.person.answer_to_press(&query).unwrap();
    assert!(
        answer["text"].as_str().unwrap().contains("out of date"),
        "{answer}"
    );
    talk.quiet().await;
    assert_eq!(state(&talk).await, before);
    ended(house).await;
}

#[tokio::test]
async fn only_what_a_person_writes_in_their_own_chat_counts() {
    let house = with_connection().await;
    let talk = Talk::of(&house);
    let (olga, setup) = (&house.olga, &talk.bot);
    let eve = house.sim.person("Eve");
    talk.press("🗑").await;
    talk.until("You are about to delete").await;
    talk.quiet().await;
    let name = house.bot.username();
    let before = state(&talk).await;
    let texts = told(&house, olga);
    let group = json!({ "id": house.team.id(), "type": "supergroup", "title": "Team" });
    let channel = json!({ "id": -1_009_999_999_999_i64, "type": "channel", "title": "C" });
    let bot = json!({ "id": olga.id(), "is_bot": true, "first_name": "X" });
    let mut signed = message(&person(olga), &private(olga), &name);
    signed["sender_chat"] = channel.clone();
    let mut via = message(&person(olga), &private(olga), &name);
    via["via_bot"] = json!({ "id": 5, "is_bot": true, "first_name": "V", "username": "v_bot" });
    let mut anonymous = message(&person(olga), &private(olga), &name);
    anonymous["from"].take();
    let mut business = message(&person(olga), &private(olga), &name);
    business["business_connection_id"] = json!("abc");
    for update in [
        // 10. In a group.
        json!({ "message": message(&person(olga), &group, &name) }),
        // 11. A channel's post.
        json!({ "channel_post": message(&person(olga), &channel, &name) }),
        // 12. Edited into it.
        json!({ "edited_message": message(&person(olga), &private(olga), &name) }),
        // 13. Signed by a chat, through another bot, by nobody, for a business.
        json!({ "message": signed }),
        json!({ "message": via }),
        json!({ "message": anonymous }),
        json!({ "business_message": business }),
        // 14. By somebody else in her chat, and by her in somebody else's.
        json!({ "message": message(&person(&eve), &private(olga), &name) }),
        json!({ "message": message(&person(olga), &private(&eve), &name) }),
        // 15. By a bot.
        json!({ "message": message(&bot, &private(olga), &name) }),
        // 16. Inline, and what nobody knows.
        json!({ "inline_query": { "id": "1", "from": person(olga), "query": name, "offset": "" } }),
        json!({ "hologram": { "from": person(olga), "text": name } }),
        json!({ "message": { "message_id": 1, "date": 1, "chat": private(olga), "from": "olga" } }),
    ] {
        setup.injects(update);
    }
    talk.quiet().await;
    assert_eq!(state(&talk).await, before, "nothing was deleted");
    assert_eq!(told(&house, olga), texts, "nothing was answered");
    // And now the real one.
    talk.says(&name);
    talk.until("is deleted").await;
    talk.quiet().await;
    ended(house).await;
}

#[tokio::test]
async fn a_group_that_the_setup_bot_is_brought_into_is_left() {
    let house = House::with_setup_bot(false).await;
    let setup = house.setup_bot.clone().unwrap();
    // 17. Even as an administrator it has no business there.
    house.olga.makes_admin(&house.team, &setup, Rights::all());
    house.olga.says(&house.team, "/start");
    house
        .until("it left", || {
            house.team.member(&setup).status == telegram_sim::Status::Left
        })
        .await;
    let own = setup.id();
    let said = house.team.everything().written();
    assert!(said.iter().all(|seen| seen.from != own), "it said nothing");
    house.end().await;
}

#[tokio::test]
async fn tokens_that_are_somebodys_already_are_refused() {
    let house = with_connection().await;
    let talk = Talk::of(&house);
    let before = state(&talk).await;
    let eve = house.sim.person("Eve");
    let eves = Talk::with(&house, eve.clone());
    eve.starts(&eves.bot, None);
    eves.press("➕ New").await;
    eves.until("Step 1 of 3").await;
    // 18. Olga's frontend's: whose it is Eve is not told.
    let secret = eves.says(house.bot.token());
    let refusal = eves.until("serves a connection already").await;
    assert!(!refusal.text().contains(&house.bot.username()));
    eves.until_gone(&secret).await;
    // 19. The setup bot's own.
    let secret = eves.says(eves.bot.token());
    eves.until("That is my own token").await;
    eves.until_gone(&secret).await;
    // 20. One that Telegram does not know: the connection that was made for it is gone again.
    let wrong = "7000000999:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let secret = eves.says(wrong);
    eves.until("Telegram does not know this token").await;
    eves.until_gone(&secret).await;
    // 21. None at all, and commands in the middle of it.
    let secret = eves.says("7000000999:AAAA");
    eves.until("I found no token in that").await;
    eves.until_gone(&secret).await;
    let help = eves.says("/help");
    eves.until("What I understand").await;
    assert!(!help.is_deleted());
    // 22. No text.
    eve.sends(&eves.bot, telegram_sim::Content::photo("token.jpg"));
    eves.until("as a text message").await;
    eves.quiet().await;
    assert_eq!(state(&talk).await, before);
    // After all of that the right one is taken.
    let shop = house.sim.bot("Shop");
    eves.says(shop.token());
    eves.until("Found the bot").await;
    eves.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn who_asks_too_much_waits_and_others_do_not() {
    let house = House::with_setup_bot(false).await;
    let talk = Talk::of(&house);
    for _ in 0..120 {
        talk.says("/help");
    }
    talk.until("more at once").await;
    talk.quiet().await;
    let texts = talk.told().iter().map(MessageRef::text).collect::<Vec<_>>();
    let refused = texts
        .iter()
        .filter(|text| text.contains("more at once"))
        .count();
    assert!((1..=4).contains(&refused), "told once each time: {refused}");
    assert!(texts.len() < 100, "{}", texts.len());
    let ann = Talk::with(&house, house.sim.person("Ann"));
    ann.says("/help");
    ann.until("What I understand").await;
    house.clock.advance(Duration::from_secs(120));
    talk.says("/language");
    talk.until("Which language").await;
    talk.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn oversize_input_is_refused_in_words() {
    let house = with_connection().await;
    let talk = Talk::of(&house);
    let olga = &house.olga;
    talk.press("⚙️").await;
    talk.press("➡️").await;
    talk.press("WELCOME").await;
    talk.press("✏️").await;
    talk.until("Send me the new value").await;
    talk.quiet().await;
    let before = state(&talk).await;
    let huge = message(&person(olga), &private(olga), &"x".repeat(100_000));
    talk.bot.injects(json!({ "message": huge }));
    talk.until("That is too long").await;
    talk.quiet().await;
    assert_eq!(state(&talk).await, before);
    house.end().await;
}

#[tokio::test]
async fn an_installation_may_be_for_some_alone() {
    let mut house = House::with_setup_bot(false).await;
    house.stop().await;
    house.administrators = vec![house.olga.id()];
    house.start().await;
    let eve = Talk::with(&house, house.sim.person("Eve"));
    eve.person.starts(&eve.bot, None);
    let told = eve.until("not open to everybody").await;
    assert!(told.text().contains(&eve.person.id().to_string()));
    let secret = eve.says(house.bot.token());
    eve.quiet().await;
    eve.until_gone(&secret).await;
    assert!(eve.connections().await.is_empty());
    let talk = Talk::of(&house);
    talk.person.starts(&talk.bot, None);
    talk.button("➕ New").await;
    talk.quiet().await;
    house.end().await;
}
