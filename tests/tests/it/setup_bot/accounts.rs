//! A personal account, connected in Telegram alone: by phone number, code and password.

use telegram_sim::{Group, MessageRef, Rights};

use super::Talk;
use crate::house::House;

/// The code as it has to be typed.
pub(super) fn pieces(code: &str) -> String {
    let digits: Vec<String> = code.chars().map(String::from).collect();
    digits.join("-")
}

/// What a person types on the way.
pub(super) struct Typed {
    pub(super) phone: MessageRef,
    pub(super) code: MessageRef,
}

impl Talk<'_> {
    /// Up to the question how to log in.
    pub(super) async fn begins_with_account(&self) {
        self.person.starts(&self.bot, None);
        self.press("➕ New").await;
        self.press("👤 My account").await;
        self.until("How do you want to log in?").await;
    }

    /// Waits until a gateway for accounts is there.
    pub(super) async fn until_gateway(&self) {
        while self.house.account_gateways().await.is_empty() {
            tokio::task::yield_now().await;
        }
    }

    /// Gives the account's phone number.
    pub(super) async fn gives_phone(&self) -> MessageRef {
        self.until_gateway().await;
        self.press("📱").await;
        self.until("country code").await;
        self.says_phone().await
    }

    /// The same where it is asked for already.
    pub(super) async fn says_phone(&self) -> MessageRef {
        let before = count(self, "The login code");
        let phone = self.house.sim.phone(self.house.account());
        let said = self.says(&phone);
        self.house
            .until("a code is asked for", || {
                count(self, "The login code") > before
            })
            .await;
        said
    }

    /// The code that Telegram sent last.
    pub(super) fn code(&self) -> String {
        let phone = self.house.sim.phone(self.house.account());
        self.house.sim.login_code(&phone).unwrap()
    }

    /// From nothing to an account that is logged in by its code.
    pub(super) async fn logs_in(&self) -> Typed {
        self.begins_with_account().await;
        let phone = self.gives_phone().await;
        let code = self.says(&pieces(&self.code()));
        Typed { phone, code }
    }

    /// From an account that is logged in to a connection whose group it made itself.
    pub(super) async fn makes_a_group(&self) {
        self.until("Logged in as").await;
        self.press("👤 The account alone").await;
        self.until("What shall the group be called?").await;
        self.says("Our desk");
        self.until("“Our desk” is your team's group").await;
        self.until("Step 3 of 3").await;
    }
}

/// How many messages of the bot's contain this.
fn count(talk: &Talk<'_>, text: &str) -> usize {
    let told = talk.told();
    let texts = told.iter().filter_map(MessageRef::look);
    texts.filter(|seen| seen.text.contains(text)).count()
}

#[tokio::test]
async fn with_a_password_and_a_desk_bot_from_nothing_to_a_relay() {
    let house = Box::pin(House::with_setup_bot_and_accounts(true)).await;
    house
        .sim
        .set_password(house.account(), "correct horse", Some("a horse"));
    let talk = Talk::of(&house);
    let typed = talk.logs_in().await;
    talk.until("two-step verification").await;
    talk.until("a horse").await;
    let wrong = talk.says("wrong horse");
    talk.until("That was another password").await;
    let right = talk.says("correct horse");
    talk.until("Logged in as Support").await;
    talk.press("🤖 A bot beside").await;
    talk.until("the bot that is to look after the group").await;
    let token = talk.says(house.bot.token());
    talk.until("Found the bot").await;
    talk.until("Press the button below").await;
    for secret in [&typed.phone, &typed.code, &wrong, &right, &token] {
        talk.until_gone(secret).await;
    }
    house.olga.adds(&house.team, &house.front);
    house
        .olga
        .makes_admin(&house.team, &house.bot, Rights::all());
    talk.until("“Team” is your team's group").await;
    talk.until("Step 3 of 3").await;
    let general = house.team.general();
    house
        .until("the test message is there", || {
            general.find_containing("This is a test message").is_some()
        })
        .await;
    talk.press("✅ Yes").await;
    talk.until("It works").await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "Is anybody there?");
    let topic = house.topic().await;
    house.until_in_topic(topic, "Is anybody there?").await;
    house.olga.writes_in(&house.team, topic, "Yes, we are.");
    house.until_told(&ann, "Yes, we are.").await;
    let connection = house.connection().await;
    let administrator = connection.administrator.map(|user| user.0);
    assert_eq!(administrator, Some(house.olga.id()));
    let desk = connection
        .desk_in_charge()
        .map(|(desk, _)| desk.identity.user.0);
    assert_eq!(desk, Some(house.bot.id()), "the bot looks after the group");
    talk.quiet().await;
    house.at_rest().await;
    // What was typed is nowhere on the disk.
    let phone = house.sim.phone(house.account());
    let secrets = [
        "correct horse",
        "wrong horse",
        house.bot.token(),
        &phone,
        &phone[1..],
    ];
    for secret in secrets {
        assert_eq!(holding(house.directory(), secret), Vec::<String>::new());
    }
    house.end().await;
}

/// The files below a folder that contain this.
pub(super) fn holding(folder: &std::path::Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            let wanted = text.as_bytes();
            if bytes.windows(wanted.len()).any(|part| part == wanted) {
                found.push(path.display().to_string());
            }
        }
    }
    found
}

#[tokio::test]
async fn the_account_makes_the_whole_group_itself() {
    let house = Box::pin(House::with_setup_bot_and_accounts(false)).await;
    let talk = Talk::of(&house);
    talk.logs_in().await;
    talk.makes_a_group().await;
    let made = house.sim.groups_named("Our desk").remove(0);
    house
        .until("the test message is there", || {
            let general = made.general();
            general.find_containing("This is a test message").is_some()
        })
        .await;
    talk.press("✅ Yes").await;
    talk.until("It works").await;
    relays_through(&house, &made).await;
    assert_eq!(house.sim.groups_named("Our desk").len(), 1);
    // Stopped, started, deleted: like a bot's. Its session is ended in Telegram.
    talk.press("⏸").await;
    talk.until("What customers write stays in Telegram").await;
    talk.press("▶️").await;
    talk.until("It runs again").await;
    talk.until("Account: ✅ logged in").await;
    talk.press("🗑").await;
    talk.until("is logged out of Telegram").await;
    let name = house.connection().await.name;
    talk.says(&name);
    talk.until("is deleted").await;
    house
        .until("the session is over", || {
            house.sim.sessions(house.account()) == 0
        })
        .await;
    talk.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn the_account_makes_the_group_for_its_desk_bot() {
    let house = Box::pin(House::with_setup_bot_and_accounts(false)).await;
    let talk = Talk::of(&house);
    talk.logs_in().await;
    talk.until("Logged in as").await;
    talk.press("🤖 A bot beside").await;
    talk.until("the bot that is to look after the group").await;
    talk.says(house.bot.token());
    talk.until("Found the bot").await;
    talk.until("Or have the account make a new group").await;
    // It may not at first; that is said, and asked once more.
    let script = house.sim.script_accounts(Some("channels.createChannel"));
    script.refuse(400, "CHANNELS_TOO_MUCH");
    talk.press("👥 Make the group for me").await;
    talk.until("What shall the group be called?").await;
    talk.says("Our desk");
    talk.until("could not make the group").await;
    talk.press("👥 Make the group for me").await;
    talk.says("Our desk");
    talk.until("“Our desk” is your team's group").await;
    talk.until("Step 3 of 3").await;
    let made = house.sim.groups_named("Our desk");
    assert_eq!(made.len(), 1);
    let made = &made[0];
    house
        .until("the bot's test message is there", || {
            let found = made.general().find_containing("This is a test message");
            let seen = found.and_then(|message| message.look());
            seen.is_some_and(|seen| seen.from == house.bot.id())
        })
        .await;
    talk.press("✅ Yes").await;
    talk.until("It works").await;
    relays_through(&house, made).await;
    let connection = house.connection().await;
    let desk = connection
        .desk_in_charge()
        .map(|(desk, _)| desk.identity.user.0);
    assert_eq!(desk, Some(house.bot.id()), "the bot looks after the group");
    talk.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn a_code_in_one_piece_is_explained_and_a_wrong_one_is_told() {
    let house = Box::pin(House::with_setup_bot_and_accounts(false)).await;
    let talk = Talk::of(&house);
    talk.begins_with_account().await;
    talk.gives_phone().await;
    let first = talk.code();
    let said = talk.says(&first);
    talk.until("You sent the code in one piece").await;
    talk.until_gone(&said).await;
    // What comes now is for nobody.
    let late = talk.says(&pieces(&first));
    talk.until("This login is over").await;
    talk.until_gone(&late).await;
    talk.press("🔁 Send a new code").await;
    house
        .until("a new code is asked for", || {
            count(&talk, "The login code") == 2
        })
        .await;
    let code = talk.code();
    assert_ne!(code, first);
    talk.says("1-2");
    talk.until("That has 2 digits, and the code has 5").await;
    let wrong = if code.starts_with('0') {
        "1-1-1-1-1"
    } else {
        "0-0-0-0-0"
    };
    talk.says(wrong);
    talk.until("That was another code").await;
    talk.says(&pieces(&code));
    talk.until("Logged in as Support").await;
    talk.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn what_telegram_refuses_is_said_in_words() {
    let house = Box::pin(House::with_setup_bot_and_accounts(false)).await;
    let talk = Talk::of(&house);
    talk.begins_with_account().await;
    talk.until_gateway().await;
    // The number may be sent without a button.
    let said = talk.says("is this one?");
    talk.until("That is no phone number in international form")
        .await;
    talk.until_gone(&said).await;
    for (error, words) in [
        (
            "PHONE_NUMBER_INVALID",
            "Telegram knows no such phone number",
        ),
        (
            "PHONE_NUMBER_BANNED",
            "Telegram has banned this phone number",
        ),
        ("PHONE_NUMBER_FLOOD", "asked too often for this number"),
    ] {
        let script = house.sim.script_accounts(Some("auth.sendCode"));
        script.refuse(400, error);
        talk.person.starts(&talk.bot, None);
        talk.press("➕ New").await;
        talk.press("👤 My account").await;
        talk.says("+49 151 23456789");
        talk.until(words).await;
    }
    talk.press("🔁 Send a new code").await;
    talk.until("The login code").await;
    let script = house.sim.script_accounts(Some("auth.signIn"));
    script.refuse(400, "PHONE_CODE_EXPIRED");
    talk.says("1-2-3-4-5");
    talk.until("The code does not work any more").await;
    house.sim.script_accounts(Some("auth.sendCode")).flood(120);
    talk.press("🔁 Send a new code").await;
    talk.until("Telegram asks to wait 2 min").await;
    talk.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn a_login_that_is_cancelled_is_over_everywhere() {
    let house = Box::pin(House::with_setup_bot_and_accounts(false)).await;
    let talk = Talk::of(&house);
    talk.begins_with_account().await;
    talk.gives_phone().await;
    let code = talk.code();
    talk.says("/cancel");
    talk.until("All right, cancelled").await;
    talk.says(&pieces(&code));
    talk.until("I do not know what to do with that").await;
    assert_eq!(house.sim.sessions(house.account()), 0);
    // One that was logged in and is not wanted any more is logged out again.
    talk.logs_in().await;
    talk.until("Logged in as Support").await;
    assert_eq!(house.sim.sessions(house.account()), 1);
    talk.press("✖️").await;
    house
        .until("the session is over", || {
            house.sim.sessions(house.account()) == 0
        })
        .await;
    talk.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn without_a_gateway_for_accounts_it_is_said() {
    let house = House::with_setup_bot(false).await;
    let talk = Talk::of(&house);
    talk.begins_with_account().await;
    talk.says("+49 151 23456789");
    talk.until("Nothing is running on this installation").await;
    talk.press("↩️").await;
    house
        .until("its screen is another", || {
            count(&talk, "Nothing is running") == 0
        })
        .await;
    let (screen, _) = talk.button("🔳").await;
    talk.press("🔳").await;
    talk.until("Nothing is running on this installation").await;
    assert!(screen.look().unwrap().text.contains("Nothing is running"));
    talk.press("✖️").await;
    talk.until("All right, cancelled").await;
    talk.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn a_restart_in_the_middle_is_never_silent() {
    let mut house = Box::pin(House::with_setup_bot_and_accounts(true)).await;
    {
        let talk = Talk::of(&house);
        talk.begins_with_account().await;
        talk.gives_phone().await;
    }
    house.stop().await;
    Box::pin(house.start()).await;
    {
        let talk = Talk::of(&house);
        talk.until("The login was interrupted").await;
        talk.until_gateway().await;
        talk.press("🔁 Send a new code").await;
        house
            .until("a new code is asked for", || {
                count(&talk, "The login code") == 2
            })
            .await;
        talk.says(&pieces(&talk.code()));
        talk.until("Logged in as Support").await;
        talk.quiet().await;
    }
    house.stop().await;
    Box::pin(house.start()).await;
    {
        // The account that was logged in is not there any more.
        let talk = Talk::of(&house);
        talk.until("so the account has been logged out again").await;
        talk.until_gateway().await;
        talk.press("🔑 Log in once more").await;
        talk.says_phone().await;
        talk.says(&pieces(&talk.code()));
        house
            .until("it is logged in", || {
                count(&talk, "Logged in as Support") == 2
            })
            .await;
        talk.press("👤 The account alone").await;
        talk.press("“Support”").await;
        talk.until("“Support” is your team's group").await;
        talk.quiet().await;
    }
    house.end().await;
}

#[tokio::test]
async fn a_gateway_that_goes_in_the_middle_is_told() {
    let mut house = Box::pin(House::with_setup_bot_and_accounts(false)).await;
    {
        let talk = Talk::of(&house);
        talk.begins_with_account().await;
        talk.gives_phone().await;
    }
    house.stop_first_gateway().await;
    {
        let talk = Talk::of(&house);
        talk.button("🔁 Send a new code").await;
    }
    house.start_first_gateway();
    let talk = Talk::of(&house);
    talk.until_gateway().await;
    talk.press("🔁 Send a new code").await;
    house
        .until("a new code is asked for", || {
            count(&talk, "The login code") == 2
        })
        .await;
    talk.says(&pieces(&talk.code()));
    talk.until("Logged in as Support").await;
    talk.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn an_account_that_telegram_logged_out_is_logged_in_again_with_a_button() {
    let house = Box::pin(House::with_setup_bot_and_accounts(false)).await;
    let talk = Talk::of(&house);
    talk.logs_in().await;
    talk.makes_a_group().await;
    talk.press("✅ Yes").await;
    talk.until("It works").await;
    house.sim.logs_out(house.account());
    talk.until("Telegram has ended the session of the account")
        .await;
    let (note, _) = talk.button("🔑 Log in again").await;
    // The card says it too, with the same button.
    talk.person.starts(&talk.bot, None);
    talk.press("⚠️").await;
    talk.until("Account: 🔑 logged out by Telegram").await;
    let (card, _) = talk.button("🔑 Log in again").await;
    assert_ne!(note.id(), card.id());
    talk.press("🔑 Log in again").await;
    talk.says_phone().await;
    talk.says(&pieces(&talk.code()));
    talk.until("is logged in again").await;
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "Is anybody there?");
    let made = house.sim.groups_named("Our desk").remove(0);
    house
        .until("the question is in the group", || {
            let mut topics = made.own_topics().into_iter();
            topics.any(|one| {
                made.thread(one.thread)
                    .find_containing("Is anybody there?")
                    .is_some()
            })
        })
        .await;
    assert_eq!(house.sim.sessions(house.account()), 1);
    talk.quiet().await;
    house.end().await;
}

#[tokio::test]
async fn one_account_serves_one_connection() {
    let house = Box::pin(House::with_setup_bot_and_accounts(false)).await;
    let talk = Talk::of(&house);
    talk.logs_in().await;
    talk.makes_a_group().await;
    talk.press("✅ Yes").await;
    talk.until("It works").await;
    // Whose it is sees their connection, and nothing has changed.
    talk.begins_with_account().await;
    talk.says_phone().await;
    talk.says(&pieces(&talk.code()));
    talk.until("serves your connection").await;
    house
        .until("the new session is over", || {
            house.sim.sessions(house.account()) == 1
        })
        .await;
    // Anybody else is told only that it is taken.
    let eve = Talk::with(&house, house.sim.person("Eve"));
    eve.begins_with_account().await;
    eve.gives_phone().await;
    eve.says(&pieces(&eve.code()));
    eve.until("serves a connection already").await;
    house
        .until("the new session is over", || {
            house.sim.sessions(house.account()) == 1
        })
        .await;
    assert_eq!(talk.connections().await.len(), 1);
    talk.quiet().await;
    house.end().await;
}

/// A customer writes to the account, and is answered by its owner in the group.
async fn relays_through(house: &House, made: &Group) {
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "Is anybody there?");
    house
        .until("there is a topic", || made.own_topics().len() == 1)
        .await;
    let topic = made.own_topics()[0].thread;
    house
        .until("the question is in it", || {
            made.thread(topic)
                .find_containing("Is anybody there?")
                .is_some()
        })
        .await;
    house.account().writes_in(made, topic, "Yes, we are.");
    house.until_told(&ann, "Yes, we are.").await;
}
