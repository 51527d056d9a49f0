//! Reading a message.

use super::{
    Assign, Command, Entry, FieldAsk, Filter, Guest, Invocation, ListAsk, NoteAsk, Parsed, Place,
    Stage, entry,
};
use crate::dialog::State;
use crate::outreach::{Invitation, NewGroup, Whom};
use crate::text::{is_invisible, shorten};
use crate::title::{BANNED, SUPPORT_ANSWERED, USER_ANSWERED};

/// Most characters of an unknown word that are repeated to people.
const MAX_WORD: usize = 64;

/// Says what a message is. `own_usernames` are the @names, without the @, of the
/// bots to which commands here may be addressed.
#[must_use]
pub fn parse(text: &str, own_usernames: &[&str]) -> Parsed {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let Some(behind) = text.strip_prefix(['/', '／']) else {
        return Parsed::Text;
    };
    if behind.is_empty() || behind.starts_with(char::is_whitespace) {
        return Parsed::Comment;
    }
    let end = behind.find(char::is_whitespace).unwrap_or(behind.len());
    let (word, rest) = behind.split_at(end);
    let (name, bot) = match word.split_once('@') {
        Some((name, bot)) => (name, Some(bot)),
        None => (word, None),
    };
    if !is_name(name) || bot.is_some_and(|bot| !is_username(bot)) {
        return unknown(word);
    }
    let own = |bot: &str| {
        own_usernames
            .iter()
            .find(|own| own.eq_ignore_ascii_case(bot))
    };
    let bot = match bot.map(own) {
        Some(None) => return Parsed::Foreign,
        Some(Some(own)) => Some((*own).to_owned()),
        None => None,
    };
    match entry(name) {
        Some(entry) => Parsed::Command(invocation(entry, rest, bot)),
        None => unknown(word),
    }
}

/// The name of a command, and all that follows it, where a message is a command that is none of
/// Backline's.
#[must_use]
pub fn other(text: &str, own_usernames: &[&str]) -> Option<(String, String)> {
    if !matches!(parse(text, own_usernames), Parsed::Unknown { .. }) {
        return None;
    }
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let behind = text.strip_prefix(['/', '／'])?;
    let end = behind.find(char::is_whitespace).unwrap_or(behind.len());
    let (word, rest) = behind.split_at(end);
    let name = word.split_once('@').map_or(word, |(name, _)| name);
    is_name(name).then(|| (name.to_owned(), rest.trim().to_owned()))
}

fn unknown(word: &str) -> Parsed {
    let word = word.chars().filter(|c| !is_invisible(*c)).take(MAX_WORD);
    Parsed::Unknown {
        word: std::iter::once('/').chain(word).collect(),
    }
}

fn invocation(entry: &Entry, rest: &str, bot: Option<String>) -> Invocation {
    let mut arguments: Vec<&str> = rest.split_whitespace().collect();
    let connection = if entry.place.includes(Place::General) {
        take_connection(&mut arguments)
    } else {
        None
    };
    Invocation {
        command: command(entry, &arguments, rest.trim()),
        bot,
        connection,
    }
}

/// `rest` is all that follows the name, with its line breaks.
fn command(entry: &Entry, arguments: &[&str], rest: &str) -> Command {
    match entry.name {
        "hold" => Command::Hold,
        "wait" => Command::Wait,
        "close" => Command::Close,
        "open" => Command::Open,
        "info" => Command::Info,
        "del" => Command::Del,
        "again" => Command::Again,
        "arrived" => Command::Arrived,
        "help" => Command::Help,
        "queue" => Command::Queue,
        "new" => Command::New(Whom::parse(arguments)),
        "newchat" => Command::NewChat(NewGroup::parse(arguments)),
        "invite" => Command::Invite(guests(arguments)),
        "join" => Command::Join(match arguments {
            [link] => Invitation::parse(link),
            _ => None,
        }),
        "ban" => Command::Ban,
        "unban" => Command::Unban,
        "assign" => Command::Assign(assign(arguments, rest)),
        "note" => Command::Note(note(arguments, rest)),
        "set" => Command::Set(field(rest)),
        "list" => Command::List(list(arguments)),
        name if entry.stage == Stage::Unasked => Command::Unasked { name },
        name => Command::Later { name },
    }
}

/// Which dialogs, by the name of the command that sets their state or by its square, and which page.
fn list(arguments: &[&str]) -> ListAsk {
    const LAST: u32 = 99;
    let page = arguments.last().and_then(|last| last.parse().ok());
    let page = page.filter(|page| (1..=LAST).contains(page));
    let words = &arguments[..arguments.len() - usize::from(page.is_some())];
    let unknown = |word: &str| Filter::Unknown(shorten(word, MAX_WORD).to_owned());
    let filter = match words {
        [] => Filter::Open,
        [one] => match one.to_lowercase().as_str() {
            "hold" | "user_answered" | USER_ANSWERED => Filter::State(State::UserAnswered),
            "wait" | "support_answered" | SUPPORT_ANSWERED => Filter::State(State::SupportAnswered),
            "me" => Filter::Sender,
            "banned" | BANNED => Filter::Banned,
            _ => unknown(one),
        },
        [first, ..] => unknown(first),
    };
    ListAsk {
        filter,
        page: page.unwrap_or(1),
    }
}

fn assign(arguments: &[&str], rest: &str) -> Assign {
    let is_word = |word: &str, of: &str| word.eq_ignore_ascii_case(of);
    match arguments {
        [] => Assign::Unsaid,
        [one] if is_word(one, "me") => Assign::Sender,
        [one] if is_word(one, "off") => Assign::Nobody,
        [one] => match one.strip_prefix('@').filter(|name| is_username(name)) {
            Some(name) => Assign::Username(name.to_owned()),
            None => Assign::Words(rest.to_owned()),
        },
        _ => Assign::Words(rest.to_owned()),
    }
}

/// `del` and a number, or nothing else: a note may begin with that word.
fn note(arguments: &[&str], rest: &str) -> NoteAsk {
    let is_del = |word: &str| word.eq_ignore_ascii_case("del");
    match arguments {
        [] => NoteAsk::Show,
        [one] if is_del(one) => NoteAsk::Delete(None),
        [one, number] if is_del(one) => match number.trim_start_matches('#').parse() {
            Ok(number) => NoteAsk::Delete(Some(number)),
            Err(_) => NoteAsk::Add(rest.to_owned()),
        },
        _ => NoteAsk::Add(rest.to_owned()),
    }
}

fn field(rest: &str) -> FieldAsk {
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let (name, value) = rest.split_at(end);
    if name.is_empty() {
        return FieldAsk::Show;
    }
    FieldAsk::Set {
        name: name.to_owned(),
        value: value.trim().to_owned(),
    }
}

/// People, and `me` for whoever asks.
fn guests(arguments: &[&str]) -> Result<Vec<Guest>, String> {
    let is_sender = |word: &&str| word.eq_ignore_ascii_case("me");
    let others: Vec<&str> = arguments
        .iter()
        .copied()
        .filter(|word| !is_sender(word))
        .collect();
    let has_sender = others.len() < arguments.len();
    let others = Whom::parse_all(&others)?.into_iter().map(Guest::Other);
    let sender = has_sender.then_some(Guest::Sender);
    Ok(sender.into_iter().chain(others).collect())
}

/// Takes `i NAME` out of the beginning or the end.
fn take_connection(arguments: &mut Vec<&str>) -> Option<String> {
    let last = arguments.len().checked_sub(2)?;
    let at = [0, last]
        .into_iter()
        .find(|at| arguments[*at] == "i" && is_name(arguments[*at + 1]))?;
    arguments.drain(at..at + 2).nth(1).map(ToOwned::to_owned)
}

/// A Latin letter, then letters, digits, `-`, `_`.
fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn is_username(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
