//! The simulator itself: a world, a port, and the handles to play with.

use std::{
    future::IntoFuture as _,
    io,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    api,
    cast::{Account, Bot, Group, Person},
    clock::Clock,
    mtproto,
    net::{Scissors, Wires},
    page,
    script::Script,
    shared::Shared,
    world::{
        Call, DeletedTopic, Key, Kind, Outcome, Violation, World,
        fault::Face,
        file::{File, FileNo},
        rate::Limits,
    },
};

/// How a simulator is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Whose time it is.
    pub clock: Clock,
    /// Which rates are enforced: [`Limits::telegram`] or [`Limits::off`].
    pub limits: Option<Limits>,
    /// What sends into a deleted topic answer.
    pub deleted_topic: DeletedTopic,
    /// The Bot API server runs with `--local` and keeps files in this folder: it names them by
    /// their absolute paths, gives none out, and has the limits of such a server.
    pub local_files: Option<PathBuf>,
}

/// A running simulator. Dropping it stops the server.
pub struct Sim {
    pub(crate) shared: Arc<Shared>,
    url: String,
    pub(crate) mtproto: SocketAddr,
    server: JoinHandle<()>,
}

/// How long [`Sim::until`] waits before it gives up. Only a guard against tests that hang.
const PATIENCE: Duration = Duration::from_secs(30);

// === impl Config ===

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            clock: Clock::real(),
            limits: Limits::telegram(),
            deleted_topic: DeletedTopic::default(),
            local_files: None,
        }
    }
}

impl Config {
    /// With that time.
    #[must_use]
    pub fn clock(mut self, clock: impl Into<Clock>) -> Self {
        self.clock = clock.into();
        self
    }

    /// With those rates.
    #[must_use]
    pub fn limits(mut self, limits: Option<Limits>) -> Self {
        self.limits = limits;
        self
    }

    /// At that address.
    #[must_use]
    pub fn listen(mut self, listen: SocketAddr) -> Self {
        self.listen = listen;
        self
    }

    /// With a Bot API server that runs with `--local` and keeps files in that folder.
    #[must_use]
    pub fn local_files(mut self, folder: impl Into<PathBuf>) -> Self {
        self.local_files = Some(folder.into());
        self
    }

    /// With that answer to sends into deleted topics.
    #[must_use]
    pub fn deleted_topic(mut self, answer: DeletedTopic) -> Self {
        self.deleted_topic = answer;
        self
    }
}

// === impl Sim ===

impl Sim {
    /// Starts serving an empty world. Fails when the address cannot be listened on.
    pub async fn start(config: Config) -> io::Result<Self> {
        let listener = TcpListener::bind(config.listen).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let accounts = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let mtproto = accounts.local_addr()?;
        let mut world = World {
            deleted_topic: config.deleted_topic,
            local_files: config.local_files,
            mtproto_port: mtproto.port(),
            ..World::default()
        };
        world.rates.set(config.limits);
        let shared = Arc::new(Shared::new(world, config.clock));
        let routes = page::routes(Arc::clone(&shared)).merge(api::routes(Arc::clone(&shared)));
        let service = routes.into_make_service_with_connect_info::<Scissors>();
        let stop = shared.stop.clone();
        let for_accounts = Arc::clone(&shared);
        #[allow(
            clippy::disallowed_methods,
            reason = "the one task of the simulator; its handle is kept and it ends with it"
        )]
        let server = tokio::spawn(async move {
            let for_accounts = mtproto::serve(accounts, for_accounts);
            let serving = axum::serve(Wires(listener), service)
                .with_graceful_shutdown(stop.cancelled_owned());
            let (served, ()) = tokio::join!(serving.into_future(), for_accounts);
            if let Err(error) = served {
                tracing::error!(%error, "the simulated Telegram stopped serving");
            }
        });
        Ok(Self {
            shared,
            url,
            mtproto,
            server,
        })
    }

    /// Where it listens, for `--bot-api-url`. Without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Makes a bot, with privacy mode on.
    pub fn bot(&self, name: &str) -> Bot {
        let id = self.shared.change(|world| world.add_bot(name));
        Bot::new(Arc::clone(&self.shared), id)
    }

    /// Makes a person.
    pub fn person(&self, first_name: &str) -> Person {
        let id = self
            .shared
            .change(|world| world.add_person(None, first_name));
        Person::new(Arc::clone(&self.shared), id)
    }

    /// Makes a person with an id of the test's choice, up to 52 bits.
    pub fn person_with_id(&self, first_name: &str, id: i64) -> Person {
        self.shared
            .change(|world| world.add_person(Some(id), first_name));
        Person::new(Arc::clone(&self.shared), id)
    }

    /// Makes a forum supergroup.
    pub fn forum(&self, title: &str, owner: &Person) -> Group {
        let id = self
            .shared
            .change(|world| world.add_forum(title, owner.id()));
        Group::new(Arc::clone(&self.shared), id)
    }

    /// Makes a supergroup without topics.
    pub fn group(&self, title: &str, owner: &Person) -> Group {
        self.chat(Kind::Super, title, owner)
    }

    /// Makes a basic group.
    pub fn basic_group(&self, title: &str, owner: &Person) -> Group {
        self.chat(Kind::Basic, title, owner)
    }

    /// Makes a channel.
    pub fn channel(&self, title: &str, owner: &Person) -> Group {
        self.chat(Kind::Channel, title, owner)
    }

    fn chat(&self, kind: Kind, title: &str, owner: &Person) -> Group {
        let id = self
            .shared
            .change(|world| world.add_chat(kind, title, owner.id()));
        Group::new(Arc::clone(&self.shared), id)
    }

    /// A handle on a group that exists, by the id the Bot API shows.
    #[must_use]
    pub fn group_with_id(&self, id: i64) -> Option<Group> {
        self.shared
            .read(|world| world.chat(Key::Group(id)).is_some())
            .then(|| Group::new(Arc::clone(&self.shared), id))
    }

    /// All groups, supergroups and channels of that title.
    #[must_use]
    pub fn groups_named(&self, title: &str) -> Vec<Group> {
        let ids = self.shared.read(|world| {
            let named = world.chats().filter(|chat| chat.title == title);
            let ids = named.filter_map(|chat| match chat.key {
                Key::Group(id) => Some(id),
                Key::Private(..) => None,
            });
            ids.collect::<Vec<_>>()
        });
        ids.into_iter()
            .map(|id| Group::new(Arc::clone(&self.shared), id))
            .collect()
    }

    /// Where an invite link leads.
    #[must_use]
    pub fn group_by_link(&self, link: &str) -> Option<Group> {
        let hash = link.rsplit('+').next()?;
        let chat = self
            .shared
            .read(|world| Some(world.invites.get(hash)?.chat))?;
        match chat {
            Key::Group(id) => Some(Group::new(Arc::clone(&self.shared), id)),
            Key::Private(..) => None,
        }
    }

    /// Looks at the world. Handles must not be used inside: they look at it too.
    pub fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        self.shared.read(look)
    }

    /// Changes the world in ways that no handle offers.
    pub fn change<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        self.shared.change(act)
    }

    /// Scripts a fault: `sim.script(&bot, "sendMessage").times(2).cut_after()`. Downloads of files are the method
    /// `download`, and break off half way when they are cut. Methods of MTProto have a full stop in their names:
    /// `sim.script(&agent, "messages.sendMessage").flood(30)`.
    pub fn script(&self, who: &impl Account, method: &str) -> Script {
        let face = if method.contains('.') {
            Face::Mtproto
        } else {
            Face::BotApi
        };
        Script::new(
            Arc::clone(&self.shared),
            face,
            Some(who.id()),
            Some(method.to_owned()),
        )
    }

    /// Scripts a fault for any account, or whoever is none yet, and one method of MTProto, or any.
    pub fn script_accounts(&self, method: Option<&str>) -> Script {
        Script::new(
            Arc::clone(&self.shared),
            Face::Mtproto,
            None,
            method.map(str::to_owned),
        )
    }

    /// Scripts a fault for any bot and any method but `getUpdates`.
    pub fn script_all(&self) -> Script {
        Script::new(Arc::clone(&self.shared), Face::BotApi, None, None)
    }

    /// Takes back all faults that have not struck yet.
    pub fn end_scripts(&self) {
        self.shared.change(|world| world.faults.clear());
    }

    /// Switches the rates.
    pub fn set_limits(&self, limits: Option<Limits>) {
        self.shared.change(|world| world.rates.set(limits));
    }

    /// All calls so far, `getUpdates` left out.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.shared.read(|world| {
            let calls = world.calls().iter();
            calls
                .filter(|call| call.method != "getUpdates")
                .cloned()
                .collect()
        })
    }

    /// How many there are.
    #[must_use]
    pub fn calls_made(&self) -> usize {
        self.shared.read(|world| world.calls().len())
    }

    /// The calls of one method.
    #[must_use]
    pub fn calls_of(&self, method: &str) -> Vec<Call> {
        let mut calls = self.calls();
        calls.retain(|call| call.method == method);
        calls
    }

    /// A file that was sent, with its bytes.
    #[must_use]
    pub fn file(&self, no: FileNo) -> Option<File> {
        self.read(|world| world.files.get(no).cloned())
    }

    /// What bots did that they must not do.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.shared.read(|world| world.violations().to_vec())
    }

    /// Waits until something is so. Looks again after every change of the world, never by time.
    ///
    /// # Panics
    /// After 30 s, with everything that is known of the world.
    pub async fn until(&self, mut so: impl FnMut() -> bool) {
        self.until_some(|| so().then_some(())).await;
    }

    /// Waits until there is something, and returns it.
    ///
    /// # Panics
    /// After 30 s, with everything that is known of the world.
    pub async fn until_some<T>(&self, mut find: impl FnMut() -> Option<T>) -> T {
        let mut bell = self.shared.bell();
        let waiting = async {
            loop {
                bell.mark_unchanged();
                if let Some(found) = find() {
                    return found;
                }
                // The bell hangs in `self` and cannot be gone.
                let _ = bell.changed().await;
            }
        };
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(found) => found,
            Err(_) => panic!(
                "nothing of the kind within {PATIENCE:?}; the world is:\n{}",
                self.describe()
            ),
        }
    }

    /// The whole world as text, for people who look for what went wrong.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut text = self.shared.read(crate::cast::describe);
        for call in self.calls().iter().rev().take(20).rev() {
            let outcome = match &call.outcome {
                Outcome::Done(_) => "done".to_owned(),
                other => format!("{other:?}"),
            };
            text.push_str(&format!(
                "call {} {} → {outcome}\n",
                call.method, call.params
            ));
        }
        text
    }

    /// Stops serving and waits until the port is free again.
    pub async fn stop(mut self) {
        self.shared.stop.cancel();
        let _ = (&mut self.server).await;
    }

    /// Runs until somebody stops it: for programs.
    pub async fn serve(mut self, stop: impl Future<Output = ()>) {
        tokio::select! {
            () = stop => self.shared.stop.cancel(),
            _ = &mut self.server => {}
        }
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        self.shared.stop.cancel();
        self.server.abort();
    }
}
