//! Accounts, as grammers' sender knows them: sessions, calls, updates and what is missed of them.

use std::{collections::HashMap, sync::Arc, time::Duration};

use grammers_mtsender::{
    ConnectionParams, InvocationError, NoRetries, SenderPool, SenderPoolHandle, SenderPoolRunner,
    UpdatesConfiguration, UpdatesReceiver,
};
use grammers_session::{
    Session as _, SessionData,
    storages::MemorySession,
    types::{DcOption, PeerAuth, PeerId, PeerInfo, UpdateState, UpdatesState},
};
use grammers_tl_types::{RemoteCall, enums, functions, types};
use telegram_sim::{AuthKey, Config, Group, Person, Rights, Sim};
use tokio::task::JoinHandle;

/// More than anything on loopback takes; a test that comes to this fails.
const PATIENCE: Duration = Duration::from_secs(20);
const DC: i32 = 2;

/// A client with an account's auth key.
struct Account {
    handle: SenderPoolHandle,
    updates: Option<UpdatesReceiver>,
    session: Arc<MemorySession>,
    running: JoinHandle<()>,
    hashes: HashMap<i64, i64>,
}

// === impl Account ===

impl Account {
    async fn of(sim: &Sim, person: &Person) -> Self {
        Self::with_key(sim, person, &sim.auth_key(person)).await
    }

    async fn with_key(sim: &Sim, person: &Person, key: &AuthKey) -> Self {
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

    fn on(session: Arc<MemorySession>) -> Self {
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
        }
    }

    async fn call<R: RemoteCall>(&self, call: &R) -> Result<R::Return, InvocationError> {
        let calling = self.handle.invoke_in_dc(DC, call);
        tokio::time::timeout(PATIENCE, calling).await.unwrap()
    }

    /// What Telegram says is wrong with the call.
    async fn refused<R: RemoteCall>(&self, call: &R) -> String
    where
        R::Return: std::fmt::Debug,
    {
        match self.call(call).await {
            Err(InvocationError::Rpc(error)) => format!("{} {}", error.code, error.name),
            other => panic!("{other:?}"),
        }
    }

    fn knows(&mut self, sim: &Sim, own: &Person, of: i64) {
        self.hashes.insert(of, sim.access_hash(own, of));
    }

    fn user(&self, id: i64) -> enums::InputPeer {
        enums::InputPeer::User(types::InputPeerUser {
            user_id: id,
            access_hash: self.hashes[&id],
        })
    }

    fn channel(&self, group: &Group) -> enums::InputPeer {
        let id = bare(group);
        enums::InputPeer::Channel(types::InputPeerChannel {
            channel_id: id,
            access_hash: self.hashes[&id],
        })
    }

    async fn sends(
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

fn bare(group: &Group) -> i64 {
    -1_000_000_000_000 - group.id()
}

fn message(
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

async fn stage() -> (Sim, Person, Person, Account) {
    let sim = Sim::start(Config::default()).await.unwrap();
    let (agent, ann) = (sim.person("Agent"), sim.person("Ann"));
    let mut account = Account::of(&sim, &agent).await;
    account.knows(&sim, &agent, ann.id());
    (sim, agent, ann, account)
}

#[tokio::test]
async fn an_account_is_who_its_key_says() {
    let (sim, agent, _ann, account) = stage().await;
    let itself = functions::users::GetUsers {
        id: vec![enums::InputUser::UserSelf],
    };
    let users = account.call(&itself).await.unwrap();
    let [enums::User::User(user)] = users.as_slice() else {
        panic!("{users:?}");
    };
    assert!(user.is_self);
    assert_eq!(user.id, agent.id());
    assert_eq!(user.first_name.as_deref(), Some("Agent"));
    sim.logs_out(&agent);
    assert_eq!(account.refused(&itself).await, "401 AUTH_KEY_UNREGISTERED");
}

#[tokio::test]
async fn what_it_sends_is_there_once_however_often_it_is_sent() {
    let (_sim, agent, ann, account) = stage().await;
    let first = account.sends(account.user(ann.id()), "hello Ann", 77).await;
    let again = account.sends(account.user(ann.id()), "hello Ann", 77).await;
    let id = |updates: Result<enums::Updates, InvocationError>| {
        let enums::Updates::Updates(updates) = updates.unwrap() else {
            panic!();
        };
        let ids = updates.updates.iter().find_map(|update| match update {
            enums::Update::MessageId(told) => Some((told.id, told.random_id)),
            _ => None,
        });
        ids.unwrap()
    };
    let first = id(first);
    assert_eq!(first, id(again));
    assert_eq!(first.1, 77);
    let written = ann.chat_with(&agent).written();
    let texts: Vec<&str> = written.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(texts, ["hello Ann"]);
}

#[tokio::test]
async fn what_telegram_refuses_is_refused_in_its_words() {
    let (_sim, _agent, ann, account) = stage().await;
    let ann = account.user(ann.id());
    let stranger = enums::InputPeer::User(types::InputPeerUser {
        user_id: 5,
        access_hash: 5,
    });
    let long = "x".repeat(4097);
    let cases = [
        (stranger, "x", 1, "400 PEER_ID_INVALID"),
        (ann.clone(), "x", 0, "400 RANDOM_ID_EMPTY"),
        (ann.clone(), " \n", 1, "400 MESSAGE_EMPTY"),
        (ann, long.as_str(), 1, "400 MESSAGE_TOO_LONG"),
    ];
    for (peer, text, random_id, words) in cases {
        let refused = account.refused(&message(peer, text, random_id, None)).await;
        assert_eq!(refused, words);
    }
}

#[tokio::test]
async fn a_topic_is_written_into_by_its_first_message() {
    let (sim, agent, _ann, mut account) = stage().await;
    let team = sim.forum("Team", &agent);
    account.knows(&sim, &agent, bare(&team));
    let thread = agent.opens_topic(&team, "Ann");
    let topic = i32::try_from(thread).unwrap();
    let sent = message(account.channel(&team), "in the topic", 5, Some(topic));
    account.call(&sent).await.unwrap();
    let written = team.thread(thread).written();
    assert_eq!(written.last().unwrap().text, "in the topic");
}

impl Account {
    /// Receives updates: from now on, or from where the session's state says.
    async fn receives(&mut self) {
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
    async fn texts(&mut self, count: usize) -> Vec<String> {
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

fn text(update: &enums::Update) -> Option<String> {
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

#[tokio::test]
async fn what_is_written_to_an_account_comes_in_order() {
    let (sim, agent, ann, mut account) = stage().await;
    let bot = sim.bot("Helper");
    let team = sim.forum("Team", &agent);
    agent.makes_admin(&team, &bot, Rights::all());
    account.receives().await;
    let mut wanted = Vec::new();
    for number in 0..5 {
        let text = format!("private {number}");
        ann.says(&agent, &text);
        wanted.push(text);
    }
    assert_eq!(account.texts(5).await, wanted);
    agent.says(&team, "from another device");
    assert_eq!(account.texts(1).await, ["from another device"]);
}

#[tokio::test]
async fn what_was_missed_comes_when_it_is_back() {
    let (sim, agent, ann, mut account) = stage().await;
    account.receives().await;
    ann.says(&agent, "before");
    assert_eq!(account.texts(1).await, ["before"]);
    let updates = account.updates.take().unwrap();
    updates.sync_update_state().await.unwrap();
    account.handle.quit();
    drop(updates);
    let wanted: Vec<String> = (0..250).map(|number| format!("missed {number}")).collect();
    for text in &wanted {
        ann.says(&agent, text);
    }
    account.receives().await;
    assert_eq!(account.texts(250).await, wanted);
    drop(sim);
}
