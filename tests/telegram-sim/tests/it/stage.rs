//! The usual cast: a bot, a team with its forum, a customer.

use std::sync::Arc;

use telegram_sim::{Bot, Config, Group, Limits, ManualClock, Person, Rights, Sim};

use crate::client::Client;

pub(crate) struct Stage {
    pub(crate) sim: Arc<Sim>,
    pub(crate) clock: ManualClock,
    pub(crate) bot: Bot,
    pub(crate) client: Client,
    pub(crate) olga: Person,
    pub(crate) ann: Person,
    pub(crate) team: Group,
}

impl Stage {
    /// Without rates, time standing still, the bot an administrator, its updates so far fetched.
    pub(crate) async fn set() -> Self {
        Self::with(Config::default().limits(Limits::off())).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let clock = ManualClock::new();
        let sim = Arc::new(Sim::start(config.clock(&clock)).await.unwrap());
        let bot = sim.bot("Support");
        let olga = sim.person("Olga");
        let team = sim.forum("Team", &olga);
        olga.makes_admin(&team, &bot, Rights::all());
        let ann = sim.person("Ann");
        let client = Client::new(&sim, &bot);
        client.updates().await;
        Self {
            sim,
            clock,
            bot,
            client,
            olga,
            ann,
            team,
        }
    }

    /// The customer has started the bot, and the bot has seen it.
    pub(crate) async fn started() -> Self {
        let stage = Self::set().await;
        stage.ann.starts(&stage.bot, None);
        stage.client.updates().await;
        stage
    }
}
