//! What people are called, and what Telegram thinks of them.

use super::{Key, User, UserId, World, signal::Signal};

// === impl World ===

impl World {
    /// Changes somebody's profile, and tells accounts that know them.
    pub(crate) fn change_profile(&mut self, id: UserId, change: impl FnOnce(&mut User)) {
        let Some(user) = self.users.get_mut(&id) else {
            return;
        };
        let names = |user: &User| {
            let names = (user.first_name.clone(), user.last_name.clone());
            (names, user.username.clone())
        };
        let (before, was_premium) = (names(user), user.is_premium);
        change(user);
        let is_renamed = before != names(user);
        let is_other = was_premium != user.is_premium;
        if is_renamed {
            let renamed = Signal::Renamed {
                id,
                first_name: user.first_name.clone(),
                last_name: user.last_name.clone().unwrap_or_default(),
                username: user.username.clone(),
            };
            self.signal(renamed);
        } else if is_other {
            self.signal(Signal::Profile(id));
        }
    }

    /// Whether an account has a private chat with somebody, or has them among its contacts.
    pub(crate) fn knows(&self, account: UserId, id: UserId) -> bool {
        let chat = self.chats.get(&Key::private(account, id));
        account != id && (chat.is_some() || self.is_contact(account, id))
    }

    /// Whether Telegram lets the account approach somebody: who is held for a spammer reaches only friends, and who wrote
    /// to it.
    pub(crate) fn may_approach(&self, account: UserId, id: UserId) -> bool {
        let limited = self.users.get(&account).is_some_and(|user| user.limited);
        let are_friends = self.is_contact(account, id) && self.is_contact(id, account);
        let wrote = || {
            let key = Key::private(account, id);
            self.messages_in(key)
                .any(|message| message.author.account() == id)
        };
        !limited || account == id || are_friends || wrote()
    }
}
