use std::path::{Path, PathBuf};

use super::super::{Config, Flags};
use super::*;

fn load(file: &str, environment: &[(&str, &str)]) -> Result<Config, Error> {
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let path = PathBuf::from("/etc/backline/backline.toml");
    let layers = Layers::new(Some((&path, file)), environment, &Flags::default())?;
    Config::from_layers(&layers, Path::new("/etc/backline"))
}

fn refused(file: &str) -> String {
    load(file, &[]).unwrap_err().to_string()
}

const TWO: &str = "[plans]\ndefault = \"free\"\n\
    [plans.pro]\nmessages_per_day = 10_000\nconnections = \"unlimited\"\nhide_info = false\n\
    signature = \"by **us**\"\nadministrators = [7, 8]\n";

#[test]
fn without_plans_nobody_is_limited() {
    let config = load("", &[]).unwrap();
    assert!(config.plans.is_empty());
    assert!(
        config
            .effective()
            .contains("plans.default = unlimited  # the default\n")
    );
}

#[test]
fn plans_are_read_and_shown() {
    let config = load(TWO, &[("BACKLINE_PLANS__FREE__MESSAGES_PER_DAY", "600")]).unwrap();
    let plan = |name| config.plans.plan(name).unwrap();
    assert_eq!(plan("free").limits.messages, Some(600));
    assert_eq!(plan("free").limits.updates, Some(2500));
    assert_eq!(plan("pro").limits.messages, Some(10_000));
    assert_eq!(plan("pro").limits.connections, None);
    assert_eq!(
        plan("pro").limits.without,
        BTreeSet::from([Feature::HideInfo])
    );
    assert_eq!(config.plans.default_name(), "free");
    let shown = config.effective();
    let plans: Vec<&str> = shown
        .lines()
        .filter(|line| line.starts_with("plans"))
        .collect();
    insta::assert_snapshot!(plans.join("\n"));
}

#[test]
fn what_is_wrong_names_key_value_and_what_is_allowed() {
    let told = [
        "[plans]\ndefault = \"gold\"",
        "[plans.free]\nmessages_per_day = 0",
        "[plans.free]\nmessages_per_day = true",
        "[plans.free]\nmessages_per_day = 1.5",
        "[plans.free]\nmesages_per_day = 5",
        "[plans.free]\napi = \"maybe\"",
        "[plans.free]\nsignature = \"**open\"",
        "[plans.free]\nadministrators = [-5]",
        "[plans.unlimited]\nmessages_per_day = 5",
        "[plans.\"A b\"]\nmessages_per_day = 5",
        "[plans.a]\nadministrators = [5]\n[plans.b]\nadministrators = [5]",
        "plans = 5",
    ];
    insta::assert_snapshot!(told.map(refused).join("\n"));
    let told = load("", &[("BACKLINE_PLANS__FREE__CONNECTIONS", "many")]);
    let told = told.unwrap_err().to_string();
    assert!(
        told.contains("`plans.free.connections` is `many`")
            && told.contains("BACKLINE_PLANS__FREE__CONNECTIONS"),
        "{told}"
    );
}
