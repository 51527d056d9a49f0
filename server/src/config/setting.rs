//! The settings there are: their keys, and how each is given. The one table that
//! the file, the environment, the flags and `config check` share.

/// A setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Its key in the file; levels with dots.
    pub key: &'static str,
    /// What it is when nobody sets it; empty = not set.
    pub default: &'static str,
    /// Whether its value is never shown.
    pub is_secret: bool,
    /// What is allowed, for people.
    pub allowed: &'static str,
}

/// All settings, in the order they are shown.
pub const SETTINGS: &[Setting] = &[
    open(
        "listen",
        "127.0.0.1:7443",
        "an address and port such as 127.0.0.1:7443 or [::]:7443",
    ),
    open("insecure", "false", "true or false"),
    open(
        "store",
        "surrealkv://./data",
        "surrealkv://DIRECTORY, mem://, or ws://HOST:PORT or wss://HOST:PORT of a SurrealDB",
    ),
    open(
        "store_user",
        "",
        "the name of a user of the SurrealDB at the store's address",
    ),
    open(
        "file_store",
        "",
        "the path of a folder of the server's own; files on their way lie there, sealed",
    ),
    secret("store_password", "that user's password"),
    open(
        "store_password_file",
        "",
        "the path of a file with that user's password",
    ),
    open(
        "metrics",
        "127.0.0.1:9443",
        "an address and port such as 127.0.0.1:9443, or OFF",
    ),
    open(
        "tls.certificate",
        "",
        "the path of a PEM file with the certificate and its chain",
    ),
    open(
        "tls.key",
        "",
        "the path of a PEM file with the certificate's private key",
    ),
    open(
        "tls.client_ca",
        "",
        "the path of a PEM file; clients must then show a certificate of it",
    ),
    secret(
        "secret_key",
        "32 bytes as 64 hexadecimal digits or as base64",
    ),
    open(
        "secret_key_file",
        "",
        "a path; the file is made when it is missing",
    ),
    secret("setup_bot_token", "a bot's token from BotFather"),
    open(
        "setup_bot_token_file",
        "",
        "the path of a file with the setup bot's token",
    ),
    open(
        "setup_bot_administrators",
        "",
        "ids of people with commas, who alone may use the setup bot; empty = anybody",
    ),
    open(
        "log.filter",
        // The engine tells every step of opening a store at `info`.
        "info,surrealdb=warn,surrealkv=error",
        "a level such as info, or TARGET=LEVEL pairs with commas",
    ),
    open("log.format", "text", "text or json"),
    open(
        "limits.concurrent_calls",
        "1024",
        "a whole number from 1 to 1000000",
    ),
    open(
        "limits.longest_call_seconds",
        "30",
        "a whole number of seconds from 1 to 3600",
    ),
    open(
        "limits.message_bytes",
        "4194304",
        "a whole number of bytes from 4194304 to 67108864: a batch of updates has to fit",
    ),
    open(
        "limits.file_store_bytes",
        "10737418240",
        "a whole number of bytes from 0 to 1099511627776",
    ),
    open(
        "limits.file_store_hours",
        "24",
        "a whole number of hours from 1 to 720",
    ),
    open(
        "webhooks.allowed_networks",
        "",
        "up to 100 networks with commas such as 10.0.0.0/8, 127.0.0.1, fd00::/8; empty = public \
         addresses alone",
    ),
];

const fn open(key: &'static str, default: &'static str, allowed: &'static str) -> Setting {
    Setting {
        key,
        default,
        is_secret: false,
        allowed,
    }
}

const fn secret(key: &'static str, allowed: &'static str) -> Setting {
    Setting {
        key,
        default: "",
        is_secret: true,
        allowed,
    }
}

// === impl Setting ===

impl Setting {
    /// The setting with this key.
    #[must_use]
    pub fn find(key: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.key == key)
    }

    /// Its environment variable.
    #[must_use]
    pub fn variable(&self) -> String {
        format!(
            "BACKLINE_{}",
            self.key.to_ascii_uppercase().replace('.', "__")
        )
    }

    /// The key that was probably meant.
    #[must_use]
    pub(super) fn nearest(key: &str) -> Option<&'static Self> {
        let best = SETTINGS
            .iter()
            .map(|setting| (strsim::damerau_levenshtein(setting.key, key), setting))
            .min_by_key(|(distance, _)| *distance)?;
        (best.0 * 3 <= key.chars().count()).then_some(best.1)
    }
}
