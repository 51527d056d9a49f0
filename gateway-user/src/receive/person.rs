//! People who have to be asked for: Telegram tells only that something is different.

use grammers_client::tl::{enums, functions, types};

use crate::peers::Peers;
use crate::telegram::{Failure, Telegram};

/// The person as they are now. `None`: they cannot be asked for, or Telegram refuses.
pub(super) async fn ask(
    id: i64,
    telegram: &Telegram,
    peers: &Peers,
) -> Result<Option<types::User>, Failure> {
    let Some(user) = peers.input_user(id) else {
        return Ok(None);
    };
    let request = functions::users::GetUsers { id: vec![user] };
    let told = match Box::pin(telegram.call(&request)).await {
        Ok(told) => told,
        Err(Failure::Refused(error)) if error.code < 420 && error.code != 401 => return Ok(None),
        Err(Failure::Unreadable(_)) => return Ok(None),
        Err(failure) => return Err(failure),
    };
    peers.learn_users(&told);
    Ok(told.into_iter().find_map(|user| match user {
        enums::User::User(user) if user.id == id => Some(user),
        _ => None,
    }))
}
