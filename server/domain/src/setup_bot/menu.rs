//! The commands as Telegram shows them behind the "/" button, to whoever has never been here.

use sha2::{Digest as _, Sha256};

use super::setup_id;
use crate::catalogue::{Language, SetupWords};
use crate::delivery::{Action, Class, Lane, LaneKind, Purpose};
use crate::relay::Draft;

/// What the menu holds, in order.
const COMMANDS: [(&str, SetupWords); 5] = [
    ("start", SetupWords::CommandStart {}),
    ("plan", SetupWords::CommandPlan {}),
    ("language", SetupWords::CommandLanguage {}),
    ("cancel", SetupWords::CommandCancel {}),
    ("help", SetupWords::CommandHelp {}),
];

/// The commands with what each does.
#[must_use]
pub fn menu(language: Language) -> Vec<(String, String)> {
    let line = |(name, words): &(&str, SetupWords)| {
        let description = words.render(language).text;
        ((*name).to_owned(), description)
    };
    COMMANDS.iter().map(line).collect()
}

/// What Telegram is told: once for each language, and in English for all others.
fn languages() -> impl Iterator<Item = Option<Language>> {
    [None].into_iter().chain(Language::ALL.map(Some))
}

/// Another one whenever what Telegram is told is.
#[must_use]
pub fn menu_digest() -> String {
    use std::fmt::Write as _;
    let mut digest = Sha256::new();
    for language in languages() {
        let lines = menu(language.unwrap_or_default());
        digest.update(format!("{language:?} {lines:?}\n"));
    }
    let whole = digest.finalize();
    whole.iter().take(16).fold(String::new(), |mut hex, byte| {
        // Writing to a String does not fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// In which it is told. Nobody else's, so that nobody waits for it.
#[must_use]
pub fn menu_lane() -> Lane {
    Lane {
        connection: setup_id(),
        dialog: None,
        kind: LaneKind::Notice,
    }
}

/// What tells it.
#[must_use]
pub fn menu_drafts() -> Vec<Draft> {
    let draft = |language| {
        let action = Action::SetMenu { language };
        Draft::new(menu_lane(), action, Purpose::Tidy, Class::Upkeep)
    };
    languages().map(draft).collect()
}

#[cfg(test)]
mod tests {
    use super::super::command::command;
    use super::*;

    /// What Telegram takes.
    #[test]
    fn every_line_is_understood_and_fits() {
        for language in Language::ALL {
            let lines = menu(language);
            assert_eq!(lines.len(), COMMANDS.len());
            for (name, description) in lines {
                assert!(command(&format!("/{name}")).is_some(), "{name}");
                let is_fine = |c: char| c.is_ascii_lowercase() || c == '_';
                assert!(name.len() <= 32 && name.chars().all(is_fine), "{name}");
                let length = description.chars().count();
                assert!((3..=256).contains(&length), "{language}: {description}");
                assert!(!description.contains('\n'), "{description}");
            }
        }
    }

    #[test]
    fn each_language_is_told_its_own_and_all_others_english() {
        let told: Vec<Action> = menu_drafts().into_iter().map(|one| one.action).collect();
        let of = |language| Action::SetMenu { language };
        let wanted = [None].into_iter().chain(Language::ALL.map(Some)).map(of);
        assert_eq!(told, wanted.collect::<Vec<_>>());
        let texts: std::collections::BTreeSet<_> = Language::ALL.map(menu).into_iter().collect();
        assert_eq!(texts.len(), Language::ALL.len());
        assert_eq!(menu_digest().len(), 32);
        assert_eq!(menu_digest(), menu_digest());
    }
}
