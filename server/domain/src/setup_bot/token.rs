//! Finding a bot's token in what somebody sent.

/// Shortest secret that a token has behind its colon.
const SHORTEST: usize = 35;
/// Longest.
const LONGEST: usize = 128;

/// The token in a text: alone, or in the message that `BotFather` sends. `None` when there is
/// none, or more than one: which is meant nobody can tell.
#[must_use]
pub fn find_token(text: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':');
    let mut found = None;
    for word in text.split(|c: char| !is_part(c)) {
        if is_token(word) {
            if found.is_some_and(|one| one != word) {
                return None;
            }
            found = Some(word);
        }
    }
    found
}

fn is_token(word: &str) -> bool {
    let Some((id, secret)) = word.split_once(':') else {
        return false;
    };
    let is_id = (1..=16).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit());
    let is_secret = (SHORTEST..=LONGEST).contains(&secret.len()) && !secret.contains(':');
    is_id && is_secret
}

/// The id of the bot that a token is of.
pub(super) fn bot_of(token: &str) -> Option<i64> {
    token.split_once(':')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1";

    #[test]
    fn a_token_is_found_alone_and_in_botfathers_message() {
        assert_eq!(find_token(&format!(" {TOKEN}\n")), Some(TOKEN));
        let forwarded = format!(
            "Done! Congratulations on your new bot.\n\nUse this token to access the HTTP API:\n\
             {TOKEN}\nKeep your token secure: https://core.telegram.org/bots/api"
        );
        assert_eq!(find_token(&forwarded), Some(TOKEN));
        assert_eq!(find_token(&format!("{TOKEN} {TOKEN}")), Some(TOKEN));
    }

    #[test]
    fn what_is_no_token_is_none() {
        let other = TOKEN.replace("110201543", "7");
        for text in [
            "",
            ":",
            "110201543",
            "110201543:short",
            "x110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1",
            &format!("{TOKEN}:x"),
            &format!("{TOKEN} {other}"),
        ] {
            assert_eq!(find_token(text), None, "{text}");
        }
    }
}
