//! Logging in: by code, by QR code, with a password.

use std::sync::Arc;
use std::time::Duration;

use backline_client::Secret;
use backline_gateway::{Driven, Fence, Platform as _};
use backline_gateway_user::{Accounts, CodeKind, LoggedIn, Login, Step};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use telegram_sim::{Config, Limits, ManualClock, Person, Sim};

use crate::server::Server;
use crate::stage::{run, texts};

struct Door {
    sim: Sim,
    ann: Person,
    accounts: Accounts,
    fence: Fence,
    clock: Driven,
    /// Telegram's.
    time: ManualClock,
}

// === impl Door ===

impl Door {
    async fn open() -> Self {
        let config = Config::default().limits(Limits::off());
        let time = ManualClock::new();
        let sim = Sim::start(config.clock(&time)).await.unwrap();
        let ann = sim.person("Ann");
        let key = sim.new_auth_key().bytes();
        let accounts =
            Accounts::new(1, "0123456789abcdef", Some(sim.mtproto())).with_login_keys(vec![key]);
        let clock = Driven::new();
        let fence = Fence::new(Arc::new(clock.clone()));
        fence.answered(fence.asking());
        Self {
            sim,
            ann,
            accounts,
            fence,
            clock,
            time,
        }
    }

    async fn by_phone(&self, phone: &str) -> (Login, Step) {
        let clock = Arc::new(self.clock.clone());
        self.accounts
            .login_by_phone(phone, self.fence.clone(), clock)
            .await
    }

    async fn by_qr(&self) -> (Login, Step) {
        let clock = Arc::new(self.clock.clone());
        self.accounts.login_by_qr(self.fence.clone(), clock).await
    }

    fn code(&self) -> Secret {
        let phone = self.sim.phone(&self.ann);
        secret(&self.sim.login_code(&phone).unwrap())
    }

    /// The session works: a gateway serves the account with it.
    async fn serves(&self, told: &LoggedIn) {
        let server = Server::new();
        let shutdown = tokio_util::sync::CancellationToken::new();
        let _running = run(&server, &self.clock, &shutdown, self.sim.mtproto()).await;
        server.until_attached().await;
        server.assign(told.user_id, &told.session, None).await;
        let online = backline_proto::gateway::v1::IdentityState::Online;
        let report = server.until_report(online).await;
        assert_eq!(report.profile.unwrap().user_id, self.ann.id());
    }
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn logged_in(step: Step) -> LoggedIn {
    match step {
        Step::LoggedIn(told) => told,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_code_logs_in_and_a_wrong_one_is_asked_for_again() {
    let door = Door::open().await;
    let (mut login, step) = door.by_phone(&door.sim.phone(&door.ann)).await;
    let wanted = Step::CodeSent {
        kind: CodeKind::App,
        length: 5,
    };
    assert_eq!(step, wanted);
    assert_eq!(login.code(&secret("00000")).await, Step::WrongCode);
    let told = logged_in(login.code(&door.code()).await);
    assert_eq!((told.user_id, told.name.as_str()), (door.ann.id(), "Ann"));
    assert!(!format!("{told:?}").contains("session: ["));
    door.serves(&told).await;
}

#[tokio::test]
async fn a_password_is_proven_without_being_told() {
    let door = Door::open().await;
    door.sim
        .set_password(&door.ann, "open sesame", Some("a cave"));
    let (mut login, _) = door.by_phone(&door.sim.phone(&door.ann)).await;
    let step = login.code(&door.code()).await;
    let hint = "a cave".to_owned();
    assert_eq!(step, Step::PasswordNeeded { hint });
    let wrong = login.password(&secret("open poppy")).await;
    assert_eq!(wrong, Step::WrongPassword);
    let told = logged_in(login.password(&secret("open sesame")).await);
    assert_eq!(told.user_id, door.ann.id());
}

#[tokio::test]
async fn a_qr_code_logs_in_when_it_is_scanned() {
    let door = Door::open().await;
    let (mut login, step) = door.by_qr().await;
    let Step::QrCode { url, .. } = step else {
        panic!("{step:?}")
    };
    let token = url.strip_prefix("tg://login?token=").unwrap();
    let token = URL_SAFE_NO_PAD.decode(token).unwrap();
    let scanned = async {
        door.sim.accepts_login_token(&door.ann, &token).unwrap();
    };
    let (step, ()) = tokio::join!(login.wait(), scanned);
    door.serves(&logged_in(step)).await;
}

#[tokio::test]
async fn a_qr_code_is_replaced_when_it_is_too_old() {
    let door = Door::open().await;
    let (mut login, first) = door.by_qr().await;
    let later = async {
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
        door.clock.advance(Duration::from_secs(61));
        door.fence.answered(door.fence.asking());
    };
    let (second, ()) = tokio::join!(login.wait(), later);
    assert!(matches!(second, Step::QrCode { .. }), "{second:?}");
    assert!(matches!(first, Step::QrCode { .. }), "{first:?}");
}

#[tokio::test]
async fn what_fails_says_what_to_do() {
    let door = Door::open().await;
    let failed = |step: Step| match step {
        Step::Failed(why) => format!("{} {} {}", why.reason, why.wait, why.words),
        other => panic!("{other:?}"),
    };
    let (_, step) = door.by_phone("12").await;
    let told = failed(step);
    assert!(
        told.starts_with("PHONE_NUMBER_INVALID 0 ") && told.contains("country code"),
        "{told}"
    );
    let (mut login, _) = door.by_phone("+15559999999").await;
    let code = door.sim.login_code("+15559999999").unwrap();
    let told = failed(login.code(&secret(&code)).await);
    assert!(told.contains("no Telegram account"), "{told}");
    door.sim
        .script_accounts(Some("auth.sendCode"))
        .refuse(400, "PHONE_NUMBER_BANNED");
    let (_, step) = door.by_phone(&door.sim.phone(&door.ann)).await;
    assert!(failed(step).contains("recover@telegram.org"));
    let (mut login, _) = door.by_phone(&door.sim.phone(&door.ann)).await;
    door.clock.advance(Duration::from_secs(16 * 60));
    door.fence.answered(door.fence.asking());
    let told = failed(login.code(&door.code()).await);
    assert!(told.contains("too long"), "{told}");
    let script = door.sim.script_accounts(Some("auth.sendCode"));
    script.flood(120);
    let (_, step) = door.by_phone(&door.sim.phone(&door.ann)).await;
    let told = failed(step);
    assert!(told.starts_with("FLOOD_WAIT 120 "), "{told}");
}

#[tokio::test]
async fn an_account_that_lives_elsewhere_is_followed() {
    let door = Door::open().await;
    door.sim
        .script_accounts(Some("auth.sendCode"))
        .refuse(303, "PHONE_MIGRATE_4");
    let (mut login, step) = door.by_phone(&door.sim.phone(&door.ann)).await;
    assert!(matches!(step, Step::CodeSent { .. }), "{step:?}");
    let told = logged_in(login.code(&door.code()).await);
    door.serves(&told).await;
}

#[tokio::test]
async fn what_is_written_between_the_login_and_the_first_look_is_told() {
    let door = Door::open().await;
    let bob = door.sim.person("Bob");
    let boss = door.sim.person("Boss");
    let group = door.sim.group("Group", &boss);
    boss.adds(&group, &door.ann);
    bob.says(&door.ann, "before the login");
    let (mut login, _) = door.by_phone(&door.sim.phone(&door.ann)).await;
    let told = logged_in(login.code(&door.code()).await);
    bob.says(&door.ann, "in between");
    boss.says(&group, "in between, to all");
    let server = Server::new();
    let shutdown = tokio_util::sync::CancellationToken::new();
    let _running = run(&server, &door.clock, &shutdown, door.sim.mtproto()).await;
    server.until_attached().await;
    server.assign(told.user_id, &told.session, None).await;
    server
        .until_updates("both", |updates| {
            let texts = texts(updates);
            texts.contains(&"in between".to_owned())
                && texts.contains(&"in between, to all".to_owned())
        })
        .await;
    // A cursor is later than any login.
    let cursor = server.batches().last().unwrap().cursor.clone();
    let before = server.updates().len();
    server.assign(told.user_id, &told.session, cursor).await;
    bob.says(&door.ann, "and on");
    let is_told = |updates: &[_]| texts(&updates[before..]).contains(&"and on".to_owned());
    server.until_updates("the next", is_told).await;
    let texts = texts(&server.updates());
    let count = |text: &str| texts.iter().filter(|one| *one == text).count();
    assert_eq!(count("in between"), 1);
    assert_eq!(count("before the login"), 0);
}

#[tokio::test]
async fn a_session_is_ended_in_telegram_and_one_that_is_over_is_over() {
    let door = Door::open().await;
    let (mut login, _) = door.by_phone(&door.sim.phone(&door.ann)).await;
    let told = logged_in(login.code(&door.code()).await);
    assert_eq!(door.sim.sessions(&door.ann), 1);
    let log_out = async || {
        let clock = Arc::new(door.clock.clone());
        let session = told.session.clone();
        door.accounts
            .log_out(session, door.fence.clone(), clock)
            .await
    };
    // Telegram says to wait: that is told, and the session is still good.
    let script = || door.sim.script_accounts(Some("auth.logOut"));
    script().flood(300);
    let failed = log_out().await.unwrap_err();
    assert_eq!(failed.retry_delay.unwrap().seconds, 300);
    assert!(
        failed.detail.contains("FLOOD_WAIT_300"),
        "{}",
        failed.detail
    );
    assert!(!failed.is_final);
    assert_eq!(door.sim.sessions(&door.ann), 1);
    door.time.advance(Duration::from_secs(300));
    // The answer is lost: nobody knows.
    script().cut_after();
    let failed = log_out().await.unwrap_err();
    assert!(!failed.is_final && failed.retry_delay.is_none());
    assert_eq!(door.sim.sessions(&door.ann), 0);
    // Once more, and Telegram knows the session no more.
    log_out().await.unwrap();
    let no_session = b"what is this?".to_vec();
    let clock = Arc::new(door.clock.clone());
    let failed = door
        .accounts
        .log_out(no_session, door.fence.clone(), clock)
        .await;
    let failed = failed.unwrap_err();
    assert!(failed.is_final, "{}", failed.detail);
    assert_eq!(door.sim.most_connections(&door.ann), 1);
}

#[tokio::test]
async fn a_session_that_is_good_is_ended() {
    let door = Door::open().await;
    let (mut login, _) = door.by_phone(&door.sim.phone(&door.ann)).await;
    let told = logged_in(login.code(&door.code()).await);
    let clock = Arc::new(door.clock.clone());
    let session = told.session.clone();
    let ended = door
        .accounts
        .log_out(session, door.fence.clone(), clock)
        .await;
    ended.unwrap();
    assert_eq!(door.sim.sessions(&door.ann), 0);
}
