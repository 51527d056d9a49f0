use std::path::PathBuf;

use super::*;

fn load(file: &str, environment: &[(&str, &str)], flags: &Flags) -> Result<Config, Error> {
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let path = PathBuf::from("/etc/backline/backline.toml");
    let layers = Layers::new(Some((&path, file)), environment, flags)?;
    Config::from_layers(&layers, Path::new("/etc/backline"))
}

fn refused(file: &str, environment: &[(&str, &str)]) -> String {
    load(file, environment, &Flags::default())
        .unwrap_err()
        .to_string()
}

#[test]
fn the_defaults_are_the_documented_ones() {
    let config = load("", &[], &Flags::default()).unwrap();
    assert_eq!(config.listen.address.to_string(), "127.0.0.1:7443");
    assert_eq!(config.metrics.unwrap().to_string(), "127.0.0.1:9443");
    assert_eq!(config.store.url(), "surrealkv://./data");
    assert_eq!(
        config.secrets.key_file().unwrap(),
        Path::new("/etc/backline/secret.key")
    );
    assert!(config.tls.is_none());
}

#[test]
fn later_wins() {
    let file = "listen = \"127.0.0.1:1\"\nstore = \"mem://\"\n[log]\nformat = \"json\"\n[limits]\nconcurrent_calls = 7";
    let environment = [
        ("BACKLINE_LISTEN", "127.0.0.1:2"),
        ("BACKLINE_LOG__FILTER", "debug"),
    ];
    let flags = Flags {
        listen: Some("127.0.0.1:3".into()),
        ..Flags::default()
    };
    let config = load(file, &environment, &flags).unwrap();
    assert_eq!(config.listen.address.port(), 3);
    assert_eq!(config.store.url(), "mem://");
    assert_eq!(config.limits.concurrent_calls, 7);
    assert_eq!(config.logs.filter, "debug");
    assert_eq!(config.logs.format, telemetry::Format::Json);
    assert_eq!(
        load(file, &environment, &Flags::default())
            .unwrap()
            .listen
            .address
            .port(),
        2
    );
}

#[test]
fn a_wrong_value_names_key_value_origin_and_what_is_allowed() {
    assert_eq!(
        refused("listen = \"localhost\"", &[]),
        "`listen` is `localhost` (from /etc/backline/backline.toml), but it has to be an address \
         and port such as 127.0.0.1:7443 or [::]:7443"
    );
    let told = refused("", &[("BACKLINE_LIMITS__CONCURRENT_CALLS", "0")]);
    assert!(told.contains("`limits.concurrent_calls` is `0`"), "{told}");
    assert!(
        told.contains("the environment variable BACKLINE_LIMITS__CONCURRENT_CALLS"),
        "{told}"
    );
    assert!(told.contains("a whole number from 1 to 1000000"), "{told}");
    let told = refused("log = { filter = 3.5 }", &[]);
    assert!(told.contains("`log.filter` is `a float`"), "{told}");
    assert!(refused("store = \"mysql://x\"", &[]).contains("surrealkv://DIRECTORY"));
    assert!(refused("[log]\nfilter = \"=[\"", &[]).contains("`log.filter`"));
}

#[test]
fn the_largest_batch_of_updates_always_fits() {
    let told = refused("[limits]\nmessage_bytes = 4194303", &[]);
    assert!(
        told.contains("`limits.message_bytes` is `4194303`"),
        "{told}"
    );
    assert!(told.contains("from 4194304"), "{told}");
    let least = "[limits]\nmessage_bytes = 4194304";
    let config = load(least, &[], &Flags::default()).unwrap();
    assert!(config.limits.message_bytes > 2 * 1024 * 1024 + 65_536);
}

#[test]
fn webhooks_reach_public_addresses_and_the_networks_that_are_set() {
    let reaches = |config: &Config, address: &str| {
        let address = address.parse().unwrap();
        config.webhook_reach.admits(address)
    };
    let config = load("", &[], &Flags::default()).unwrap();
    assert!(reaches(&config, "8.8.8.8") && !reaches(&config, "10.0.0.1"));
    let file = "[webhooks]\nallowed_networks = \"10.0.0.0/8, fd00::/8\"";
    let config = load(file, &[], &Flags::default()).unwrap();
    assert!(reaches(&config, "10.0.0.1") && reaches(&config, "fd00::1"));
    assert!(!reaches(&config, "127.0.0.1"));
    let none = [("BACKLINE_WEBHOOKS__ALLOWED_NETWORKS", "")];
    let config = load(file, &none, &Flags::default()).unwrap();
    assert!(!reaches(&config, "10.0.0.1"));
    let wrong = [("BACKLINE_WEBHOOKS__ALLOWED_NETWORKS", "10.0.0.0/8;::1")];
    assert_eq!(
        refused("", &wrong),
        "`webhooks.allowed_networks` is `10.0.0.0/8;::1` (from the environment variable \
         BACKLINE_WEBHOOKS__ALLOWED_NETWORKS), but it has to be up to 100 networks with commas such \
         as 10.0.0.0/8, 127.0.0.1, fd00::/8; empty = public addresses alone"
    );
}

#[test]
fn an_unknown_key_is_refused_with_a_suggestion() {
    let told = refused("metric = \"OFF\"", &[]);
    assert!(
        told.contains("there is no setting `metric`") && told.contains("`metrics`"),
        "{told}"
    );
    let told = refused("[tls]\ncertificat = \"x\"", &[]);
    assert!(
        told.contains("`tls.certificate` is probably meant"),
        "{told}"
    );
    let told = refused("colour = 1", &[]);
    assert!(told.contains("there are listen, insecure, store"), "{told}");
    let told = refused("", &[("BACKLINE_LISTN", "x")]);
    assert!(
        told.contains("BACKLINE_LISTN") && told.contains("`listen`"),
        "{told}"
    );
    assert!(refused("", &[("BACKLINE_TLS__KYE", "x")]).contains("`tls.key`"));
}

#[test]
fn other_programs_variables_are_not_ours() {
    let others = [
        ("BACKLINE_TOKEN", "x"),
        ("BACKLINE_BOT_TOKEN", "x"),
        ("BACKLINE_API_HASH", "x"),
        ("BACKLINE_PORT_7443_TCP_ADDR", "x"),
        ("PATH", "x"),
    ];
    load("", &others, &Flags::default()).unwrap();
}

#[test]
fn secrets_are_never_shown() {
    let key = "ab".repeat(32);
    let store = "ws://root:hunter2@db:8000";
    let environment = [
        ("BACKLINE_SECRET_KEY", key.as_str()),
        (
            "BACKLINE_SETUP_BOT_TOKEN",
            "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1",
        ),
        ("BACKLINE_STORE", store),
    ];
    let config = load("", &environment, &Flags::default()).unwrap();
    let shown = format!("{}{config:?}", config.effective());
    for secret in [key.as_str(), "AAHdq", "hunter2"] {
        assert!(!config.effective().contains(secret), "{shown}");
    }
    assert!(!shown.contains("AAHdq") && !shown.contains(&key), "{shown}");
    assert!(
        shown.contains("secret_key = (hidden)  # the environment variable BACKLINE_SECRET_KEY")
    );
    let told = refused("", &[("BACKLINE_SECRET_KEY", "hunter2")]);
    assert!(
        told.contains("`secret_key` is `(hidden)`") && !told.contains("hunter2"),
        "{told}"
    );
    let told = refused("secret_key = \"hunter2", &[]);
    assert!(
        told.contains("line 1") && !told.contains("hunter2"),
        "{told}"
    );
}

#[test]
fn a_remote_store_is_given_its_user_and_password() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("password");
    std::fs::write(&file, "hunter2 \n").unwrap();
    let toml = format!(
        "store = \"wss://db:8000\"\nstore_user = \"backline\"\nstore_password_file = \"{}\"",
        file.display()
    );
    let config = load(&toml, &[], &Flags::default()).unwrap();
    let password = |config: &Config| config.store.password.as_ref().unwrap().expose().to_vec();
    assert_eq!(config.store.user.as_deref(), Some("backline"));
    assert_eq!(password(&config), b"hunter2 ", "but for the line's end");
    let environment = [("BACKLINE_STORE_PASSWORD", "hunter3")];
    let config = load(&toml, &environment, &Flags::default()).unwrap();
    assert_eq!(password(&config), b"hunter3");
    let shown = format!("{}{config:?}", config.effective());
    assert!(!shown.contains("hunter"), "{shown}");
    assert!(shown.contains("store_user = backline"), "{shown}");

    std::fs::write(&file, "\n").unwrap();
    assert!(refused(&toml, &[]).contains("it is empty"));
    let remote = "store = \"ws://db:8000\"";
    let told = refused(remote, &[]);
    assert!(
        told.contains("store_user") && told.contains("neither"),
        "{told}"
    );
    let told = refused(remote, &[("BACKLINE_STORE_USER", "me")]);
    assert!(told.contains("the password is not set"), "{told}");
    let told = refused(remote, &environment);
    assert!(told.contains("the user is not set"), "{told}");
    let told = refused(remote, &[("BACKLINE_STORE_PASSWORD", "")]);
    assert!(told.contains("`store_password` is `(hidden)`"), "{told}");
}

#[test]
fn a_flag_holds_no_password_of_the_store() {
    let address = "ws://root:hunter2@db:8000";
    let flags = Flags {
        store: Some(address.to_owned()),
        ..Flags::default()
    };
    let told = load("", &[], &flags).unwrap_err().to_string();
    assert!(
        told.contains("BACKLINE_STORE_PASSWORD") && told.contains("store_password_file"),
        "{told}"
    );
    assert!(
        !told.contains("hunter2") && !told.contains("root"),
        "{told}"
    );
    load("", &[("BACKLINE_STORE", address)], &Flags::default()).unwrap();
    let file = format!("store = \"{address}\"");
    load(&file, &[], &Flags::default()).unwrap();
}

#[test]
fn what_stands_before_an_at_is_never_shown() {
    let long = format!("ws://root:{}@db:8000", "hunter2".repeat(50));
    for (store, expected) in [
        ("root:hunter2@db:8000", "`(hidden)@db:8000`"),
        ("root:hun://ter2@db", "`(hidden)@db`"),
        ("hunter2://root@db", "`(hidden)@db`"),
        ("http://root:hun@ter2@db", "`http://(hidden)@db`"),
        ("ws:/root:hunter2@db\nhost", "`(hidden)@db host`"),
    ] {
        let told = refused("", &[("BACKLINE_STORE", store)]);
        assert!(told.contains(expected), "{told}");
        for part in ["hunter2", "root", "hun@", "ter2"] {
            assert!(!told.contains(part), "{part} in {told}");
        }
    }
    let config = load("", &[("BACKLINE_STORE", &long)], &Flags::default()).unwrap();
    let shown = config.effective();
    assert!(shown.contains("store = ws://(hidden)@db:8000 "), "{shown}");
    let told = refused("listen = \"me:hunter2@localhost\"", &[]);
    assert!(told.contains("`(hidden)@localhost`"), "{told}");
}

#[test]
fn without_tls_only_loopback_is_served() {
    let told = refused("listen = \"0.0.0.0:7443\"", &[]);
    assert!(
        told.contains("tls.certificate") && told.contains("--insecure"),
        "{told}"
    );
    load(
        "listen = \"0.0.0.0:7443\"\ninsecure = true",
        &[],
        &Flags::default(),
    )
    .unwrap();
    let told = refused("[tls]\nkey = \"/nowhere\"", &[]);
    assert!(told.contains("tls.certificate is not set"), "{told}");
    let told = refused("[tls]\nkey = \"/nowhere\"\ncertificate = \"/nowhere\"", &[]);
    assert!(
        told.contains("/nowhere, the TLS certificate, cannot be read"),
        "{told}"
    );
}

#[test]
fn the_key_does_not_lie_in_the_stores_folder() {
    let told = refused("store = \"surrealkv:///etc/backline?sync=every\"", &[]);
    assert!(told.contains("--secret-key-file"), "{told}");
}

#[test]
fn the_key_file_is_made_once_and_read_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backline.toml");
    std::fs::write(&path, "store = \"mem://\"").unwrap();
    let flags = Flags {
        config: Some(path),
        ..Flags::default()
    };
    let first = Config::load(&flags, [])
        .unwrap()
        .secrets
        .sealing_key()
        .unwrap();
    let again = Config::load(&flags, [])
        .unwrap()
        .secrets
        .sealing_key()
        .unwrap();
    assert_eq!(first.to_hex(), again.to_hex());
    std::fs::write(folder.path().join("secret.key"), "no key").unwrap();
    let told = Config::load(&flags, [])
        .unwrap()
        .secrets
        .sealing_key()
        .unwrap_err()
        .to_string();
    assert!(
        told.contains("secret.key") && told.contains("32 bytes"),
        "{told}"
    );
}

#[test]
fn a_file_that_was_named_has_to_be_there() {
    let flags = Flags {
        config: Some("/nowhere/backline.toml".into()),
        ..Flags::default()
    };
    let told = Config::load(&flags, []).unwrap_err().to_string();
    assert!(told.contains("/nowhere/backline.toml"), "{told}");
    let home = ("HOME".to_owned(), "/nowhere".to_owned());
    let config = Config::load(&Flags::default(), [home]).unwrap();
    assert_eq!(config.directory, Path::new("/nowhere/.config/backline"));
}

#[test]
fn every_setting_is_known_by_its_variable() {
    for setting in SETTINGS {
        let (name, value) = (setting.variable(), "\u{1}".to_owned());
        let layers = Layers::new(None, [(name.clone(), value)], &Flags::default()).unwrap();
        assert_eq!(layers.origin(setting.key), Origin::Environment(name));
    }
}
