//! Tables for people, JSON for programs.

use crate::shell::Shell;

macro_rules! shown {
    ($name:ident, $line:literal) => {
        mod $name {
            use super::*;

            #[tokio::test]
            async fn to_people() {
                let ran = Shell::open().await.run($line).await;
                insta::assert_snapshot!(concat!(stringify!($name), "_text"), ran.all());
            }

            #[tokio::test]
            async fn to_programs() {
                let ran = Shell::open().await.run(concat!($line, " --json")).await;
                let _: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
                insta::assert_snapshot!(concat!(stringify!($name), "_json"), ran.all());
            }
        }
    };
}

shown!(connections_list, "connections list");
shown!(connections_show, "connections show shop");
shown!(relay_bots, "connections relay list shop");
shown!(params_get, "params get shop WELCOME");
shown!(params_list, "params list shop");
shown!(params_history, "params history shop");
shown!(params_export, "params export shop --all");
shown!(messages, "messages list shop");
shown!(dialogs_list, "dialogs list shop");
shown!(dialogs_show, "dialogs show shop/101");
shown!(queue, "queue");
shown!(plans_list, "plans list");
shown!(plans_show, "plans show shop");
shown!(dead_letters, "dead-letters list shop");
shown!(tokens, "tokens list");
shown!(gateways, "gateways");
shown!(updates, "updates list shop");

#[tokio::test]
async fn a_part_of_a_chat_is_named_as_the_list_shows_it() {
    let shell = Shell::open().await;
    let listed = shell.run("dialogs list shop").await.stdout;
    assert!(listed.contains("103.p7"), "{listed}");
    let shown = shell.run("dialogs show shop/103.p7").await.stdout;
    assert!(shown.contains("103.p7"), "{shown}");
    shell.run("dialogs close shop/103.p7").await;
    let asked = &shell.server.asked("close_dialog")[0];
    assert!(asked.contains("connections/shop/dialogs/103.p7"), "{asked}");
}

#[tokio::test]
async fn pages_are_followed_to_the_end_or_the_limit() {
    let shell = Shell::open().await;
    let ran = shell.run("dialogs list shop --json").await;
    let dialogs: Vec<serde_json::Value> = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(dialogs.len(), 7);
    assert_eq!(
        shell.server.asked("list_dialogs").len(),
        3,
        "pages of three"
    );

    let ran = shell.run("dialogs list shop --limit 4").await;
    assert_eq!(
        ran.stdout.lines().count(),
        5,
        "headings and four: {}",
        ran.stdout
    );
    assert!(ran.stderr.contains("raise --limit"), "{}", ran.stderr);

    let ran = shell.run("dialogs list shop --limit 7").await;
    assert!(ran.stderr.is_empty(), "{}", ran.stderr);
}

#[tokio::test]
async fn a_filter_goes_to_the_server() {
    let shell = Shell::open().await;
    let ran = shell.run("dialogs list shop --state closed --json").await;
    let dialogs: Vec<serde_json::Value> = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(dialogs.len(), 3);
    assert!(dialogs.iter().all(|dialog| dialog["state"] == "closed"));
}

#[tokio::test]
async fn only_what_was_set_is_listed_when_asked() {
    let ran = Shell::open().await.run("params list shop --changed").await;
    assert!(
        ran.stdout.contains("AUTOCLOSE") && !ran.stdout.contains("WELCOME"),
        "{}",
        ran.stdout
    );
}

#[tokio::test]
async fn nothing_to_list_is_said_with_the_next_step() {
    let shell = Shell::open().await;
    shell.server.forget();
    let ran = shell.run("connections list").await;
    assert_eq!(ran.stdout, "");
    assert!(
        ran.stderr.contains("backline connections add"),
        "{}",
        ran.stderr
    );
    let ran = shell.run("connections list --json").await;
    assert_eq!(ran.stdout.trim(), "[]");
}

#[tokio::test]
async fn a_title_cannot_command_the_terminal() {
    let ran = Shell::open().await.run("connections list").await;
    assert!(!ran.stdout.contains('\u{1b}'), "{:?}", ran.stdout);
    assert!(ran.stdout.contains(r"\u{1b}[31m"), "{}", ran.stdout);
}
