//! Calls that change something.

use backline_cli::ExitStatus;
use tonic::{Code, Status};

use crate::fake::refusal;
use crate::shell::{Person, Shell};

const BOT_TOKEN: &str = "700001:AAFakeFakeFakeFakeFakeFakeFakeFake1";

#[tokio::test]
async fn every_change_says_what_it_did() {
    let mut all = String::new();
    for line in [
        "connections stop shop",
        "connections start shop",
        "connections set-via shop mtproto",
        "connections set-via office bot-api",
        "connections set-via shop mtproto --desk",
        "connections remove shop --yes",
        "connections relay remove shop @shop_relay_bot",
        "connections relay remove shop 700002",
        "params set shop AUTOCLOSE 24",
        "params set shop AUTOCLOSE 24 --check",
        "params set shop CSAT TRUE",
        "dialogs close shop/101",
        "dead-letters retry shop d1",
        "dead-letters retry shop d1 d2",
        "dead-letters retry shop --all",
        "dead-letters drop shop d1",
        "dead-letters drop shop --all --yes",
        "tokens revoke t2",
    ] {
        let shell = Shell::open().await;
        let ran = shell.run(line).await;
        all.push_str(&format!("$ backline {line}\n{}\n", ran.all()));
        let json = shell.run(&format!("{line} --json")).await;
        assert_eq!(json.status, ExitStatus::Success, "{line}: {}", json.stderr);
        assert!(json.stderr.is_empty(), "{line}: {}", json.stderr);
        let _: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    }
    insta::assert_snapshot!(all);
}

#[tokio::test]
async fn a_file_of_parameters_is_imported_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.params");
    std::fs::write(&path, "AUTOCLOSE=24\n").unwrap();
    let shell = Shell::open().await;
    let import = format!("params import shop {}", path.display());
    let mut all = String::new();
    for more in ["", " --check", " --replace"] {
        let ran = shell.run(&format!("{import}{more}")).await;
        all.push_str(&format!(
            "$ backline params import shop FILE{more}\n{}\n",
            ran.all()
        ));
    }
    let json = shell.run(&format!("{import} --json")).await;
    let _: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    std::fs::write(&path, "AUTOCLOSE=soon\n").unwrap();
    let ran = shell.run(&import).await;
    assert_eq!(ran.status, ExitStatus::Usage, "{}", ran.stderr);
    all.push_str(&ran.all());
    let ran = shell.run("params import shop /nowhere/shop.params").await;
    assert_eq!(ran.status, ExitStatus::Usage, "{}", ran.stderr);
    all.push_str(&ran.all());
    insta::assert_snapshot!(all);
    let asked = shell.server.asked("import_parameters");
    assert!(asked[0].contains("AUTOCLOSE=24"), "{}", asked[0]);
    assert!(asked[1].contains("validate_only: true"), "{}", asked[1]);
    assert!(asked[2].contains("replace: true"), "{}", asked[2]);
}

#[tokio::test]
async fn messages_are_asked_for_by_dialog_and_time() {
    let shell = Shell::open().await;
    let ran = shell
        .run("messages list shop --dialog shop/101 --since 24h")
        .await;
    assert_eq!(ran.status, ExitStatus::Success, "{}", ran.stderr);
    let asked = &shell.server.asked("list_messages")[0];
    assert!(asked.contains("connections/shop/dialogs/101"), "{asked}");
    assert!(asked.contains("start_time: Some"), "{asked}");
}

#[tokio::test]
async fn a_retried_change_is_one_change() {
    let shell = Shell::open().await;
    for _ in 0..2 {
        shell
            .server
            .refuse(refusal(Code::Unavailable, "UNAVAILABLE", "starting"));
    }
    let ran = shell.run("dialogs close shop/101").await;
    assert_eq!(ran.status, ExitStatus::Success, "{}", ran.stderr);
    let ids = shell.server.request_ids();
    assert_eq!(ids.len(), 3);
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");

    shell.run("dialogs close shop/101").await;
    let ids = shell.server.request_ids();
    assert_ne!(ids[3], ids[0], "another change has another id");
}

#[tokio::test]
async fn all_dead_letters_go_on_when_somebody_else_decided_about_one() {
    let shell = Shell::open().await;
    shell.server.refuse(Status::unavailable("starting")); // the list, tried again
    let ran = shell.run("dead-letters retry shop --all").await;
    assert_eq!(ran.status, ExitStatus::Success, "{}", ran.stderr);
    assert_eq!(shell.server.asked("retry_dead_letter").len(), 2);
}

#[tokio::test]
async fn a_connection_is_added_with_its_group() {
    let shell = Shell::open().await.with("BACKLINE_BOT_TOKEN", BOT_TOKEN);
    let ran = shell
        .run("connections add shop --group -1001234567890 --set autoclose=24 --set REACTIONS=FALSE")
        .await;
    insta::assert_snapshot!(ran.all());
    let asked = &shell.server.asked("create_connection")[0];
    assert!(asked.contains("-1001234567890"), "{asked}");
    assert_eq!(shell.server.bot_tokens(), [BOT_TOKEN]);
}

#[tokio::test]
async fn a_connection_without_a_group_comes_with_a_link() {
    let shell = Shell::open().await.with("BACKLINE_BOT_TOKEN", BOT_TOKEN);
    // A gateway tells the bot's name a moment after the connection was made.
    shell.server.name_after(2);
    insta::assert_snapshot!(
        "add_link_text",
        shell.run("connections add shop").await.all()
    );
    insta::assert_snapshot!(
        "add_link_json",
        shell.run("connections add shop --json").await.all()
    );
}

#[tokio::test]
async fn a_code_is_never_in_a_link_to_a_bot_that_is_not_known() {
    let shell = Shell::open().await.with("BACKLINE_BOT_TOKEN", BOT_TOKEN);
    let ran = shell.run("connections add market").await;
    assert_eq!(ran.status, ExitStatus::Success);
    assert!(!ran.all().contains("t.me"), "{}", ran.all());
    insta::assert_snapshot!("add_unknown_bot_text", ran.all());
    let looks = shell.server.asked("get_connection").len();
    assert_eq!(looks, 20, "it is waited for, and not for ever");
    let ran = shell.run("connections add market --json").await;
    assert!(!ran.all().contains("t.me"), "{}", ran.all());
    insta::assert_snapshot!("add_unknown_bot_json", ran.all());
}

#[tokio::test]
async fn a_connection_that_nobody_claimed_gets_a_new_link() {
    let shell = Shell::open().await.with("BACKLINE_BOT_TOKEN", BOT_TOKEN);
    shell.run("connections add market").await;
    shell.server.name_after(0);
    let ran = shell.run("connections claim market").await;
    insta::assert_snapshot!("claim_text", ran.all());
    let ran = shell.run("connections claim market --json").await;
    insta::assert_snapshot!("claim_json", ran.all());
    let ran = shell.run("connections claim shop").await;
    assert_eq!(ran.status, ExitStatus::Failure);
    assert!(
        ran.stderr.contains("has its administrator"),
        "{}",
        ran.stderr
    );
    let ran = shell.run("connections claim office").await;
    assert!(!ran.all().contains("t.me"), "{}", ran.all());
    assert!(ran.stderr.contains("/start fresh"), "{}", ran.stderr);
}

#[tokio::test]
async fn a_bots_new_token_takes_the_old_ones_place() {
    let shell = Shell::open().await.with("BACKLINE_BOT_TOKEN", BOT_TOKEN);
    let ran = shell.run("connections set-token shop").await;
    insta::assert_snapshot!(ran.all());
    assert_eq!(shell.server.bot_tokens(), [BOT_TOKEN]);
    let asked = &shell.server.asked("update_connection")[0];
    assert!(asked.contains("bot_token"), "the mask names it: {asked}");
    assert!(!asked.contains(BOT_TOKEN), "{asked}");
    let other = BOT_TOKEN.replace("700001", "700009");
    let shell = Shell::open().await.with("BACKLINE_BOT_TOKEN", &other);
    let ran = shell.run("connections set-token shop").await;
    assert_eq!(ran.status, ExitStatus::Usage, "{}", ran.stderr);
    assert!(!ran.all().contains(&other), "{}", ran.all());
}

#[tokio::test]
async fn a_desk_bot_is_set_by_its_token_which_is_never_shown() {
    let shell = Shell::open().await;
    let shell = shell.with("BACKLINE_DESK_BOT_TOKEN", BOT_TOKEN);
    let ran = shell.run("connections set-desk shop").await;
    insta::assert_snapshot!(ran.all());
    assert_eq!(shell.server.bot_tokens(), [BOT_TOKEN]);
    let asked = &shell.server.asked("update_connection")[0];
    assert!(!asked.contains(BOT_TOKEN), "{asked}");
    let ran = shell.run("connections set-desk shop --json").await;
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(json["desk_bot"]["identity"], "bot:700001");
    assert_eq!(json["desk_bot"]["is_in_charge"], false);
}

#[tokio::test]
async fn a_relay_bot_is_added_by_its_token_which_is_never_shown() {
    let shell = Shell::open().await.with("BACKLINE_BOT_TOKEN", BOT_TOKEN);
    let ran = shell.run("connections relay add shop").await;
    insta::assert_snapshot!(ran.all());
    assert_eq!(shell.server.bot_tokens(), [BOT_TOKEN]);
    let asked = &shell.server.asked("add_relay_bot")[0];
    assert!(!asked.contains(BOT_TOKEN), "{asked}");
    let ran = shell.run("connections relay remove shop @nobody").await;
    assert_eq!(ran.status, ExitStatus::Failure, "{}", ran.stderr);
    assert!(ran.stderr.contains("relay list shop"), "{}", ran.stderr);
}

#[tokio::test]
async fn what_somebody_else_decided_is_not_counted_as_done() {
    for verb in ["retry", "drop"] {
        let shell = Shell::open().await;
        shell.server.decided("d2");
        let yes = if verb == "drop" { " --yes" } else { "" };
        let line = format!("dead-letters {verb} shop --all{yes}");
        let ran = shell.run(&line).await;
        assert_eq!(ran.status, ExitStatus::Success, "{}", ran.stderr);
        assert!(ran.stderr.starts_with("1 dead letter "), "{}", ran.stderr);
        assert!(ran.stderr.contains("1 was gone"), "{}", ran.stderr);
        let ran = shell.run(&format!("{line} --json")).await;
        let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let expected = serde_json::json!({
            "dead_letters": ["connections/c1/deadLetters/d1"],
            "gone": ["connections/c1/deadLetters/d2"],
        });
        assert_eq!(json, expected);
    }
}

#[tokio::test]
async fn nothing_is_deleted_without_a_yes() {
    let person = Person::default();
    let shell = Shell::open().await.with_person(&person);
    let ran = shell.run("connections remove shop").await;
    assert_eq!(ran.status, ExitStatus::Failure);
    assert!(ran.stderr.contains("nothing was done"), "{}", ran.stderr);
    assert!(person.asked.lock().unwrap()[0].contains("Delete shop"));
    assert_eq!(shell.server.methods(), ["get_connection"]);

    let ran = Shell::open().await.run("connections remove shop").await;
    assert_eq!(ran.status, ExitStatus::Usage);
    assert!(ran.stderr.contains("--yes"), "{}", ran.stderr);

    let shell = Shell::open().await.with_person(&Person {
        says_yes: true,
        ..person
    });
    let ran = shell.run("connections remove shop").await;
    assert_eq!(ran.status, ExitStatus::Success, "{}", ran.stderr);
    let asked = &shell.server.asked("delete_connection")[0];
    assert!(
        asked.contains("connections/c1"),
        "by id, not by name: {asked}"
    );
}

#[tokio::test]
async fn all_dead_letters_are_dropped_only_with_a_yes() {
    let shell = Shell::open().await;
    let ran = shell.run("dead-letters drop shop --all").await;
    assert_eq!(ran.status, ExitStatus::Usage, "{}", ran.stderr);
    assert!(shell.server.asked("drop_dead_letter").is_empty());
}

#[tokio::test]
async fn what_becomes_of_a_removed_account_is_said() {
    for (awaits_gateway, said) in [
        (false, "is being logged out of Telegram"),
        (true, "start backline-gateway-user"),
    ] {
        let shell = Shell::open().await;
        shell.server.logs_out("user:4001", awaits_gateway);
        let ran = shell.run("connections remove shop --yes").await;
        assert_eq!(ran.status, ExitStatus::Success, "{}", ran.stderr);
        assert!(ran.stderr.contains("user:4001"), "{}", ran.stderr);
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}
