//! `up` and `demo` against the simulated Telegram.

use backline_cli::ExitStatus;
use telegram_sim::{Bot, Config, Group, Person, Rights, Sim};

use crate::program::{Home, Program};
use crate::shell::{Person as Seated, run_with};

struct World {
    sim: Sim,
    bot: Bot,
    owner: Person,
    team: Group,
}

impl World {
    async fn new() -> Self {
        let sim = Sim::start(Config::default()).await.unwrap();
        let bot = sim.bot("Support");
        bot.privacy_off();
        let owner = sim.person("Olga");
        let team = sim.forum("Team", &owner);
        Self {
            sim,
            bot,
            owner,
            team,
        }
    }

    async fn with_admin() -> Self {
        let world = Self::new().await;
        world
            .owner
            .makes_admin(&world.team, &world.bot, Rights::all());
        world
    }

    fn up(&self, home: &Home, more: &[&str]) -> Program {
        let store = home.store();
        let mut arguments = vec!["up", "--bot-api-url", self.sim.url(), "--store", &store];
        arguments.extend(more);
        home.start(Some(self.bot.token()), &arguments)
    }

    fn up_with_group(&self, home: &Home, more: &[&str]) -> Program {
        let group = self.team.id().to_string();
        let mut arguments = vec!["--group", &group];
        arguments.extend(more);
        self.up(home, &arguments)
    }
}

#[tokio::test]
async fn a_token_and_a_group_are_enough_and_the_next_start_goes_on() {
    let (world, home) = (World::with_admin().await, Home::new());
    let mut up = world.up_with_group(&home, &["--set", "AUTOCLOSE=24"]);
    up.says("verified").await;
    up.says("Ready.").await;
    let ann = world.sim.person("Ann");
    ann.says(&world.bot, "Hello?");
    world.sim.until(|| world.team.own_topics().len() == 1).await;
    up.terminate().await;
    up.says("Ended. Nothing is lost").await;
    let (status, stderr) = up.end().await;
    assert_eq!(status, 0, "{stderr}");
    assert!(
        !stderr.contains("error:") && !stderr.contains("panicked"),
        "{stderr}"
    );

    // Without the group: the store knows it.
    let mut up = world.up(&home, &["--set", "AUTOCLOSE=12"]);
    up.says("goes on where it was").await;
    up.says("AUTOCLOSE = 12").await;
    up.says("Ready.").await;
    let thread = world.team.own_topics()[0].thread;
    world.owner.writes_in(&world.team, thread, "Good morning");
    world
        .sim
        .until(|| ann.chat_with(&world.bot).find("Good morning").is_some())
        .await;
    up.kill().await;

    // A crash is no reason to lose anything either.
    let mut up = world.up(&home, &[]);
    up.says("Ready.").await;
    ann.says(&world.bot, "Are you there?");
    world
        .sim
        .until(|| {
            world
                .team
                .thread(thread)
                .find_containing("Are you there?")
                .is_some()
        })
        .await;
    assert_eq!(world.team.own_topics().len(), 1);
}

/// An application, as the environment names it.
const APPLICATION: [(&str, &str); 2] = [
    ("BACKLINE_API_ID", "12345"),
    ("BACKLINE_API_HASH", "0123456789abcdef0123456789abcdef"),
];

#[tokio::test]
async fn the_bot_goes_over_mtproto_and_back() {
    let (world, home) = (World::with_admin().await, Home::new());
    let (dc, store) = (world.sim.mtproto().to_string(), home.store());
    let keys: Vec<String> = std::iter::repeat_with(|| world.sim.new_auth_key().bytes())
        .take(4)
        .map(|key| key.iter().map(|byte| format!("{byte:02x}")).collect())
        .collect();
    let keys = home.write("dc.keys", &keys.join("\n"));
    let group = world.team.id().to_string();
    let common = ["up", "--bot-api-url", world.sim.url(), "--store", &store];
    let mtproto = ["--dc", &dc, "--dc-key", &keys];
    let token = Some(world.bot.token());
    let start = |more: &[&str]| {
        let arguments = [&common[..], &mtproto[..], more].concat();
        home.start_in(token, &APPLICATION, &arguments)
    };
    let ann = world.sim.person("Ann");
    let came = |text: &'static str| {
        let team = &world.team;
        move || {
            let topics = team.own_topics();
            let topic = topics.first().map(|topic| team.thread(topic.thread));
            topic.is_some_and(|topic| topic.find_containing(text).is_some())
        }
    };
    let is_over_mtproto = || world.sim.sessions(&world.bot) > 0;

    let mut up = start(&["--group", &group, "--via", "mtproto"]);
    up.says("Personal accounts are served too").await;
    up.says("verified").await;
    up.says("Ready.").await;
    assert!(is_over_mtproto());
    ann.says(&world.bot, "Hello?");
    world.sim.until(came("Hello?")).await;
    up.terminate().await;
    up.end().await;

    // It stays there without being told again: without an application nobody could serve it.
    let (status, stderr) = home.start(token, &common).end().await;
    assert_eq!(status, 2, "{stderr}");
    assert!(
        stderr.contains("BACKLINE_API_ID") && stderr.contains("--via bot-api"),
        "{stderr}"
    );

    // Back again. Its session is ended once the lease of before is over, which takes a minute.
    let mut up = start(&["--via", "bot-api"]);
    up.says("The bot goes over the Bot API from now on").await;
    up.says("Ready.").await;
    ann.says(&world.bot, "And now?");
    world.sim.until(came("And now?")).await;
    // What the Bot API kept of what came over MTProto does not come again.
    let [topic] = &world.team.own_topics()[..] else {
        panic!("one topic a customer");
    };
    let shown = world.team.thread(topic.thread).texts();
    for text in ["Hello?", "And now?"] {
        assert_eq!(
            shown.iter().filter(|one| *one == text).count(),
            1,
            "{shown:?}"
        );
    }
    up.terminate().await;
    let (status, stderr) = up.end().await;
    assert_eq!(status, 0, "{stderr}");
    assert!(
        !stderr.contains("0123456789abcdef") && !stderr.contains("panicked"),
        "{stderr}"
    );
}

#[tokio::test]
async fn mtproto_without_an_application_is_refused_before_anything_is_done() {
    let (world, home) = (World::with_admin().await, Home::new());
    let store = home.store();
    let arguments = ["up", "--store", &store, "--via", "mtproto"];
    for environment in [&[][..], &APPLICATION[..1], &APPLICATION[1..]] {
        let up = home.start_in(Some(world.bot.token()), environment, &arguments);
        let (status, stderr) = up.end().await;
        assert_eq!(status, 2, "{stderr}");
        assert!(stderr.contains("https://my.telegram.org"), "{stderr}");
    }
}

#[tokio::test]
async fn who_opens_the_link_becomes_the_administrator_and_brings_the_group() {
    let (world, home) = (World::new().await, Home::new());
    let mut up = world.up(&home, &[]);
    let link = up.says("https://t.me/").await;
    let (start, code) = link.trim().split_once("?start=").unwrap();
    assert_eq!(start, format!("https://t.me/{}", world.bot.username()));

    let stranger = world.sim.person("Eve");
    let theirs = world.sim.forum("Not yours", &stranger);
    stranger.makes_admin(&theirs, &world.bot, Rights::all());
    let told = up.says("not yours").await;
    assert!(
        told.contains("Not yours") && told.contains(&theirs.id().to_string()),
        "{told}"
    );

    world.owner.starts(&world.bot, Some(code));
    up.says(&format!("The administrator is {}", world.owner.id()))
        .await;
    world
        .owner
        .makes_admin(&world.team, &world.bot, Rights::all());
    up.says("Ready.").await;

    // A stranger's group is left after the set-up as well.
    stranger.makes_admin(
        &world.sim.forum("Another", &stranger),
        &world.bot,
        Rights::all(),
    );
    up.says("Another").await;
}

#[tokio::test]
async fn a_link_that_nobody_opened_is_made_anew_at_the_next_start() {
    let (world, home) = (World::new().await, Home::new());
    let mut up = world.up(&home, &["--set", "AUTOCLOSE=24"]);
    let first = up.says("https://t.me/").await;
    up.terminate().await;
    up.end().await;
    let mut up = world.up(&home, &["--json"]);
    let second = up.says("https://t.me/").await;
    assert_ne!(first, second);
    let code = second
        .split("?start=")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    world.owner.starts(&world.bot, Some(code));
    up.says(r#""step":"administrator""#).await;
    world
        .owner
        .makes_admin(&world.team, &world.bot, Rights::all());
    up.says(r#""step":"ready""#).await;
}

#[tokio::test]
async fn privacy_mode_is_told_with_how_to_switch_it_off() {
    let (world, home) = (World::with_admin().await, Home::new());
    world.bot.privacy_on();
    let mut up = world.up_with_group(&home, &[]);
    let told = up.says("Privacy mode").await;
    assert!(
        told.contains("/setprivacy") && told.contains("add it again"),
        "{told}"
    );
    up.says("Ready.").await;
}

#[tokio::test]
async fn a_group_without_topics_is_told() {
    let (world, home) = (World::new().await, Home::new());
    let plain = world.sim.group("Plain", &world.owner);
    world.owner.makes_admin(&plain, &world.bot, Rights::all());
    let mut up = world.up(&home, &["--group", &plain.id().to_string()]);
    let told = up.says("Needs you").await;
    assert!(told.contains("Plain") && told.contains("Topics"), "{told}");
}

#[tokio::test]
async fn a_missing_right_is_told_and_its_coming_too() {
    let (world, home) = (World::new().await, Home::new());
    world
        .owner
        .makes_admin(&world.team, &world.bot, Rights::none());
    let mut up = world.up_with_group(&home, &[]);
    let told = up.says("Needs you").await;
    assert!(told.contains("topics"), "{told}");
    world
        .owner
        .makes_admin(&world.team, &world.bot, Rights::all());
    up.says("Ready.").await;
}

#[tokio::test]
async fn a_token_that_telegram_refuses_ends_it() {
    let (world, home) = (World::new().await, Home::new());
    let unknown = "4242:AAUnknownUnknownUnknownUnknownUnknown12";
    let mut up = home.start(Some(unknown), &["up", "--bot-api-url", world.sim.url()]);
    up.says("Connection main: made").await;
    let (status, stderr) = up.end().await;
    assert_eq!(status, 2, "{stderr}");
    assert!(
        stderr.contains("@BotFather") && !stderr.contains("AAUnknown"),
        "{stderr}"
    );
}

#[tokio::test]
async fn a_mistyped_token_is_no_trap() {
    let (world, home) = (World::with_admin().await, Home::new());
    let mistyped = format!("{}x", world.bot.token());
    let (group, store) = (world.team.id().to_string(), home.store());
    let arguments = [
        "up",
        "--bot-api-url",
        world.sim.url(),
        "--store",
        &store,
        "--group",
        &group,
    ];
    let (status, stderr) = home.start(Some(&mistyped), &arguments).end().await;
    assert_eq!(status, 2, "{stderr}");
    let mut up = world.up_with_group(&home, &[]);
    up.says("Ready.").await;
}

#[tokio::test]
async fn a_revoked_token_is_told_and_the_new_one_taken() {
    let (mut world, home) = (World::with_admin().await, Home::new());
    let mut up = world.up_with_group(&home, &[]);
    up.says("Ready.").await;
    up.terminate().await;
    up.end().await;
    let old = world.bot.token().to_owned();
    world.bot.revokes_token();
    let group = world.team.id().to_string();
    let arguments = ["up", "--bot-api-url", world.sim.url(), "--group", &group];
    let (status, stderr) = home.start(Some(&old), &arguments).end().await;
    assert_eq!(status, 2, "{stderr}");
    assert!(stderr.contains("@BotFather"), "{stderr}");
    // The dialogs are not lost for it: it goes on with the new one.
    let mut up = world.up_with_group(&home, &[]);
    up.says("Ready.").await;
    up.terminate().await;
}

#[tokio::test]
async fn telegram_out_of_reach_is_told_and_tried_again() {
    let home = Home::new();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let token = "4242:AAUnknownUnknownUnknownUnknownUnknown12";
    let mut up = home.start(Some(token), &["up", "--bot-api-url", &url]);
    up.says("Telegram cannot be reached").await;
    up.says("--bot-api-url").await;
    up.terminate().await;
    up.says("Ended").await;
    assert!(!up.said().contains("AAUnknown"), "{}", up.said());
}

#[tokio::test]
async fn a_store_that_cannot_be_opened_is_told() {
    let (world, home) = (World::new().await, Home::new());
    let arguments = [
        "up",
        "--bot-api-url",
        world.sim.url(),
        "--store",
        "surrealkv:///dev/null/x",
    ];
    let (status, stderr) = home.start(Some(world.bot.token()), &arguments).end().await;
    assert_eq!(status, 1, "{stderr}");
    assert!(stderr.contains("/dev/null/x"), "{stderr}");
}

#[tokio::test]
async fn a_wrong_parameter_is_told_with_what_is_allowed() {
    let (world, home) = (World::with_admin().await, Home::new());
    let (status, stderr) = world
        .up_with_group(&home, &["--set", "AUTOCLOSE=soon"])
        .end()
        .await;
    assert_eq!(status, 2, "{stderr}");
    assert!(stderr.contains("AUTOCLOSE"), "{stderr}");
}

#[tokio::test]
async fn without_a_token_and_without_anybody_it_is_simulated() {
    for (arguments, home) in [(&["up"][..], Home::new()), (&["demo"][..], Home::new())] {
        let mut program = home.start(None, arguments);
        program.says("simulated Telegram").await;
        let page = program.says("http://127.0.0.1:").await;
        assert!(page.contains("browser"), "{page}");
        program.says("BACKLINE_BOT_TOKEN").await;
        program.says("Ready.").await;
        program.terminate().await;
        program.says("all that was in memory").await;
        let (status, stderr) = program.end().await;
        assert_eq!(status, 0, "{arguments:?}: {stderr}");
    }
}

#[tokio::test]
async fn what_cannot_work_is_said_before_anything_runs() {
    let token = ("BACKLINE_BOT_TOKEN".to_owned(), "no-token".to_owned());
    for (arguments, environment, part) in [
        (vec!["backline", "up"], vec![token], "BotFather"),
        (
            vec!["backline", "up", "--group", "-1001"],
            vec![],
            "--bot-token-file",
        ),
        (
            vec!["backline", "up", "--store", "mem://"],
            vec![],
            "BACKLINE_BOT_TOKEN",
        ),
        (
            vec!["backline", "up", "--demo", "--group", "-1001"],
            vec![],
            "--group",
        ),
        (
            vec!["backline", "demo", "--page", "0.0.0.0:1"],
            vec![],
            "127.0.0.1",
        ),
        (
            vec!["backline", "up", "--bot-token-file", "/nowhere/x"],
            vec![],
            "/nowhere/x",
        ),
    ] {
        let ran = run_with(arguments.clone(), &environment, None).await;
        assert_eq!(
            ran.status,
            ExitStatus::Usage,
            "{arguments:?}: {}",
            ran.stderr
        );
        assert!(ran.stderr.contains(part), "{arguments:?}: {}", ran.stderr);
    }
    let seated = Seated {
        secret: "no-token".into(),
        ..Seated::default()
    };
    let arguments = vec!["backline", "up", "--listen", "0.0.0.0:1"];
    let ran = run_with(arguments, &[], Some(seated)).await;
    assert_eq!(ran.status, ExitStatus::Usage);
    assert!(
        ran.stderr.contains("simulated"),
        "asked first: {}",
        ran.stderr
    );
}

#[tokio::test]
async fn the_configuration_is_shown_without_secrets() {
    let home = tempfile::tempdir().unwrap();
    let secret = "7".repeat(64);
    let environment = [
        ("HOME".to_owned(), home.path().display().to_string()),
        ("BACKLINE_SECRET_KEY".to_owned(), secret.clone()),
        ("BACKLINE_STORE".to_owned(), "mem://".to_owned()),
    ];
    for arguments in [
        vec!["backline", "config", "check"],
        vec!["backline", "config", "check", "--json"],
    ] {
        let ran = run_with(arguments, &environment, None).await;
        assert_eq!(ran.status, ExitStatus::Success, "{}", ran.stderr);
        assert!(
            ran.stdout.contains("store = mem://") && !ran.stdout.contains(&secret),
            "{}",
            ran.stdout
        );
    }
    let wrong = [("BACKLINE_LISTEN".to_owned(), "everywhere".to_owned())];
    let ran = run_with(vec!["backline", "config", "check"], &wrong, None).await;
    assert_eq!(ran.status, ExitStatus::Usage);
    assert!(
        ran.stderr.contains("listen") && ran.stderr.contains("everywhere"),
        "{}",
        ran.stderr
    );
}
