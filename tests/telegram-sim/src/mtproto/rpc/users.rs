//! Who is who.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, shape};

/// `users.getUsers`. Whoever is not known is empty.
pub(super) fn get(call: &mut Call<'_>) -> Answer {
    let asked: functions::users::GetUsers = call.read()?;
    let users = asked.id.iter().map(|user| match call.user(user) {
        Ok(id) => shape::user(call.world, id, call.account),
        Err(_) => enums::User::Empty(types::UserEmpty { id: 0 }),
    });
    Ok(users.collect::<Vec<_>>().to_bytes())
}

/// `account.updateStatus`: whether the account is seen online.
pub(super) fn update_status(call: &mut Call<'_>) -> Answer {
    call.read::<functions::account::UpdateStatus>()?;
    Ok(true.to_bytes())
}
