//! What `--help` says: every command has a description and an example.

use backline_cli::ExitStatus;

use crate::shell::run_with;

async fn help(words: &str) -> String {
    let mut arguments = vec!["backline"];
    arguments.extend(words.split_whitespace());
    arguments.push("-h");
    let ran = run_with(arguments, &[], None).await;
    assert_eq!(ran.status, ExitStatus::Success, "{words}: {}", ran.stderr);
    assert!(
        ran.stderr.is_empty(),
        "{words}: help is data: {}",
        ran.stderr
    );
    ran.stdout
}

const VERBS: &[&str] = &[
    "up",
    "demo",
    "connections add",
    "connections list",
    "connections show",
    "connections remove",
    "connections stop",
    "connections start",
    "connections claim",
    "connections set-token",
    "connections set-via",
    "connections set-desk",
    "connections relay add",
    "connections relay list",
    "connections relay remove",
    "params get",
    "params set",
    "params list",
    "dialogs list",
    "dialogs show",
    "dialogs close",
    "queue",
    "dead-letters list",
    "dead-letters retry",
    "dead-letters drop",
    "webhooks list",
    "webhooks secret",
    "webhooks dead",
    "webhooks replay",
    "updates list",
    "plans list",
    "plans show",
    "tokens create",
    "tokens list",
    "tokens revoke",
    "gateways",
    "config check",
    "completions",
];

#[tokio::test]
async fn the_program_lists_its_commands() {
    insta::assert_snapshot!(help("").await);
}

#[tokio::test]
async fn every_command_has_an_example() {
    for verb in VERBS {
        let help = help(verb).await;
        assert!(help.contains("Example"), "{verb}:\n{help}");
        assert!(
            help.contains(&format!("backline {verb}")),
            "{verb}:\n{help}"
        );
    }
}

#[tokio::test]
async fn helps() {
    let mut all = String::new();
    for verb in VERBS {
        all.push_str(&format!("$ backline {verb} -h\n{}\n", help(verb).await));
    }
    insta::assert_snapshot!(all);
}

#[tokio::test]
async fn no_flag_takes_a_secret() {
    for verb in VERBS {
        let arguments = ["backline"]
            .into_iter()
            .chain(verb.split_whitespace())
            .chain(["--help"]);
        let help = run_with(arguments.collect(), &[], None).await.stdout;
        for flag in ["--token ", "--bot-token ", "--password", "--secret"] {
            assert!(!help.contains(flag), "{verb} has {flag}:\n{help}");
        }
    }
}

#[tokio::test]
async fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run_with(vec!["backline", "completions", shell], &[], None).await;
        assert_eq!(ran.status, ExitStatus::Success);
        assert!(ran.stdout.contains("dead-letters"), "{shell}");
    }
}
