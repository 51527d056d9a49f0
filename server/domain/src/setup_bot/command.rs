//! Commands.

use super::talk::{Key, Talk};
use super::{Act, Step, card, info, parameters, plan};
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
            if talk.person.is_idle() {
                card::menu_under(talk, Some(&SetupWords::NothingToCancel {}));
            } else {
                cancel(talk);
            }
        }
        Command::Language => ask_language(talk),
    }
}

/// Ends what is going on, and shows where that leads back to.
pub(super) fn cancel(talk: &mut Talk<'_>) {
    let before = talk.person.step.clone();
    talk.person.stop();
    if let Step::AskValue { connection, name } = &before {
        parameters::one_under(talk, connection, name, Some(&SetupWords::Cancelled {}));
        return;
    }
    // What was made is there, whatever was pressed.
    let made =
        if let Step::CheckToken { connection, .. } | Step::AwaitGroup { connection } = &before {
            talk.scene.connection(connection)
        } else {
            None
        };
    let words = match made {
        Some(made) => SetupWords::CancelledKept {
            bot: card::shown_bot(made),
        },
        None => SetupWords::Cancelled {},
    };
    card::menu_under(talk, Some(&words));
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
