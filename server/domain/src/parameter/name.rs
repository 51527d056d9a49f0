//! The parameters' names and what people are told about each.

use std::fmt;

use super::UnknownName;

/// What is known about a parameter.
struct Row {
    name: &'static str,
    default: &'static str,
    allowed: &'static str,
    example: &'static str,
    description: &'static str,
}

macro_rules! names {
    ($($variant:ident $name:literal = $default:literal, $allowed:expr, eg $example:literal, $description:literal;)+) => {
        /// A parameter, in documented order.
        #[allow(clippy::doc_markdown, reason = "the descriptions are for people who see no markup")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Name {
            $(#[doc = $description] $variant,)+
        }

        impl Name {
            /// All of them, in documented order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            const fn row(self) -> Row {
                match self {
                    $(Self::$variant => Row {
                        name: $name,
                        default: $default,
                        allowed: $allowed,
                        example: $example,
                        description: $description,
                    },)+
                }
            }
        }
    };
}

const BOOLEAN: &str = "TRUE or FALSE";
const EXPRESSION: &str = "words in double quotes with commas, one of which has to match, \
    [\"a\",\"b\"] where all have to, ~ in front of a word that must not be there, \
    = in front of one that counts as a whole word only; or OFF";
const STRINGS: &str = "words in double quotes with commas (\\\" and \\\\ inside), \
    = in front of one that counts as a whole word only; or OFF";
const KINDS: &str = "private, group, channel (separated by commas), ALL; or OFF";
const IDS: &str = "ids of chats and people, separated by commas; or OFF";
const TEXT: &str = "a text with {title} for the customer's name and **bold** __italic__ ~~struck~~ \
    ||hidden|| `code` [text](https://…), \\n for a line break, at most 4096 characters; OFF; or DEFAULT";

names! {
    MonitorPrivate "MONITOR_PRIVATE" = "TRUE", BOOLEAN, eg "TRUE",
        "dialogs for private chats";
    MonitorGroups "MONITOR_GROUPS" = "FALSE", BOOLEAN, eg "TRUE",
        "dialogs for groups where the frontend is a member";
    MonitorChannels "MONITOR_CHANNELS" = "FALSE", BOOLEAN, eg "TRUE",
        "dialogs for channels";
    PrivateKeywords "PRIVATE_KEYWORDS" = "OFF", EXPRESSION, eg "\"invoice\", [\"order\",\"~test\"]",
        "a private dialog is made or reopened only by a message that matches";
    GroupsKeywords "GROUPS_KEYWORDS" = "OFF", EXPRESSION, eg "\"support\"",
        "a group's dialog is made or reopened only by a message that matches";
    ChannelsKeywords "CHANNELS_KEYWORDS" = "OFF", EXPRESSION, eg "\"support\"",
        "a channel's dialog is made or reopened only by a message that matches";
    RestrictedKeywordsFrontend "RESTRICTED_KEYWORDS_FRONTEND" = "OFF", STRINGS, eg "\"casino\", \"free money\"",
        "a customer's message with one of them is not relayed";
    RestrictedKeywordsBackend "RESTRICTED_KEYWORDS_BACKEND" = "OFF", STRINGS, eg "\"password\", =\"pass\"",
        "an operator's message with one of them is not sent";
    Welcome "WELCOME" = "DEFAULT", TEXT, eg "Hello {title}, **how can we help?**",
        "sent when a dialog begins and when it is reopened";
    Autoclose "AUTOCLOSE" = "48", "whole hours from 1 to 8760; or OFF", eg "24",
        "hours after which a dialog without a message closes by itself";
    Reopen "REOPEN" = "private, group, channel", KINDS, eg "private, group",
        "kinds whose closed dialogs a customer's message reopens";
    Team "TEAM" = "OFF", "ids of people, separated by commas; or OFF", eg "123456789, 987654321",
        "who speaks for the team in customers' chats, besides the backend group's members";
    AutoInfo "AUTO_INFO" = "FALSE", BOOLEAN, eg "TRUE",
        "post the /info card when a topic is made";
    HideInfo "HIDE_INFO" = "OFF",
        "name, title, link, command, contact, mention, forward (separated by commas), ALL; or OFF", eg "name, contact",
        "what of customers never reaches the team";
    ReplyOnly "REPLY_ONLY" = "FALSE", BOOLEAN, eg "TRUE",
        "only replies to a customer's message go out";
    LeaveClosed "LEAVE_CLOSED" = "OFF", KINDS, eg "group",
        "kinds whose messages are relayed without opening the dialog";
    SilentMode "SILENT_MODE" = "FALSE", BOOLEAN, eg "TRUE",
        "customers are not told when a message of theirs could not be processed";
    IgnoreChats "IGNORE_CHATS" = "777000", IDS, eg "777000, -1001234567890",
        "chats and people whose messages are dropped";
    WhiteList "WHITE_LIST" = "OFF", IDS, eg "123456789",
        "if set, only these chats";
    ExtensionsAllowed "EXTENSIONS_ALLOWED" = "DEFAULT",
        "ids of people, separated by commas; a single . for every operator; or DEFAULT", eg "123456789",
        "who gets /info in private where HIDE_INFO has `command`, and may use /send, /mark and /export in General once they are there; by default the administrator";
    IconColor "ICON_COLOR" = "blue",
        "blue, yellow, violet, green, rose, red, or Telegram's number for one of them", eg "green",
        "colour of new topics";
    TopicTitle "TOPIC_TITLE" = "{status} {marks} {title}",
        "one line with {status}, {marks} and {title}, at most 128 characters", eg "{status} {title}",
        "the topics' names";
    Language "LANGUAGE" = "en", "en, de, ru or es", eg "de",
        "language of what Backline itself writes in the backend group";
    ShowReceipts "SHOW_RECEIPTS" = "TRUE", BOOLEAN, eg "FALSE",
        "a reaction on the operator's message once it is delivered, a reply when it failed";
    Reactions "REACTIONS" = "TRUE", BOOLEAN, eg "FALSE",
        "carry reactions both ways";
    Edits "EDITS" = "TRUE", BOOLEAN, eg "FALSE",
        "carry edits both ways";
    Deletes "DELETES" = "to_customer, to_team", "to_customer, to_team (separated by commas), ALL; or OFF", eg "to_customer",
        "ways in which deletions are carried";
    Merge "MERGE" = "TRUE", BOOLEAN, eg "FALSE",
        "waiting texts may be merged into one message";
    RemindAfter "REMIND_AFTER" = "OFF", "whole minutes from 1 to 40320; or OFF", eg "30",
        "a dialog unanswered for so long is announced in General, once per wait";
    WorkingHours "WORKING_HOURS" = "OFF",
        "days (Mon, Tue, Wed, Thu, Fri, Sat, Sun) with hours, separated by commas, then a time zone; or OFF",
        eg "Mon-Fri 09:00-18:00, Sat 10:00-14:00 Europe/Berlin",
        "outside these hours customers get the text in AWAY";
    Away "AWAY" = "DEFAULT", TEXT, eg "We are back on Monday, {title}.",
        "the answer outside WORKING_HOURS, once per dialog and absence, in place of WELCOME";
    RateBackend "RATE_BACKEND" = "20",
        "N for so many a minute, or N/SECONDS, both from 1 to 100000", eg "20",
        "messages of one bot into the backend group";
    Archive "ARCHIVE" = "META", "OFF, META or FULL", eg "FULL",
        "how much of messages is kept beyond delivery: ids, facts, the text too";
    KeepForEdits "KEEP_FOR_EDITS" = "48", "whole hours from 0 (not at all) to 8760", eg "24",
        "hours for which the text of what was posted is kept for edits and deletions";
    Csat "CSAT" = "FALSE", BOOLEAN, eg "TRUE",
        "private customers are asked to rate from 1 to 5 when their dialog closes";
    Webhooks "WEBHOOKS" = "OFF",
        "a JSON object with a list of events for each URL (\"/word\" for a command, \"*\" for all events); or OFF",
        eg "{\"https://example.org/hook\":[\"message_received\"]}",
        "URLs that events are posted to";
}

/// The parameters that this version acts on. The others are validated and kept.
/// This is the one place that says so.
const EFFECTIVE: &[Name] = &[
    Name::MonitorPrivate,
    Name::MonitorGroups,
    Name::MonitorChannels,
    Name::PrivateKeywords,
    Name::GroupsKeywords,
    Name::ChannelsKeywords,
    Name::RestrictedKeywordsFrontend,
    Name::RestrictedKeywordsBackend,
    Name::Welcome,
    Name::Autoclose,
    Name::Reopen,
    Name::Team,
    Name::AutoInfo,
    Name::HideInfo,
    Name::ReplyOnly,
    Name::LeaveClosed,
    Name::SilentMode,
    Name::IgnoreChats,
    Name::WhiteList,
    Name::ExtensionsAllowed,
    Name::IconColor,
    Name::TopicTitle,
    Name::Language,
    Name::ShowReceipts,
    Name::Reactions,
    Name::Edits,
    Name::Deletes,
    Name::Merge,
    Name::RemindAfter,
    Name::WorkingHours,
    Name::Away,
    Name::RateBackend,
    Name::Archive,
    Name::KeepForEdits,
    Name::Csat,
    Name::Webhooks,
];

// === impl Name ===

impl Name {
    /// Reads a name, in any case.
    ///
    /// # Errors
    /// When no parameter has it; the error may suggest one.
    pub fn parse(text: &str) -> Result<Self, UnknownName> {
        let given = text.trim();
        Self::ALL
            .iter()
            .copied()
            .find(|name| name.as_str().eq_ignore_ascii_case(given))
            .ok_or_else(|| UnknownName::new(given, nearest(given)))
    }

    /// The name as it is documented.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.row().name
    }

    /// What it does, in one line.
    #[must_use]
    pub const fn description(self) -> &'static str {
        self.row().description
    }

    /// Which values it takes, in words.
    #[must_use]
    pub const fn allowed(self) -> &'static str {
        self.row().allowed
    }

    /// A value that it takes.
    #[must_use]
    pub const fn example(self) -> &'static str {
        self.row().example
    }

    /// The canonical text of the value it has when it is not set.
    #[must_use]
    pub const fn default_text(self) -> &'static str {
        self.row().default
    }

    /// Whether this version acts on it.
    #[must_use]
    pub fn is_effective(self) -> bool {
        EFFECTIVE.contains(&self)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The name that was probably meant: at most a third of it is different, or the
/// given one is a clear part of it.
fn nearest(given: &str) -> Option<Name> {
    const LONGEST: usize = 64;
    if given.is_empty() || given.len() > LONGEST {
        return None;
    }
    let given = given.to_ascii_uppercase().replace(['-', ' '], "_");
    let (distance, name) = Name::ALL
        .iter()
        .map(|name| (distance(&given, name.as_str()), *name))
        .min_by_key(|(distance, _)| *distance)?;
    if distance * 3 <= given.chars().count() {
        return Some(name);
    }
    let mut containing = Name::ALL
        .iter()
        .filter(|name| name.as_str().contains(&given));
    match (containing.next(), containing.next()) {
        (Some(only), None) if given.len() >= 4 => Some(*only),
        _ => None,
    }
}

/// How many characters have to be put in, taken out or changed.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}
