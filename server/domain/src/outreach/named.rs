//! People and groups as operators name them.

use serde::{Deserialize, Serialize};

use crate::id::UserId;

/// Longest title that Telegram takes for a group, in characters
/// (core.telegram.org/method/channels.createChannel).
pub const MAX_TITLE: usize = 128;
/// Ids have at most 52 significant bits (core.telegram.org/bots/api, User).
const MAX_ID: i64 = (1 << 52) - 1;
/// Digits of a phone number (ITU-T E.164), and fewest that are taken for one.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// A person as an operator named them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// By @name, without the @.
    Username(String),
    /// By phone number: its digits.
    Phone(String),
    /// By Telegram's id.
    Id(UserId),
}

/// What `/newchat` asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGroup {
    /// The title, 1 to [`MAX_TITLE`] characters.
    pub title: String,
    /// Who is invited.
    pub people: Vec<Whom>,
}

/// Where `/join` leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Invitation {
    /// An invite link's hash.
    Hash(String),
    /// A public @name, without the @.
    Name(String),
}

// === impl Whom ===

impl Whom {
    /// Reads `@name`, `t.me/name`, `+49 30 123`, or an id.
    #[must_use]
    pub fn parse(words: &[&str]) -> Option<Self> {
        let [first, rest @ ..] = words else {
            return None;
        };
        if let Some(number) = first.strip_prefix('+') {
            let digits = std::iter::once(number).chain(rest.iter().copied());
            return phone(digits.collect::<String>().as_str());
        }
        if !rest.is_empty() {
            return None;
        }
        if let Some(name) = first.strip_prefix('@').or_else(|| on_telegram(first)) {
            return is_username(name).then(|| Self::Username(name.to_owned()));
        }
        let is_number = first.bytes().all(|byte| byte.is_ascii_digit());
        let id = first.parse().ok().filter(|_| is_number)?;
        (1..=MAX_ID).contains(&id).then_some(Self::Id(UserId(id)))
    }

    /// Reads several, each one word, each person once.
    ///
    /// # Errors
    /// The first word that names nobody.
    pub fn parse_all(words: &[&str]) -> Result<Vec<Self>, String> {
        let mut people = Vec::new();
        for word in words {
            let word = word.trim_end_matches(',');
            let whom = Self::parse(&[word]).ok_or_else(|| word.to_owned())?;
            if !people.contains(&whom) {
                people.push(whom);
            }
        }
        Ok(people)
    }

    /// As people write it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Username(name) => format!("@{name}"),
            Self::Phone(digits) => format!("+{digits}"),
            Self::Id(id) => id.to_string(),
        }
    }
}

// === impl NewGroup ===

impl NewGroup {
    /// Reads a title and people: the title in quotation marks, or everything before the
    /// first @name or phone number.
    ///
    /// # Errors
    /// The word that names nobody; empty when there is no title, or one too long.
    pub fn parse(words: &[&str]) -> Result<Self, String> {
        let line = words.join(" ");
        let (title, people) = match quoted(&line) {
            Some((title, rest)) => (title.to_owned(), rest.split_whitespace().collect()),
            None => {
                let at = words.iter().position(|word| word.starts_with(['@', '+']));
                let at = at.unwrap_or(words.len());
                (words[..at].join(" "), words[at..].to_vec())
            }
        };
        let title = title.trim().to_owned();
        if title.is_empty() || title.chars().count() > MAX_TITLE {
            return Err(String::new());
        }
        let people = Whom::parse_all(&people)?;
        Ok(Self { title, people })
    }
}

// === impl Invitation ===

impl Invitation {
    /// Reads an invite link, a link to a public group, or its @name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        if let Some(rest) = word.strip_prefix("tg://join?invite=") {
            return hash(rest);
        }
        if let Some(path) = on_telegram(word) {
            let by_hash = path
                .strip_prefix('+')
                .or_else(|| path.strip_prefix("joinchat/"));
            return match by_hash {
                Some(rest) => hash(rest),
                None => name(path),
            };
        }
        name(word.strip_prefix('@')?)
    }

    /// As people write it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Hash(hash) => format!("t.me/+{hash}"),
            Self::Name(name) => format!("@{name}"),
        }
    }
}

/// What stands behind the address of a link to Telegram, without what follows a `?`.
fn on_telegram(word: &str) -> Option<&str> {
    let word = word
        .strip_prefix("https://")
        .or_else(|| word.strip_prefix("http://"))
        .unwrap_or(word);
    let path = ["t.me/", "telegram.me/", "telegram.dog/"]
        .iter()
        .find_map(|host| word.strip_prefix(host))?;
    let path = path.split(['?', '#']).next().unwrap_or(path);
    Some(path.trim_end_matches('/'))
}

fn hash(text: &str) -> Option<Invitation> {
    let is_hash = (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    is_hash.then(|| Invitation::Hash(text.to_owned()))
}

fn name(text: &str) -> Option<Invitation> {
    is_username(text).then(|| Invitation::Name(text.to_owned()))
}

fn phone(text: &str) -> Option<Whom> {
    let is_number = text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | '.' | '/' | '\u{A0}'));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (is_number && PHONE_DIGITS.contains(&digits.len())).then_some(Whom::Phone(digits))
}

/// A Latin letter, then letters, digits and `_`; 4 to 32 of them
/// (core.telegram.org/method/account.checkUsername).
fn is_username(word: &str) -> bool {
    (4..=32).contains(&word.len())
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// What stands in quotation marks at the beginning, and what follows.
fn quoted(line: &str) -> Option<(&str, &str)> {
    let mut letters = line.char_indices();
    let (_, first) = letters.next()?;
    let closing: &[char] = match first {
        '"' => &['"'],
        '“' => &['”', '"'],
        '„' => &['“', '”', '"'],
        '«' => &['»'],
        '»' => &['«'],
        _ => return None,
    };
    let inside = letters.as_str();
    let end = inside.find(closing)?;
    let rest = inside[end..].trim_start_matches(closing);
    Some((&inside[..end], rest))
}
