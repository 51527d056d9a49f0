//! Commands.

use super::talk::{Key, Talk};
use super::{Act, card, info, plan};
use crate::catalogue::{Language, SetupWords};

/// Commands that are understood whatever is going on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    Start,
    /// By the link for cards of `/info`.
    StartForCards,
    Language,
    Plan,
    Cancel,
    Help,
}

pub(super) fn command(text: &str) -> Option<Command> {
    let mut words = text.split_whitespace();
    let word = words.next()?.split('@').next()?;
    match word.to_ascii_lowercase().as_str() {
        "/start" if words.next() == Some(info::PAYLOAD) => Some(Command::StartForCards),
        "/start" => Some(Command::Start),
        "/language" => Some(Command::Language),
        "/plan" => Some(Command::Plan),
        "/cancel" => Some(Command::Cancel),
        "/help" => Some(Command::Help),
        _ => None,
    }
}

pub(super) fn obey(talk: &mut Talk<'_>, command: Command) {
    match command {
        Command::Start => {
            talk.person.stop();
            card::menu(talk);
        }
        Command::StartForCards => talk.say(&SetupWords::InfoStarted {}),
        Command::Plan => plan::show(talk),
        Command::Help => talk.say(&SetupWords::Help {}),
        Command::Cancel => {
            let words = if talk.person.is_idle() {
                SetupWords::NothingToCancel {}
            } else {
                SetupWords::Cancelled {}
            };
            talk.person.stop();
            card::menu_under(talk, Some(&words));
        }
        Command::Language => ask_language(talk),
    }
}

/// Asks which language is to be spoken; each is named in itself.
pub(super) fn ask_language(talk: &mut Talk<'_>) {
    let names = [
        (Language::En, "English"),
        (Language::De, "Deutsch"),
        (Language::Ru, "Русский"),
        (Language::Es, "Español"),
    ];
    let key = |(language, name): (Language, &str)| Key::Do(name.to_owned(), Act::Speak(language));
    let rows = names
        .chunks(2)
        .map(|row| row.iter().copied().map(key).collect());
    let rows = rows.collect();
    let text = talk.text(&SetupWords::LanguageAsk {});
    talk.show(&text, rows);
}
