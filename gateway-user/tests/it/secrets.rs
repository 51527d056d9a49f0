//! No key, code or password in any log, error or report.

use std::cell::RefCell;
use std::io;
use std::sync::Arc;

use backline_client::Secret;
use backline_gateway::Fence;
use backline_gateway_user::{Accounts, LoginKey, Step};

use telegram_sim::Bot;
use tokio_util::sync::CancellationToken;

use crate::server::Server;
use crate::stage::{Stage, run_with_key, send, text};

const PASSWORD: &str = "open sesame";
const HASH: &str = "fedcba9876543210";

/// Logs Ann in, and gives all that was said.
async fn login(stage: &Stage) -> String {
    let key = stage.sim.new_auth_key().bytes();
    let accounts = Accounts::new(1, HASH, Some(stage.sim.mtproto())).with_login_keys(vec![key]);
    let fence = Fence::new(Arc::new(stage.clock.clone()));
    fence.answered(fence.asking());
    stage.sim.set_password(&stage.ann, PASSWORD, None);
    let phone = stage.sim.phone(&stage.ann);
    let clock = Arc::new(stage.clock.clone());
    let (mut login, first) = accounts.login_by_phone(&phone, fence, clock).await;
    let secret = |text: &str| Secret::new(text.to_owned());
    let code = stage.sim.login_code(&phone).unwrap();
    let second = login.code(&secret(&code)).await;
    let third = login.password(&secret(PASSWORD)).await;
    assert!(matches!(third, Step::LoggedIn(_)), "{third:?}");
    format!("{first:?}{second:?}{third:?}")
}

/// Serves a bot by its token, and gives all that was said.
async fn serve(stage: &Stage, bot: &Bot) -> String {
    let key = LoginKey(stage.sim.new_auth_key().bytes());
    let (server, shutdown) = (Server::new(), CancellationToken::new());
    let at = stage.sim.mtproto();
    let running = run_with_key(&server, &stage.clock, &shutdown, at, Some(key)).await;
    server.until_attached().await;
    let script = || {
        let method = Some("auth.importBotAuthorization");
        stage.sim.script_accounts(method)
    };
    script().refuse(400, "SOMETHING_ODD");
    server.assign_bot(bot.id(), bot.token(), None).await;
    stage
        .drive("the bot is online", || !server.batches().is_empty())
        .await;
    shutdown.cancel();
    running.await.unwrap().unwrap();
    format!("{:?}", server.reports())
}

thread_local! {
    /// What was logged on this thread since it began to listen.
    static HEARD: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// Keeps what is logged on threads that listen.
struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        HEARD.with_borrow_mut(|heard| {
            if let Some(heard) = heard {
                heard.extend_from_slice(bytes);
            }
        });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_key_is_in_any_log_error_or_report() {
    tracing_subscriber::fmt()
        .with_env_filter("trace,telegram_sim=off,axum=off,tower_http=off")
        .with_writer(|| Log)
        .init();
    // This test's runtime has one thread, so that everything is heard.
    HEARD.set(Some(Vec::new()));
    let stage = Stage::started().await;
    let mut said = String::new();
    let script = || stage.sim.script(&stage.agent, "messages.sendMessage");
    let sending = || send(stage.ann_chat(), 0, text("x"));
    stage.does(sending(), &[1]).await;
    script().cut_before();
    said += &format!("{:?}", stage.execute(sending(), &[2]).await);
    script().refuse(400, "SOMETHING_ODD");
    said += &format!("{:?}", stage.execute(sending(), &[3]).await);
    stage.sim.logs_out(&stage.agent);
    said += &format!("{:?}", stage.execute(sending(), &[4]).await);
    said += &format!("{:?}", stage.server.reports());
    said += &login(&stage).await;
    let bot = stage.sim.bot("Shop");
    said += &serve(&stage, &bot).await;
    let log = HEARD.take().unwrap();
    said += &String::from_utf8_lossy(&log);
    assert!(said.contains("session open"), "the log was heard");
    let (_, token) = bot.token().split_once(':').unwrap();
    for secret in [PASSWORD, HASH, token] {
        assert!(!said.contains(secret), "{secret} is shown");
    }
    // The key is the last thing of the home's entry in the session: any stretch of
    // it in the ways that bytes are written.
    let session = &stage.session;
    let middle = session.len() / 2;
    let stretches = (0..session.len() - 8).filter(|at| at.abs_diff(middle) < middle / 2);
    for at in stretches {
        let bytes = &session[at..at + 8];
        if bytes.iter().all(|byte| *byte == 0) {
            continue;
        }
        let list = format!("{bytes:?}");
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        for shown in [list.trim_matches(['[', ']']), &hex] {
            assert!(!said.contains(shown), "bytes {at} of the session are shown");
        }
    }
}
