//! Where secrets come from: a file, the environment, or a person. Never from a flag's value, which
//! other users of the machine can read, and never back into any output.

use std::path::Path;

use backline_client::Secret;

use crate::failure::Failure;
use crate::surroundings::{Environment, Terminal};

/// A secret that a command needs, and the ways in which it may come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    /// What it is, for example "the bot's token".
    pub(crate) what: &'a str,
    /// The file that was named, and the flag that names it.
    pub(crate) file: Option<&'a Path>,
    /// The flag that names a file.
    pub(crate) flag: &'a str,
    /// The environment's variable.
    pub(crate) variable: &'a str,
}

/// A bot's token, from the file that was named or as the other commands take it.
pub(crate) const fn bot_token(file: Option<&Path>) -> Wanted<'_> {
    Wanted {
        what: "the bot's token",
        file,
        flag: "--bot-token-file",
        variable: "BACKLINE_BOT_TOKEN",
    }
}

/// The token of a bot that looks after an account's group.
pub(crate) const fn desk_bot_token<'a>(file: Option<&'a Path>, flag: &'a str) -> Wanted<'a> {
    Wanted {
        what: "the desk bot's token",
        file,
        flag,
        variable: "BACKLINE_DESK_BOT_TOKEN",
    }
}

// === impl Wanted ===

impl Wanted<'_> {
    /// The secret from the file, else from the environment.
    ///
    /// # Errors
    /// The file cannot be read or is empty.
    pub(crate) fn given(&self, environment: &Environment) -> Result<Option<Secret>, Failure> {
        match self.file {
            Some(path) => self.read(path).map(Some),
            None => Ok(environment.get(self.variable).map(trimmed)),
        }
    }

    /// The secret from the file, the environment, or whoever sits at the terminal.
    ///
    /// # Errors
    /// As [`Wanted::given`], and when nobody can be asked or nothing is answered.
    pub(crate) fn obtain(
        &self,
        environment: &Environment,
        terminal: &mut dyn Terminal,
    ) -> Result<Secret, Failure> {
        if let Some(secret) = self.given(environment)? {
            return Ok(secret);
        }
        let Self {
            what,
            flag,
            variable,
            ..
        } = self;
        if !terminal.is_interactive() {
            return Err(Failure::usage(format!(
                "{what} is missing: put it into a file and name that with {flag}, or into {variable}"
            )));
        }
        let secret = terminal.ask_secret(what)?;
        if secret.is_blank() {
            return Err(Failure::usage(format!(
                "{what} is needed, and nothing was entered"
            )));
        }
        Ok(trimmed(secret.expose()))
    }

    /// The secret from that file.
    ///
    /// # Errors
    /// The file cannot be read or is empty.
    pub(crate) fn read(&self, path: &Path) -> Result<Secret, Failure> {
        let shown = path.display();
        let Self { what, flag, .. } = self;
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::usage(format!(
                "{what} cannot be read from {shown} ({error}): check {flag}"
            ))
        })?;
        let secret = Secret::new(text);
        if secret.is_blank() {
            return Err(Failure::usage(format!(
                "{shown} is empty: it should hold {what}"
            )));
        }
        Ok(trimmed(secret.expose()))
    }
}

fn trimmed(text: &str) -> Secret {
    Secret::new(text.trim().to_owned())
}

/// Checks that a secret looks like a bot's token, before it is sent anywhere.
///
/// # Errors
/// It does not; the message does not show it.
pub(crate) fn check_bot_token(token: &Secret) -> Result<(), Failure> {
    let is_one = token.expose().split_once(':').is_some_and(|(id, rest)| {
        !id.is_empty()
            && id.bytes().all(|byte| byte.is_ascii_digit())
            && rest.len() >= 20
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    });
    if is_one {
        return Ok(());
    }
    Err(Failure::usage(
        "that is no bot token: BotFather gives one that looks like 123456789:AAExample, after \
         /newbot or /token",
    ))
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    struct Nobody;

    impl Terminal for Nobody {
        fn is_interactive(&self) -> bool {
            false
        }
        fn ask_secret(&mut self, _: &str) -> io::Result<Secret> {
            panic!("nobody is there to ask")
        }
        fn confirm(&mut self, _: &str) -> io::Result<bool> {
            panic!("nobody is there to ask")
        }
    }

    #[test]
    fn every_command_takes_a_bots_token_in_the_same_ways() {
        let Wanted { flag, variable, .. } = bot_token(None);
        assert_eq!((flag, variable), ("--bot-token-file", "BACKLINE_BOT_TOKEN"));
    }

    fn wanted(file: Option<&Path>) -> Wanted<'_> {
        Wanted {
            what: "the bot's token",
            file,
            flag: "--bot-token-file",
            variable: "BOT",
        }
    }

    #[test]
    fn a_file_goes_before_the_environment_and_blanks_around_it_do_not_count() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("token");
        std::fs::write(&path, " from-file\n").unwrap();
        let environment = [("BOT".to_owned(), "from-environment".to_owned())]
            .into_iter()
            .collect();
        let secret = wanted(Some(&path))
            .obtain(&environment, &mut Nobody)
            .unwrap();
        assert_eq!(secret.expose(), "from-file");
        let secret = wanted(None).obtain(&environment, &mut Nobody).unwrap();
        assert_eq!(secret.expose(), "from-environment");
    }

    #[test]
    fn what_is_missing_is_said_with_both_ways_in() {
        let none = Environment::default();
        let told = wanted(None)
            .obtain(&none, &mut Nobody)
            .unwrap_err()
            .to_string();
        assert!(
            told.contains("--bot-token-file") && told.contains("BOT"),
            "{told}"
        );
        let told = wanted(Some(Path::new("/nowhere")))
            .given(&none)
            .unwrap_err()
            .to_string();
        assert!(
            told.contains("/nowhere") && told.contains("--bot-token-file"),
            "{told}"
        );
    }

    #[test]
    fn what_is_no_bot_token_is_refused_without_being_shown() {
        assert!(
            check_bot_token(&Secret::new(
                "123456789:AAEabcdefghijklmnopqrstuvwx_-12345".into()
            ))
            .is_ok()
        );
        for text in [
            "",
            "hunter2",
            "abc:AAEabcdefghijklmnopqrstuvwxyz12345",
            "1:short",
            "1:AAEabcdefghij klmnopqrstuvwxyz",
        ] {
            let told = check_bot_token(&Secret::new(text.into()))
                .unwrap_err()
                .to_string();
            assert!(text.is_empty() || !told.contains(text), "{told}");
        }
    }
}
