//! How a bot logs in: by its token.

use grammers_client::tl::{enums, functions};

use crate::session::Account;
use crate::state::State;
use crate::telegram::{Failure, Telegram, name};

use super::MOST_MOVES;

/// A bot that is logged in.
pub(crate) struct Entered {
    pub(crate) account: Account,
    /// Where its updates stand.
    pub(crate) state: State,
}

/// Logs a bot in on a session that is nobody's, over the connection that there is. Telegram
/// makes those wait who do it often: what comes of it is to be kept.
pub(crate) async fn enter(telegram: &Telegram, token: &str) -> Result<Entered, Failure> {
    let app = telegram.app().clone();
    let mut moves = 0;
    let told = loop {
        let request = functions::auth::ImportBotAuthorization {
            flags: 0,
            api_id: app.api_id,
            api_hash: app.api_hash.clone(),
            bot_auth_token: token.to_owned(),
        };
        match Box::pin(telegram.call(&request)).await {
            Ok(told) => break told,
            Err(failure) if moves < MOST_MOVES && moves_to(telegram, &failure).await => moves += 1,
            Err(failure) => return Err(failure),
        }
    };
    let unreadable = || Failure::Unreadable("Telegram does not say whose token it is".to_owned());
    let enums::auth::Authorization::Authorization(told) = told else {
        return Err(unreadable());
    };
    let enums::User::User(user) = told.user else {
        return Err(unreadable());
    };
    let state = Box::pin(telegram.call(&functions::updates::GetState {})).await?;
    let state = State::told(state);
    let kept = Account::of(telegram.store(), user.id);
    let mut account =
        kept.map_err(|_| Failure::NotSent("the session was lost in this program".to_owned()))?;
    account.state = Some(state.clone());
    account.made_with(token);
    Ok(Entered { account, state })
}

/// Whether the bot lives in another data centre, which is asked from now on.
async fn moves_to(telegram: &Telegram, failure: &Failure) -> bool {
    let Failure::Refused(error) = failure else {
        return false;
    };
    let is_move = error.code == 303 && name(error).contains("_MIGRATE_");
    let dc = error.value.and_then(|dc| i32::try_from(dc).ok());
    match dc.filter(|_| is_move) {
        Some(dc) => telegram.move_to(dc).await,
        None => false,
    }
}
