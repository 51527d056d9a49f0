//! The setup bot, for somebody who never opens a terminal.

mod accounts;
mod from_nothing;
mod info;
mod menu;
mod mischief;
mod plan;
mod qr;
mod relays;
mod restarts;
mod screens;
mod secrets;
mod trouble;
mod webhooks;

use backline_domain::connection::Connection;
use telegram_sim::{Bot, MessageRef, Person};

use crate::house::House;

/// A person's private chat with the setup bot.
pub(crate) struct Talk<'a> {
    pub(crate) house: &'a House,
    pub(crate) person: Person,
    pub(crate) bot: Bot,
}

impl<'a> Talk<'a> {
    /// Olga's.
    pub(crate) fn of(house: &'a House) -> Self {
        Self::with(house, house.olga.clone())
    }

    pub(crate) fn with(house: &'a House, person: Person) -> Self {
        let bot = house.setup_bot.clone().unwrap();
        Self { house, person, bot }
    }

    pub(crate) fn says(&self, text: &str) -> MessageRef {
        self.person.says(&self.bot, text)
    }

    /// All that the bot has written and that is still there, the newest last.
    pub(crate) fn told(&self) -> Vec<MessageRef> {
        let chat = self.person.chat_with(&self.bot);
        let own = self.bot_id();
        let is_its = |one: &MessageRef| one.look().is_some_and(|seen| seen.from == own);
        chat.refs().into_iter().filter(is_its).collect()
    }

    pub(crate) fn bot_id(&self) -> i64 {
        self.bot.id()
    }

    /// Waits until the bot's chat has this text, and gives the message.
    pub(crate) async fn until(&self, text: &str) -> MessageRef {
        let chat = self.person.chat_with(&self.bot);
        let what = format!("{text:?} is with {}", self.person.id());
        self.house
            .until(&what, || chat.find_containing(text).is_some())
            .await;
        chat.find_containing(text).unwrap()
    }

    /// Waits until a message is gone from the chat.
    pub(crate) async fn until_gone(&self, message: &MessageRef) {
        self.house
            .until("the message is gone", || message.is_deleted())
            .await;
    }

    /// The newest message of the bot's with a button that begins so, once there is one.
    pub(crate) async fn button(&self, label: &str) -> (MessageRef, String) {
        let what = format!("there is a button {label:?}");
        self.house.until(&what, || self.find(label).is_some()).await;
        self.find(label).unwrap()
    }

    fn find(&self, label: &str) -> Option<(MessageRef, String)> {
        self.told().into_iter().rev().find_map(|message| {
            let found = buttons(&message)
                .into_iter()
                .find(|(text, _)| text.starts_with(label));
            Some((message, found?.1))
        })
    }

    /// Presses it; gives the query.
    pub(crate) async fn press(&self, label: &str) -> String {
        let (message, data) = self.button(label).await;
        self.person.presses(&message, &data)
    }

    /// Waits until the setup bot has nothing to do.
    pub(crate) async fn quiet(&self) {
        let mut quiet = 0;
        for _ in 0..2_000 {
            let handle = self.house.running().setup_bot().unwrap().clone();
            let waits = handle.quiet().await.unwrap();
            let is_quiet = waits == 0 && self.bot.waiting_updates() == 0;
            quiet = if is_quiet { quiet + 1 } else { 0 };
            if quiet == 3 {
                return;
            }
            self.house
                .clock
                .advance(std::time::Duration::from_millis(200));
            let calls = self.house.sim.calls_made();
            let soon = self.house.sim.until(|| self.house.sim.calls_made() > calls);
            // Only a pause between two looks.
            let _ = tokio::time::timeout(std::time::Duration::from_millis(5), soon).await;
        }
        panic!(
            "the setup bot is never quiet\n{}",
            self.house.sim.describe()
        );
    }

    /// The connections that there are.
    pub(crate) async fn connections(&self) -> Vec<Connection> {
        let mut all = Vec::new();
        for (_, desk) in self.house.running().desks().registry.desks() {
            all.push(desk.connection().await.unwrap());
        }
        all
    }
}

/// The buttons under a message: labels and what they send.
pub(crate) fn buttons(message: &MessageRef) -> Vec<(String, String)> {
    let Some(markup) = message.look().and_then(|seen| seen.markup) else {
        return Vec::new();
    };
    let rows = markup["inline_keyboard"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let keys = rows
        .iter()
        .flat_map(|row| row.as_array().cloned().unwrap_or_default());
    keys.map(|key| {
        let text = |name: &str| key[name].as_str().unwrap_or_default().to_owned();
        (text("text"), text("callback_data"))
    })
    .collect()
}
