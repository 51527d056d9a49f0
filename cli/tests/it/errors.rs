//! Each failure is one sentence with the remedy, and an exit status.

use backline_cli::ExitStatus;
use tonic::Code;

use crate::fake::refusal;
use crate::shell::Shell;

async fn deserted() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[tokio::test]
async fn no_server() {
    let url = deserted().await;
    let ran = Shell::open()
        .await
        .run(&format!("gateways --server {url}"))
        .await;
    assert_eq!(ran.status, ExitStatus::Failure);
    assert!(
        ran.stderr.contains(&format!("server unreachable at {url}")),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("Start backline-server"),
        "{}",
        ran.stderr
    );
    assert!(ran.stdout.is_empty());
}

#[tokio::test]
async fn no_token_and_a_wrong_one() {
    let home = tempfile::tempdir().unwrap();
    let shell = Shell::open()
        .await
        .with("BACKLINE_TOKEN", "")
        .with("XDG_CONFIG_HOME", home.path().to_str().unwrap());
    let ran = shell.run("gateways").await;
    assert_eq!(ran.status, ExitStatus::Usage);
    assert!(ran.stderr.contains("--token-file"), "{}", ran.stderr);

    let ran = Shell::open()
        .await
        .with("BACKLINE_TOKEN", "blt_wrong")
        .run("gateways")
        .await;
    assert_eq!(ran.status, ExitStatus::Usage);
    assert!(
        ran.stderr.contains("the token is not known"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("BACKLINE_TOKEN"), "{}", ran.stderr);
}

#[tokio::test]
async fn a_missing_scope() {
    let shell = Shell::open().await;
    let message = "this call needs scope admin, and the token has read";
    shell
        .server
        .refuse(refusal(Code::PermissionDenied, "SCOPE_MISSING", message));
    let ran = shell.run("tokens list").await;
    assert_eq!(ran.status, ExitStatus::Failure);
    assert!(ran.stderr.contains(message), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("backline tokens create"),
        "{}",
        ran.stderr
    );
}

#[tokio::test]
async fn an_unknown_connection_with_a_suggestion() {
    let shell = Shell::open().await;
    for line in [
        "connections show shpo",
        "connections stop shpo",
        "connections remove shpo --yes",
        "params get shpo AUTOCLOSE",
        "params set shpo AUTOCLOSE 1",
        "params list shpo",
        "dialogs list shpo",
        "dialogs show shpo/101",
        "queue shpo",
        "dead-letters list shpo",
        "dead-letters drop shpo --all",
    ] {
        let ran = shell.run(line).await;
        assert_eq!(ran.status, ExitStatus::Failure, "{line}");
        let told = "error: there is no connection \"shpo\": did you mean \"shop\"?\n";
        assert_eq!(ran.stderr, told, "{line}");
    }
    let ran = shell.run("connections show zzz").await;
    assert!(
        ran.stderr.contains("there are office, shop"),
        "{}",
        ran.stderr
    );
    shell.server.forget();
    let ran = shell.run("connections show shop").await;
    assert!(
        ran.stderr.contains("backline connections add"),
        "{}",
        ran.stderr
    );
}

#[tokio::test]
async fn an_unknown_dialog_of_a_known_connection_is_no_unknown_connection() {
    let ran = Shell::open().await.run("dialogs show shop/999").await;
    assert!(
        ran.stderr
            .contains("there is no connections/shop/dialogs/999"),
        "{}",
        ran.stderr
    );
}

#[tokio::test]
async fn a_wrong_value_with_what_is_allowed() {
    let ran = Shell::open()
        .await
        .run("params set shop AUTOCLOSE soon")
        .await;
    assert_eq!(ran.status, ExitStatus::Usage);
    assert!(
        ran.stderr.contains("hours from 1 to 8760, or OFF"),
        "{}",
        ran.stderr
    );
}

#[tokio::test]
async fn a_token_never_goes_over_plain_http() {
    let ran = Shell::open()
        .await
        .run("gateways --server http://10.1.2.3:7443")
        .await;
    assert_eq!(ran.status, ExitStatus::Usage);
    assert!(ran.stderr.contains("use https"), "{}", ran.stderr);
}

#[tokio::test]
async fn files_that_are_not_there() {
    let shell = Shell::open().await;
    for flag in ["--tls-ca", "--tls-cert", "--tls-key", "--token-file"] {
        let ran = shell.run(&format!("gateways {flag} /nowhere/x")).await;
        assert_eq!(ran.status, ExitStatus::Usage, "{flag}");
        assert!(
            ran.stderr.contains("/nowhere/x") && ran.stderr.contains(flag),
            "{}",
            ran.stderr
        );
    }
}

#[tokio::test]
async fn wrong_usage_is_two_and_names_what_is_allowed() {
    let shell = Shell::open().await;
    for (line, allowed) in [
        ("connectons list", "connections"),
        ("connections add shop --group 5", "-1001234567890"),
        ("connections add shop --set AUTOCLOSE", "PARAMETER=VALUE"),
        ("connections add shop --set A=1 --set a=2", "keep one"),
        ("connections show a/b", "connections list"),
        ("dialogs show shop", "CONNECTION/CHAT"),
        ("dialogs list shop --state open", "user-answered"),
        ("dead-letters retry shop", "--all"),
        ("dead-letters retry shop d1 --all", "--all"),
        ("tokens create x", "--scope"),
        ("tokens create x --scope root", "manage"),
        ("tokens create x --scope read --expires-in soon", "30d"),
        ("tokens revoke a/b", "tokens list"),
        ("completions tcsh", "bash"),
    ] {
        let ran = shell.run(line).await;
        assert_eq!(ran.status, ExitStatus::Usage, "{line}: {}", ran.stderr);
        assert!(ran.stderr.contains(allowed), "{line}: {}", ran.stderr);
        assert!(ran.stdout.is_empty(), "{line}: {}", ran.stdout);
    }
    assert!(shell.server.methods().is_empty());
}

#[test]
fn the_statuses_are_numbers() {
    let codes = [ExitStatus::Success, ExitStatus::Failure, ExitStatus::Usage].map(ExitStatus::code);
    assert_eq!(codes, [0, 1, 2]);
}
