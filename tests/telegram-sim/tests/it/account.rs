//! An account, as grammers' sender knows it.

use std::{collections::HashMap, sync::Arc, time::Duration};

use grammers_mtsender::{
    ConnectionParams, InvocationError, NoRetries, SenderPool, SenderPoolHandle, SenderPoolRunner,
    UpdatesConfiguration, UpdatesReceiver,
};
use grammers_session::{
    Session as _, SessionData,
    storages::MemorySession,
    types::{DcOption, PeerAuth, PeerId, PeerInfo, UpdateState, UpdatesState},
    updates::UpdatesLike,
};
use grammers_tl_types::{RemoteCall, enums, functions, types};
use telegram_sim::{AuthKey, Config, Group, Person, Sim};
use tokio::task::JoinHandle;

/// More than anything on loopback takes; a test that comes to this fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
const DC: i32 = 2;

/// A client with an account's auth key.
pub(crate) struct Account {
    pub(crate) handle: SenderPoolHandle,
    pub(crate) updates: Option<UpdatesReceiver>,
    pub(crate) session: Arc<MemorySession>,
    running: JoinHandle<()>,
    pub(crate) hashes: HashMap<i64, i64>,
    /// Updates that came and were not looked at yet.
    waiting: Vec<enums::Update>,
    /// What is pushed, as it comes.
    raw: Option<tokio::sync::mpsc::Receiver<UpdatesLike>>,
}

// === impl Account ===

impl Account {
    pub(crate) async fn of(sim: &Sim, person: &Person) -> Self {
        Self::with_key(sim, person, &sim.auth_key(person)).await
    }

    pub(crate) async fn with_key(sim: &Sim, person: &Person, key: &AuthKey) -> Self {
        let mut data = SessionData {
            home_dc: DC,
            ..SessionData::default()
        };
        let port = sim.mtproto().port();
        for option in data.dc_options.values_mut() {
            *option = DcOption {
                id: option.id,
                ipv4: format!("127.0.0.1:{port}").parse().unwrap(),
                ipv6: format!("[::1]:{port}").parse().unwrap(),
                auth_key: (option.id == DC).then(|| key.bytes()),
            };
        }
        let own = PeerInfo::User {
            id: person.id(),
            auth: Some(PeerAuth::from_hash(sim.access_hash(person, person.id()))),
            bot: Some(false),
            is_self: Some(true),
        };
        data.peer_infos.insert(PeerId::self_user(), own.clone());
        data.peer_infos.insert(own.id(), own);
        Self::on(Arc::new(MemorySession::from(data)))
    }

    pub(crate) fn on(session: Arc<MemorySession>) -> Self {
        let params = ConnectionParams {
            retry_policy: Box::new(NoRetries),
            ..ConnectionParams::default()
        };
        let pool = SenderPool::with_configuration(Arc::clone(&session), 1, params);
        let running = run(pool.runner);
        Self {
            handle: pool.handle.thin.clone(),
            updates: None,
            session,
            running,
            hashes: HashMap::new(),
            waiting: Vec::new(),
            raw: None,
        }
    }

    pub(crate) async fn call<R: RemoteCall>(&self, call: &R) -> Result<R::Return, InvocationError> {
        let calling = self.handle.invoke_in_dc(DC, call);
        tokio::time::timeout(PATIENCE, calling).await.unwrap()
    }

    /// What Telegram says is wrong with the call.
    pub(crate) async fn refused<R: RemoteCall>(&self, call: &R) -> String
    where
        R::Return: std::fmt::Debug,
    {
        match self.call(call).await {
            // The sender takes numbers out of names.
            Err(InvocationError::Rpc(error)) => match error.value {
                Some(number) => format!("{} {} {number}", error.code, error.name),
                None => format!("{} {}", error.code, error.name),
            },
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn knows(&mut self, sim: &Sim, own: &Person, of: i64) {
        self.hashes.insert(of, sim.access_hash(own, of));
    }

    pub(crate) fn user(&self, id: i64) -> enums::InputPeer {
        enums::InputPeer::User(types::InputPeerUser {
            user_id: id,
            access_hash: self.hashes[&id],
        })
    }

    pub(crate) fn channel(&self, group: &Group) -> enums::InputPeer {
        let id = bare(group);
        enums::InputPeer::Channel(types::InputPeerChannel {
            channel_id: id,
            access_hash: self.hashes[&id],
        })
    }

    pub(crate) async fn sends(
        &self,
        peer: enums::InputPeer,
        text: &str,
        random_id: i64,
    ) -> Result<enums::Updates, InvocationError> {
        self.call(&message(peer, text, random_id, None)).await
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        self.handle.quit();
        self.running.abort();
    }
}

#[expect(clippy::disallowed_methods, reason = "ends with the account")]
fn run(runner: SenderPoolRunner) -> JoinHandle<()> {
    tokio::spawn(runner.run())
}

pub(crate) fn bare(group: &Group) -> i64 {
    -1_000_000_000_000 - group.id()
}

pub(crate) fn message(
    peer: enums::InputPeer,
    text: &str,
    random_id: i64,
    topic: Option<i32>,
) -> functions::messages::SendMessage {
    let reply_to = topic.map(|topic| {
        enums::InputReplyTo::Message(types::InputReplyToMessage {
            reply_to_msg_id: topic,
            top_msg_id: None,
            reply_to_peer_id: None,
            quote_text: None,
            quote_entities: None,
            quote_offset: None,
            monoforum_peer_id: None,
            todo_item_id: None,
            poll_option: None,
        })
    });
    functions::messages::SendMessage {
        no_webpage: false,
        silent: false,
        background: false,
        clear_draft: false,
        noforwards: false,
        update_stickersets_order: false,
        invert_media: false,
        allow_paid_floodskip: false,
        peer,
        reply_to,
        message: text.to_owned(),
        random_id,
        reply_markup: None,
        entities: None,
        schedule_date: None,
        schedule_repeat_period: None,
        send_as: None,
        quick_reply_shortcut: None,
        effect: None,
        allow_paid_stars: None,
        suggested_post: None,
        rich_message: None,
    }
}

pub(crate) async fn stage() -> (Sim, Person, Person, Account) {
    let sim = Sim::start(Config::default()).await.unwrap();
    let (agent, ann) = (sim.person("Agent"), sim.person("Ann"));
    let mut account = Account::of(&sim, &agent).await;
    account.knows(&sim, &agent, ann.id());
    (sim, agent, ann, account)
}

impl Account {
    /// Receives updates: from now on, or from where the session's state says.
    pub(crate) async fn receives(&mut self) {
        // The pool gives its updates away once: a pool of its own.
        let params = ConnectionParams {
            retry_policy: Box::new(NoRetries),
            ..ConnectionParams::default()
        };
        let pool = SenderPool::with_configuration(Arc::clone(&self.session), 1, params);
        self.handle.quit();
        self.running.abort();
        self.running = run(pool.runner);
        self.handle = pool.handle.thin.clone();
        if self.session.updates_state().await.unwrap().pts == 0 {
            let state = self.call(&functions::updates::GetState {}).await.unwrap();
            let enums::updates::State::State(state) = state;
            let state = UpdateState::All(UpdatesState {
                pts: state.pts,
                qts: state.qts,
                date: state.date,
                seq: state.seq,
                channels: Vec::new(),
            });
            self.session.set_update_state(state).await.unwrap();
        }
        let configuration = UpdatesConfiguration { catch_up: true };
        let updates = UpdatesReceiver::create(
            pool.handle.thin.clone(),
            pool.handle.session.clone(),
            pool.updates,
            configuration,
        );
        self.updates = Some(updates.await.unwrap());
    }

    /// The next texts of new messages, so many.
    pub(crate) async fn texts(&mut self, count: usize) -> Vec<String> {
        let updates = self.updates.as_mut().unwrap();
        let mut texts = Vec::new();
        while texts.len() < count {
            let batch = tokio::time::timeout(PATIENCE, updates.next()).await;
            let batch = batch.unwrap_or_else(|_| panic!("only {texts:?}")).unwrap();
            texts.extend(batch.0.iter().filter_map(|(update, _)| text(update)));
        }
        texts
    }
}

pub(crate) fn text(update: &enums::Update) -> Option<String> {
    let message = match update {
        enums::Update::NewMessage(new) => &new.message,
        enums::Update::NewChannelMessage(new) => &new.message,
        _ => return None,
    };
    match message {
        enums::Message::Message(message) => Some(message.message.clone()),
        enums::Message::Service(_) | enums::Message::Empty(_) => None,
    }
}

impl Account {
    /// The next update of a kind; what comes before it is passed over.
    pub(crate) async fn update<T>(&mut self, find: impl Fn(&enums::Update) -> Option<T>) -> T {
        let updates = self.updates.as_mut().unwrap();
        loop {
            if !self.waiting.is_empty() {
                let update = self.waiting.remove(0);
                match find(&update) {
                    Some(found) => return found,
                    None => continue,
                }
            }
            let batch = tokio::time::timeout(PATIENCE, updates.next()).await;
            let batch = batch.expect("nothing of the kind came").unwrap();
            self.waiting
                .extend(batch.0.iter().map(|(update, _)| update.clone()));
        }
    }
}

impl Account {
    /// Knows somebody as that account does, a bot's too.
    pub(crate) fn knows_as(&mut self, sim: &Sim, account: i64, of: i64) {
        self.hashes.insert(of, sim.access_hash_for(account, of));
    }

    /// Takes what is pushed, before anybody is logged in.
    pub(crate) fn listens(&mut self) {
        let params = ConnectionParams {
            retry_policy: Box::new(NoRetries),
            ..ConnectionParams::default()
        };
        let pool = SenderPool::with_configuration(Arc::clone(&self.session), 1, params);
        self.handle.quit();
        self.running.abort();
        self.running = run(pool.runner);
        self.handle = pool.handle.thin.clone();
        self.raw = Some(pool.updates);
    }

    /// Whether it is told that its login token was accepted.
    pub(crate) async fn hears_of_its_token(&mut self) -> bool {
        let raw = self.raw.as_mut().unwrap();
        loop {
            let heard = tokio::time::timeout(PATIENCE, raw.recv()).await;
            let heard = heard.unwrap().unwrap();
            let UpdatesLike::Updates(enums::Updates::UpdateShort(short)) = heard else {
                continue;
            };
            return matches!(short.update, enums::Update::LoginToken);
        }
    }
}
