//! Secrets come from files, the environment and people, and are seen nowhere.

use backline_cli::ExitStatus;

use crate::fake::{NEW_SECRET, TOKEN};
use crate::shell::{Person, Shell};

const BOT_TOKEN: &str = "700001:AAFakeFakeFakeFakeFakeFakeFakeFake1";

#[tokio::test]
async fn a_bot_token_comes_from_a_file_the_environment_or_a_person() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("bot.token");
    std::fs::write(&path, format!("{BOT_TOKEN}\n")).unwrap();
    let shell = Shell::open().await;
    shell
        .run(&format!(
            "connections add shop --bot-token-file {}",
            path.display()
        ))
        .await;
    assert_eq!(shell.server.bot_tokens(), [BOT_TOKEN]);

    let shell = Shell::open().await.with("BACKLINE_BOT_TOKEN", BOT_TOKEN);
    shell.run("connections add shop").await;
    assert_eq!(shell.server.bot_tokens(), [BOT_TOKEN]);

    let person = Person {
        secret: BOT_TOKEN.into(),
        ..Person::default()
    };
    let shell = Shell::open().await.with_person(&person);
    shell.run("connections add shop").await;
    assert_eq!(shell.server.bot_tokens(), [BOT_TOKEN]);
}

#[tokio::test]
async fn without_any_the_ways_in_are_named() {
    let ran = Shell::open().await.run("connections add shop").await;
    assert_eq!(ran.status, ExitStatus::Usage);
    assert!(ran.stderr.contains("--bot-token-file"), "{}", ran.stderr);
    assert!(ran.stderr.contains("BACKLINE_BOT_TOKEN"), "{}", ran.stderr);
}

#[tokio::test]
async fn what_is_no_bot_token_goes_nowhere_and_is_not_shown() {
    let shell = Shell::open()
        .await
        .with("BACKLINE_BOT_TOKEN", "hunter2-hunter2");
    let ran = shell.run("connections add shop").await;
    assert_eq!(ran.status, ExitStatus::Usage);
    assert!(
        ran.stderr.contains("BotFather") && !ran.stderr.contains("hunter2"),
        "{}",
        ran.stderr
    );
    assert!(shell.server.methods().is_empty());
}

#[tokio::test]
async fn an_api_token_comes_from_a_file_before_the_environment() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("api.token");
    std::fs::write(&path, format!("{TOKEN}\n")).unwrap();
    let shell = Shell::open().await.with("BACKLINE_TOKEN", "blt_wrong");
    let ran = shell
        .run(&format!("gateways --token-file {}", path.display()))
        .await;
    assert_eq!(ran.status, ExitStatus::Success, "{}", ran.stderr);
}

#[tokio::test]
async fn the_first_admin_token_of_this_machine_is_found_and_stays_here() {
    let directory = tempfile::tempdir().unwrap();
    let folder = directory.path().join("backline");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("admin.token"), TOKEN).unwrap();
    let shell = Shell::open()
        .await
        .with("BACKLINE_TOKEN", "")
        .with("XDG_CONFIG_HOME", directory.path().to_str().unwrap());
    let ran = shell.run("gateways").await;
    assert_eq!(ran.status, ExitStatus::Success, "{}", ran.stderr);

    let ran = shell
        .run("gateways --server https://example.org:7443")
        .await;
    assert_eq!(ran.status, ExitStatus::Usage);
    assert!(ran.stderr.contains("BACKLINE_TOKEN"), "{}", ran.stderr);
}

#[tokio::test]
async fn a_new_tokens_secret_is_alone_on_stdout() {
    let shell = Shell::open().await;
    let ran = shell
        .run("tokens create reports --scope read --connection shop --expires-in 90d")
        .await;
    assert_eq!(ran.stdout, format!("{NEW_SECRET}\n"));
    insta::assert_snapshot!("token_created_text", ran.all());
    let ran = shell
        .run("tokens create berlin --scope gateway --kind bot --identity bot:700001 --json")
        .await;
    assert_eq!(ran.stdout.matches(NEW_SECRET).count(), 1);
    insta::assert_snapshot!("token_created_json", ran.all());
}

#[tokio::test]
async fn a_new_tokens_secret_goes_into_a_file_of_its_owner() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("new.token");
    let line = format!(
        "tokens create reports --scope read --out {}",
        path.display()
    );
    let shell = Shell::open().await;
    let ran = shell.run(&line).await;
    assert_eq!(ran.status, ExitStatus::Success, "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("new.token"), "{}", ran.stderr);
    assert!(!ran.all().contains(NEW_SECRET), "{}", ran.all());
    let kept = std::fs::read_to_string(&path).unwrap();
    assert_eq!(kept, format!("{NEW_SECRET}\n"));
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    // It is never overwritten, and no token is made for nothing.
    let ran = shell.run(&line).await;
    assert_eq!(ran.status, ExitStatus::Usage);
    assert!(ran.stderr.contains("is there already"), "{}", ran.stderr);
    assert_eq!(shell.server.asked("create_token").len(), 1);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), kept);

    let other = directory.path().join("other.token");
    let line = format!(
        "tokens create reports --scope read --out {}",
        other.display()
    );
    let refused = crate::fake::refusal(tonic::Code::PermissionDenied, "SCOPE_MISSING", "no");
    shell.server.refuse(refused);
    let ran = shell.run(&line).await;
    assert_eq!(ran.status, ExitStatus::Failure, "{}", ran.stderr);
    assert!(!other.exists(), "an empty file would be in the way");
    let json: serde_json::Value =
        serde_json::from_str(&shell.run(&format!("{line} --json")).await.stdout).unwrap();
    assert_eq!(json["secret_file"], other.display().to_string());
    assert!(json.get("secret").is_none(), "{json}");
}

#[tokio::test]
async fn no_secret_is_in_any_output() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("bot.token");
    std::fs::write(&path, BOT_TOKEN).unwrap();
    let shell = Shell::open().await;
    for line in [
        &format!("connections add shop --bot-token-file {}", path.display()),
        &format!(
            "connections add shop --json --bot-token-file {}",
            path.display()
        ),
        "connections list --json",
        "tokens list --json",
        "gateways --server http://10.1.2.3:1",
        "gateways --server https://127.0.0.1:1",
    ] {
        let ran = shell.run(line).await.all();
        for secret in [BOT_TOKEN, TOKEN, NEW_SECRET] {
            assert!(!ran.contains(secret), "{line}:\n{ran}");
        }
    }
}

#[tokio::test]
async fn kinds_and_identities_are_for_gateways_only() {
    let shell = Shell::open().await;
    let ran = shell.run("tokens create x --scope read --kind bot").await;
    assert_eq!(ran.status, ExitStatus::Usage);
    assert!(ran.stderr.contains("--scope gateway"), "{}", ran.stderr);
    assert!(shell.server.methods().is_empty());
}
