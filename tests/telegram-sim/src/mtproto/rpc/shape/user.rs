//! People and bots.

use grammers_tl_types::{enums, types};

use super::{access_hash, zeros};
use crate::{
    mtproto::rpc::phone,
    world::{UserId, World},
};

/// A person or bot as an account sees it.
pub(in crate::mtproto::rpc) fn user(world: &World, id: UserId, account: UserId) -> enums::User {
    let found = world.user(id).zip(zeros::<types::User>(&[]));
    let Some((user, empty)) = found else {
        return enums::User::Empty(types::UserEmpty { id });
    };
    let is_self = id == account;
    let is_contact = world.is_contact(account, id);
    let is_mutual = is_contact && world.is_contact(id, account);
    let shows_phone = is_self || (is_contact && !user.is_bot());
    let seen = enums::UserStatus::Recently(types::UserStatusRecently { by_me: false });
    enums::User::User(types::User {
        is_self,
        contact: is_contact,
        mutual_contact: is_mutual,
        deleted: user.deactivated,
        bot: user.is_bot(),
        bot_chat_history: user
            .bot
            .as_ref()
            .is_some_and(|bot| bot.can_read_all_group_messages),
        bot_nochats: user.bot.as_ref().is_some_and(|bot| !bot.can_join_groups),
        premium: user.is_premium,
        id,
        access_hash: Some(access_hash(account, id)),
        first_name: (!user.deactivated).then(|| user.first_name.clone()),
        last_name: user.last_name.clone().filter(|_| !user.deactivated),
        username: user.username.clone().filter(|_| !user.deactivated),
        lang_code: user.language_code.clone().filter(|_| is_self),
        phone: (shows_phone && !user.deactivated).then(|| phone(id)),
        status: (!user.is_bot() && !user.deactivated).then_some(seen),
        bot_info_version: user.is_bot().then_some(1),
        ..empty
    })
}
