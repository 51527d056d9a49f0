//! What tests do with accounts, beside what people do: their keys and logins, and what is known of their sessions.

use std::net::SocketAddr;

use crate::{
    cast::{Account, Bot, Person, Place},
    mtproto::{self, AuthKey},
    sim::Sim,
    world::Refused,
};

// === impl Sim ===

impl Sim {
    /// Where accounts are served, by MTProto. All data centres are there.
    #[must_use]
    pub fn mtproto(&self) -> SocketAddr {
        self.mtproto
    }

    /// An auth key with which a client is this person, as if they had logged in with it.
    pub fn auth_key(&self, person: &Person) -> AuthKey {
        let key = AuthKey::random();
        let account = Some(person.id());
        self.change(|world| world.keys.add(key.clone(), account));
        key
    }

    /// An auth key that is nobody's yet: a client logs in with it.
    pub fn new_auth_key(&self) -> AuthKey {
        let key = AuthKey::random();
        self.change(|world| world.keys.add(key.clone(), None));
        key
    }

    /// What a client has to show to name somebody, or a group, to the account with that id.
    #[must_use]
    pub fn access_hash_for(&self, account: i64, of: i64) -> i64 {
        mtproto::access_hash(account, of)
    }

    /// What a client has to show to name somebody, or a group, to the account of this person.
    #[must_use]
    pub fn access_hash(&self, account: &Person, of: i64) -> i64 {
        mtproto::access_hash(account.id(), of)
    }

    /// The person's phone number.
    #[must_use]
    pub fn phone(&self, person: &Person) -> String {
        format!("+{}", mtproto::phone(person.id()))
    }

    /// The login code that was sent to this number last.
    #[must_use]
    pub fn login_code(&self, phone: &str) -> Option<String> {
        self.read(|world| world.login_code(phone))
    }

    /// The tokens of QR codes that are to be scanned, the newest last.
    #[must_use]
    pub fn login_tokens(&self) -> Vec<Vec<u8>> {
        self.read(mtproto::shown_tokens)
    }

    /// An account is in at most so many supergroups and channels: fewer than Telegram's 500 make tests short.
    pub fn set_most_channels(&self, most: usize) {
        self.change(|world| world.most_channels = Some(most));
    }

    /// A file has at most so many parts of 512 KiB, and with Premium: fewer than Telegram's 4,000 and 8,000 make tests
    /// short.
    pub fn set_most_parts(&self, usual: i32, premium: i32) {
        self.change(|world| world.most_parts = Some((usual, premium)));
    }

    /// The person's account lives in another data centre, 1 to 5 but not 2: a login by QR code is sent on there. All data
    /// centres are at [`Sim::mtproto`].
    pub fn lives_in(&self, person: &Person, data_center: i32) {
        let account = person.id();
        self.change(|world| world.homes.insert(account, data_center));
    }

    /// Gives the person's account a password, which a login asks for after the code.
    pub fn set_password(&self, person: &Person, password: &str, hint: Option<&str>) {
        // It takes its time: not under the lock.
        let password = mtproto::Password::new(password, hint);
        let account = person.id();
        self.change(|world| world.passwords.insert(account, password));
    }

    /// The person scans the QR code with that token, and lets whoever shows it in. Telegram's word for why not, if not.
    pub fn accepts_login_token(&self, person: &Person, token: &[u8]) -> Result<(), Refused> {
        let account = person.id();
        let accepted = self.change(|world| mtproto::accepts(world, account, token));
        accepted.map_err(|word| Refused(word.to_owned()))
    }

    /// How far an account has read a chat, in its own message ids; 0 is nothing.
    pub fn read_up_to(&self, account: &Person, chat: impl Into<Place>) -> i64 {
        let (id, place) = (account.id(), chat.into());
        self.shared.read(|world| {
            let (key, thread) = place.key_for(id);
            world.read_up_to(id, key, thread)
        })
    }

    /// How often an account has said lately that it writes, or does something else, in a chat or in a topic of it.
    pub fn times_typed(&self, account: &Person, chat: impl Into<Place>) -> usize {
        let (id, place) = (account.id(), chat.into());
        self.shared.read(|world| {
            let (key, thread) = place.key_for(id);
            world.times_typed(id, key, thread)
        })
    }

    /// References to files that accounts have got so far are too old from now on.
    pub fn expires_file_references(&self) {
        self.change(|world| world.reference_age += 1);
    }

    /// Whoever connects over MTProto has a clock that is so many seconds behind Telegram's; ahead of it, where they are
    /// fewer than none. What is too old or from the future is refused, as Telegram does.
    pub fn set_mtproto_clock_ahead(&self, seconds: i64) {
        self.change(|world| world.keys.set_clock_ahead(seconds));
    }

    /// Cuts all connections of the person's account, between calls. Clients come back by themselves.
    pub fn cuts_connections(&self, person: &Person) {
        let account = person.id();
        self.change(|world| world.keys.cut(account));
    }

    /// Whether some session of the person's account is there and gets its updates.
    #[must_use]
    pub fn is_connected(&self, person: &Person) -> bool {
        self.read(|world| world.keys.is_connected(person.id()))
    }

    /// How many sessions a person's account has, or a bot over MTProto: devices and programs that are logged in.
    #[must_use]
    pub fn sessions(&self, of: &impl Account) -> usize {
        self.read(|world| world.keys.sessions(of.id()))
    }

    /// The most connections that ever used one key of the person's account at once: two end the session.
    #[must_use]
    pub fn most_connections(&self, person: &Person) -> usize {
        self.read(|world| world.keys.most_at_once(person.id()))
    }

    /// Telegram ends all sessions of a bot over MTProto; its token stays good.
    pub fn ends_sessions(&self, bot: &Bot) {
        let bot = bot.id();
        self.change(|world| world.keys.log_out(bot));
    }

    /// The most connections that ever used one key of the bot's at once: two end the session.
    #[must_use]
    pub fn most_connections_of(&self, bot: &Bot) -> usize {
        self.read(|world| world.keys.most_at_once(bot.id()))
    }

    /// The person ends all sessions of their account.
    pub fn logs_out(&self, person: &Person) {
        let account = person.id();
        self.change(|world| world.keys.log_out(account));
    }
}
