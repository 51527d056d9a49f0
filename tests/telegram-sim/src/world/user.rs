//! People and bots.

use serde_json::{Value, json};

use super::{UserId, World, message::Mailbox, update::Queue};

/// A person or a bot.
#[derive(Debug, Clone)]
pub struct User {
    /// Telegram's id.
    pub id: UserId,
    /// First name, never empty.
    pub first_name: String,
    /// Last name.
    pub last_name: Option<String>,
    /// Username without `@`.
    pub username: Option<String>,
    /// IETF language tag of the app.
    pub language_code: Option<String>,
    /// Has Telegram Premium.
    pub is_premium: bool,
    /// Forwards of what they write name no account.
    pub hidden: bool,
    /// Only contacts bring them into groups.
    pub invited_by_contacts: bool,
    /// Telegram holds the account for a spammer: it approaches no strangers.
    pub limited: bool,
    /// The account was deleted.
    pub deactivated: bool,
    /// Set for bots only.
    pub bot: Option<Bot>,
}

/// What a bot has beyond a user.
#[derive(Debug, Clone)]
pub struct Bot {
    /// The token that opens the Bot API.
    pub token: String,
    /// May be added to groups.
    pub can_join_groups: bool,
    /// Privacy mode is off.
    pub can_read_all_group_messages: bool,
    /// Bot-to-bot communication is on: it is told about other bots' messages where it is admin or privacy is off.
    pub bot_to_bot: bool,
    /// Business accounts may connect it.
    pub business: bool,
    /// Its owner has Premium: custom emoji in what it sends stay. Otherwise they arrive as plain emoji.
    pub custom_emoji: bool,
    /// What `setMyCommands` stored, by scope and language.
    pub commands: std::collections::BTreeMap<String, Value>,
}

const FIRST_PERSON: UserId = 1_000_000;
const FIRST_BOT: UserId = 7_000_000_000;

// === impl User ===

impl User {
    /// First and last name, as apps show it.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.last_name {
            Some(last) => format!("{} {last}", self.first_name),
            None => self.first_name.clone(),
        }
    }

    /// Whether it is a bot.
    #[must_use]
    pub fn is_bot(&self) -> bool {
        self.bot.is_some()
    }

    /// The Bot API's `User`.
    #[must_use]
    pub fn wire(&self) -> Value {
        let mut user =
            json!({"id": self.id, "is_bot": self.is_bot(), "first_name": self.first_name});
        let optional = [
            ("last_name", &self.last_name),
            ("username", &self.username),
            ("language_code", &self.language_code),
        ];
        for (field, value) in optional {
            if let Some(value) = value {
                user[field] = json!(value);
            }
        }
        if self.is_premium {
            user["is_premium"] = json!(true);
        }
        user
    }
}

// === impl World ===

impl World {
    /// A new person. `id` is chosen when none is given.
    pub fn add_person(&mut self, id: Option<UserId>, first_name: &str) -> UserId {
        let id = id.unwrap_or_else(|| FIRST_PERSON + self.fresh());
        self.add_user(User {
            id,
            first_name: first_name.to_owned(),
            last_name: None,
            username: None,
            language_code: Some("en".to_owned()),
            is_premium: false,
            hidden: false,
            invited_by_contacts: false,
            limited: false,
            deactivated: false,
            bot: None,
        });
        id
    }

    /// A new bot with privacy mode on, as `BotFather` makes them. The username is the name without blanks and ends in
    /// `bot`.
    pub fn add_bot(&mut self, name: &str) -> UserId {
        let number = self.fresh();
        let id = FIRST_BOT + number;
        let mut username: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        if !username.to_ascii_lowercase().ends_with("bot") {
            username.push_str("Bot");
        }
        let taken = |world: &Self, wanted: &str| {
            world
                .users
                .values()
                .any(|user| user.username.as_deref() == Some(wanted))
        };
        if taken(self, &username) {
            username = format!("{number}{username}");
        }
        self.add_user(User {
            id,
            first_name: name.to_owned(),
            last_name: None,
            username: Some(username),
            language_code: None,
            is_premium: false,
            hidden: false,
            invited_by_contacts: false,
            limited: false,
            deactivated: false,
            bot: Some(Bot {
                token: format!("{id}:SIM-{number:0>31}"),
                can_join_groups: true,
                can_read_all_group_messages: false,
                bot_to_bot: false,
                business: false,
                custom_emoji: false,
                commands: std::collections::BTreeMap::new(),
            }),
        });
        self.queues
            .insert(id, Queue::starting_at(number * 1_000_003));
        id
    }

    fn add_user(&mut self, user: User) {
        self.boxes.insert(user.id, Mailbox::default());
        self.users.insert(user.id, user);
    }

    pub(crate) fn user_wire(&self, id: UserId) -> Value {
        self.users.get(&id).map_or_else(
            || json!({"id": id, "is_bot": false, "first_name": ""}),
            User::wire,
        )
    }

    /// The name that transcripts and pages show.
    #[must_use]
    pub fn name_of(&self, id: UserId) -> String {
        self.users
            .get(&id)
            .map_or_else(|| id.to_string(), User::name)
    }
}
