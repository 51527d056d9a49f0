//! What is wrong with a connection and what to do about it here, in the person's language. The
//! English words that the API and the terminal show name remedies of the command line, and are
//! for what is of no known kind.

use super::talk::Talk;
use super::{account, card};
use crate::catalogue::SetupWords;
use crate::connection::Connection;
use crate::message::FormattedText;
use crate::problem::{Problem, Trouble};
use crate::text::concat;

/// What is wrong with it, the same as everywhere: first the frontend, then the desk bot, then
/// the group.
pub(super) fn of(talk: &Talk<'_>, connection: &Connection) -> Option<FormattedText> {
    if let Some(problem) = &connection.identity_problem {
        return Some(words(talk, card::shown_bot(connection), problem));
    }
    let desk = connection.desk.as_ref();
    if let Some((desk, problem)) = desk.and_then(|desk| Some((desk, desk.problem.as_ref()?))) {
        return Some(words(talk, desk.shown_name(), problem));
    }
    let problem = connection.problem.as_ref()?;
    let who = match problem.trouble.as_deref() {
        Some(Trouble::FoundingRefused { .. }) => card::shown_bot(connection),
        Some(_) | None => account::poster(connection),
    };
    Some(words(talk, who, problem))
}

/// That the group has no topics, where that is what is wrong with it.
pub(super) fn of_missing_topics(talk: &Talk<'_>, connection: &Connection) -> Option<FormattedText> {
    let problem = connection.problem.as_ref()?;
    let trouble = problem.trouble.as_deref()?;
    let is_it = matches!(trouble, Trouble::NotAForum { .. });
    is_it.then(|| {
        let words = words(talk, account::poster(connection), problem);
        concat([FormattedText::plain("❌ "), words])
    })
}

/// A problem of this bot's or account's, named as people know it.
pub(super) fn words(talk: &Talk<'_>, who: String, problem: &Problem) -> FormattedText {
    let Some(trouble) = problem.trouble.as_deref().cloned() else {
        // A row of a version that knew the English words alone.
        return talk.text(&SetupWords::TroubleUnknown { bot: who });
    };
    let bot = who;
    talk.text(&match trouble {
        Trouble::TokenRefused => SetupWords::TroubleToken { bot },
        Trouble::LoggedOut => SetupWords::TroubleLoggedOut { who: bot },
        Trouble::ReceivedElsewhere => SetupWords::TroubleElsewhere { bot },
        Trouble::NotAForum { title } => SetupWords::TroubleNoTopics { title },
        Trouble::NotAdmin { title, right } => SetupWords::TroubleNoAdmin { bot, title, right },
        Trouble::MissingRight { title, right } => SetupWords::TroubleRight { bot, title, right },
        Trouble::WrongAdministrator { title } => SetupWords::TroubleNotYours { title },
        Trouble::GroupLost { title } => SetupWords::TroubleOut { bot, title },
        Trouble::GroupRefused { title, refusal } => SetupWords::TroubleGroup {
            bot,
            title,
            refusal,
        },
        Trouble::FoundingRefused { refusal } => SetupWords::TroubleFounding { who: bot, refusal },
    })
}

/// A bot whose token was just given cannot be used.
pub(super) fn of_token(talk: &Talk<'_>, bot: String, problem: &Problem) -> SetupWords {
    match problem.trouble.as_deref() {
        Some(Trouble::TokenRefused) => SetupWords::TokenRefused {},
        Some(Trouble::ReceivedElsewhere) => SetupWords::TokenInUse {},
        Some(_) | None => SetupWords::DeskRefused {
            words: words(talk, bot, problem),
        },
    }
}
