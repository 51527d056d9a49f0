//! Who is who.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, shape};

/// `users.getUsers`.
pub(super) fn get(call: &mut Call<'_>) -> Answer {
    let asked: functions::users::GetUsers = call.read()?;
    let account = call.account;
    let users = asked.id.into_iter().map(|user| match user {
        enums::InputUser::UserSelf => shape::user(call.world, account, account),
        enums::InputUser::User(user)
            if user.access_hash == shape::access_hash(account, user.user_id) =>
        {
            shape::user(call.world, user.user_id, account)
        }
        enums::InputUser::User(_) | enums::InputUser::FromMessage(_) | enums::InputUser::Empty => {
            enums::User::Empty(types::UserEmpty { id: 0 })
        }
    });
    Ok(users.collect::<Vec<_>>().to_bytes())
}

/// `account.updateStatus`: whether the account is seen online.
pub(super) fn update_status(call: &mut Call<'_>) -> Answer {
    call.read::<functions::account::UpdateStatus>()?;
    Ok(true.to_bytes())
}
