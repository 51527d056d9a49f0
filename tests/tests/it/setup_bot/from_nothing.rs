//! From nothing to a connection that works, in each of four languages.

use telegram_sim::Rights;

use super::Talk;
use crate::house::House;

/// The words that are waited for in one language.
struct Words {
    app: &'static str,
    new: &'static str,
    token: &'static str,
    known: &'static str,
    group: &'static str,
    test: &'static str,
    seen: &'static str,
    done: &'static str,
    test_message: &'static str,
}

const ENGLISH: Words = Words {
    app: "en-GB",
    new: "➕ New",
    token: "Step 1 of 3",
    known: "Found the bot",
    group: "“Team” is your team's group",
    test: "Step 3 of 3",
    seen: "✅ Yes",
    done: "It works",
    test_message: "This is a test message",
};

#[tokio::test]
async fn in_english() {
    works(&ENGLISH).await;
}

#[tokio::test]
async fn in_german() {
    works(&Words {
        app: "de",
        new: "➕ Neue",
        token: "Schritt 1 von 3",
        known: "Bot gefunden",
        group: "„Team“ ist jetzt die Gruppe",
        test: "Schritt 3 von 3",
        seen: "✅ Ja",
        done: "Es funktioniert",
        test_message: "Das ist eine Testnachricht",
    })
    .await;
}

#[tokio::test]
async fn in_russian() {
    works(&Words {
        app: "ru",
        new: "➕ Новое",
        token: "Шаг 1 из 3",
        known: "Бот найден",
        group: "«Team» теперь группа",
        test: "Шаг 3 из 3",
        seen: "✅ Да",
        done: "Всё работает",
        test_message: "Это тестовое сообщение",
    })
    .await;
}

#[tokio::test]
async fn in_spanish() {
    works(&Words {
        app: "es-MX",
        new: "➕ Nueva",
        token: "Paso 1 de 3",
        known: "Bot encontrado",
        group: "«Team» es ahora el grupo",
        test: "Paso 3 de 3",
        seen: "✅ Sí",
        done: "Funciona",
        test_message: "Este es un mensaje de prueba",
    })
    .await;
}

async fn works(words: &Words) {
    let house = House::with_setup_bot(false).await;
    house
        .olga
        .profile(|user| user.language_code = Some(words.app.to_owned()));
    let talk = Talk::of(&house);
    talk.person.starts(&talk.bot, None);
    talk.press(words.new).await;
    talk.until(words.token).await;
    let secret = talk.says(house.bot.token());
    talk.until(words.known).await;
    talk.until_gone(&secret).await;
    house
        .olga
        .makes_admin(&house.team, &house.bot, Rights::all());
    talk.until(words.group).await;
    talk.until(words.test).await;
    let general = house.team.general();
    house
        .until("the test message is there", || {
            general.find_containing(words.test_message).is_some()
        })
        .await;
    talk.press(words.seen).await;
    talk.until(words.done).await;
    // What it is all for: a customer's message reaches the team, and the answer the customer.
    let ann = house.sim.person("Ann");
    ann.says(&house.bot, "Is anybody there?");
    let topic = house.topic().await;
    house.until_in_topic(topic, "Is anybody there?").await;
    house.olga.writes_in(&house.team, topic, "Yes, we are.");
    house.until_told(&ann, "Yes, we are.").await;
    let connection = house.connection().await;
    assert_eq!(
        connection.administrator.map(|user| user.0),
        Some(house.olga.id())
    );
    assert_eq!(
        connection.name,
        house.bot.username(),
        "it is called as its bot"
    );
    talk.quiet().await;
    house.at_rest().await;
    house.end().await;
}

#[tokio::test]
async fn botfathers_message_may_be_forwarded() {
    let house = House::with_setup_bot(false).await;
    let talk = Talk::of(&house);
    talk.person.starts(&talk.bot, None);
    talk.press(ENGLISH.new).await;
    talk.until(ENGLISH.token).await;
    let message = talk.says(&format!(
        "Done! Congratulations on your new bot. Use this token to access the HTTP API:\n{}\nKeep \
         your token secure and store it safely, it can be used by anyone to control your bot.",
        house.bot.token()
    ));
    talk.until(ENGLISH.known).await;
    talk.until_gone(&message).await;
    house.end().await;
}

#[tokio::test]
async fn what_the_group_lacks_is_named_and_taken_once_it_is_there() {
    let house = House::with_setup_bot(false).await;
    let talk = Talk::of(&house);
    talk.person.starts(&talk.bot, None);
    talk.press(ENGLISH.new).await;
    talk.says(house.bot.token());
    talk.until("Step 2 of 3").await;
    let plain = house.sim.group("Plain", &house.olga);
    house.olga.makes_admin(&plain, &house.bot, Rights::all());
    talk.until("“Plain” has no topics").await;
    house.olga.adds(&house.team, &house.bot);
    talk.until("I am not an admin of “Team”").await;
    let few = Rights {
        can_manage_topics: false,
        can_delete_messages: false,
        ..Rights::all()
    };
    house.olga.makes_admin(&house.team, &house.bot, few);
    talk.until("In “Team” I may not manage topics").await;
    talk.until("In “Team” I may not delete other people's messages")
        .await;
    house
        .olga
        .makes_admin(&house.team, &house.bot, Rights::all());
    talk.until(ENGLISH.group).await;
    talk.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn the_group_is_looked_at_again_on_a_button() {
    let house = House::with_setup_bot(false).await;
    let talk = Talk::of(&house);
    talk.person.starts(&talk.bot, None);
    talk.press(ENGLISH.new).await;
    talk.says(house.bot.token());
    talk.until("Step 2 of 3").await;
    house.team.switches_topics(false);
    house
        .olga
        .makes_admin(&house.team, &house.bot, Rights::all());
    talk.until("“Team” has no topics").await;
    // Nobody is told that topics were switched on: that is what the button is for.
    house.team.switches_topics(true);
    talk.press("🔄").await;
    talk.until(ENGLISH.group).await;
    talk.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn a_group_that_somebody_else_chose_is_left_and_told() {
    let house = House::with_setup_bot(false).await;
    let talk = Talk::of(&house);
    talk.person.starts(&talk.bot, None);
    talk.press(ENGLISH.new).await;
    talk.says(house.bot.token());
    talk.until("Step 2 of 3").await;
    let eve = house.sim.person("Eve");
    let trap = house.sim.forum("Trap", &eve);
    eve.makes_admin(&trap, &house.bot, Rights::all());
    house
        .until("the bot left", || {
            trap.member(&house.bot).status == telegram_sim::Status::Left
        })
        .await;
    talk.until("Somebody other than you made me a member of “Trap”")
        .await;
    assert_eq!(house.connection().await.group_id(), None);
    house.end().await;
}
