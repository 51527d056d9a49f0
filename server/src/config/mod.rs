//! The server's configuration.
//!
//! Defaults, then a TOML file, then the environment (`BACKLINE_…`, `__` between
//! levels), then flags; later wins. What is wrong names its key, what it was,
//! where it came from and what is allowed.

mod error;
mod flags;
mod layers;
mod listen;
mod plans;
pub(crate) mod private_file;
mod secrets;
mod setting;
mod store;
mod tls;

pub use error::Error;
pub use flags::Flags;
pub use layers::Origin;
pub use listen::Listen;
pub use private_file::Error as PrivateFileError;
pub use secrets::Secrets;
pub use setting::{SETTINGS, Setting};
pub use store::Store;
pub use tls::Tls;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use backline_domain::id::UserId;
use backline_domain::plan::Offer;
use layers::Layers;

use crate::files;
use crate::gateway::Timing;
use crate::telemetry;
use crate::webhook::Reach;

/// The configuration, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The configuration directory: the file's, the key's, the first token's.
    pub directory: PathBuf,
    /// The gRPC listener.
    pub listen: Listen,
    /// Where state is kept.
    pub store: Store,
    /// Where files on their way lie.
    pub files_folder: PathBuf,
    /// TLS; `None` = plain.
    pub tls: Option<Tls>,
    /// The metrics page's address; `None` = off.
    pub metrics: Option<SocketAddr>,
    /// Secrets of the installation.
    pub secrets: Secrets,
    /// Who alone may use the setup bot; empty = anybody.
    pub setup_bot_administrators: Vec<UserId>,
    /// Logs.
    pub logs: Logs,
    /// How much the server takes on.
    pub limits: Limits,
    /// Which addresses webhooks may be posted to.
    pub webhook_reach: Reach,
    /// What administrators may use.
    pub plans: Offer,
    /// The times of gateways' sessions. No setting: shorter ones are for tests that kill
    /// gateways, since a living one fences itself by what the contract says.
    pub timing: Timing,
    /// Whether a first administrator's token is made, and written to a file in
    /// the configuration directory, when there is no token at all.
    pub makes_first_token: bool,
    shown: Vec<(String, String, Origin)>,
}

/// What is logged, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logs {
    /// A level, or `TARGET=LEVEL` pairs.
    pub filter: String,
    /// How a line looks.
    pub format: telemetry::Format,
}

/// How much the server takes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Calls in hand at once, of gateways and of others each.
    pub concurrent_calls: usize,
    /// The longest deadline of a call, and of opening a stream.
    pub longest_call: Duration,
    /// The largest message taken, in bytes.
    pub message_bytes: usize,
    /// What is kept in the file store, and for how long.
    pub files: files::Limits,
}

/// The largest batch of updates has 2 MiB, and more around it. A limit below would
/// let the server start and refuse that batch for ever.
const SMALLEST_MESSAGE: usize = 4 * 1024 * 1024;

/// A tebibyte: nobody has more on the way.
const MOST_FILES: usize = 1 << 40;

// === impl Config ===

impl Config {
    /// Reads the configuration. The environment comes in as an argument, so that
    /// it is read in one place.
    ///
    /// # Errors
    /// The first thing that is wrong, with the remedy.
    pub fn load(
        flags: &Flags,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Error> {
        let environment: Vec<(String, String)> = environment.into_iter().collect();
        let path = flags
            .config
            .clone()
            .unwrap_or_else(|| default_path(&environment));
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error)
                if error.kind() == std::io::ErrorKind::NotFound && flags.config.is_none() =>
            {
                None
            }
            Err(error) => {
                let what = "the configuration file";
                return Err(Error::Unreadable {
                    what,
                    path,
                    detail: error.to_string(),
                });
            }
        };
        let file = text.as_deref().map(|text| (path.as_path(), text));
        let directory = match path.parent() {
            Some(directory) if !directory.as_os_str().is_empty() => directory,
            _ => Path::new("."),
        };
        Self::from_layers(&Layers::new(file, environment, flags)?, directory)
    }

    /// A configuration that needs no file: for a server inside another program,
    /// and for tests. Listens on a free port of loopback, without metrics page and
    /// without a first token: tokens are lent by the running server.
    ///
    /// # Errors
    /// When the store's address cannot be one.
    pub fn in_process(directory: &Path, store: &str, secrets: Secrets) -> Result<Self, Error> {
        let flags = Flags {
            listen: Some("127.0.0.1:0".to_owned()),
            metrics: Some("OFF".to_owned()),
            store: Some(store.to_owned()),
            ..Flags::default()
        };
        let config = Self::from_layers(&Layers::new(None, [], &flags)?, directory)?;
        Ok(Self {
            secrets,
            makes_first_token: false,
            ..config
        })
    }

    /// Every setting as it is in force, one a line, with where it comes from;
    /// secrets are hidden.
    #[must_use]
    pub fn effective(&self) -> String {
        let mut text = format!("# configuration directory: {}\n", self.directory.display());
        for (key, value, origin) in &self.shown {
            text.push_str(&format!("{key} = {value}  # {origin}\n"));
        }
        text
    }

    fn from_layers(layers: &Layers, directory: &Path) -> Result<Self, Error> {
        let tls = Tls::from_layers(layers)?;
        let secrets = Secrets::from_layers(layers, directory)?;
        let store = Store::from_layers(layers, secrets.key_file())?;
        let files_folder = layers
            .read("file_store", path)?
            .or_else(|| store.files_folder())
            .unwrap_or_else(|| directory.join("files"));
        let limits = Limits {
            concurrent_calls: layers
                .required("limits.concurrent_calls", |text| number(text, 1, 1_000_000))?,
            longest_call: layers
                .required("limits.longest_call_seconds", |text| number(text, 1, 3600))
                .map(|seconds| Duration::from_secs(seconds as u64))?,
            message_bytes: layers.required("limits.message_bytes", |text| {
                number(text, SMALLEST_MESSAGE, 67_108_864)
            })?,
            files: files::Limits {
                bytes: layers
                    .required("limits.file_store_bytes", |text| {
                        number(text, 0, MOST_FILES)
                    })
                    .map(|bytes| bytes as u64)?,
                time_to_live: layers
                    .required("limits.file_store_hours", |text| number(text, 1, 720))
                    .map(|hours| Duration::from_secs(hours as u64 * 3600))?,
            },
        };
        let plans = plans::Plans::from_layers(layers)?;
        let settings = layers.shown().into_iter();
        let settings = settings.map(|(key, value, origin)| (key.to_owned(), value, origin));
        Ok(Self {
            directory: directory.to_owned(),
            files_folder,
            listen: Listen::from_layers(layers, tls.as_ref())?,
            store,
            tls,
            metrics: layers.required("metrics", |text| match text {
                off if off.eq_ignore_ascii_case("off") => Some(None),
                address => address.parse().ok().map(Some),
            })?,
            secrets,
            setup_bot_administrators: layers
                .read("setup_bot_administrators", people)?
                .unwrap_or_default(),
            logs: Logs::from_layers(layers)?,
            limits,
            webhook_reach: layers
                .read("webhooks.allowed_networks", Reach::read)?
                .unwrap_or_default(),
            timing: Timing::default(),
            makes_first_token: true,
            shown: settings.chain(plans.shown).collect(),
            plans: plans.offer,
        })
    }
}

// === impl Logs ===

impl Logs {
    fn from_layers(layers: &Layers) -> Result<Self, Error> {
        let filter = layers.required("log.filter", |text| {
            telemetry::is_filter(text).then(|| text.to_owned())
        })?;
        let format = layers.required("log.format", |text| match text {
            "text" => Some(telemetry::Format::Text),
            "json" => Some(telemetry::Format::Json),
            _ => None,
        })?;
        Ok(Self { filter, format })
    }
}

/// `$XDG_CONFIG_HOME/backline/backline.toml`, else under `~/.config`, else here.
fn default_path(environment: &[(String, String)]) -> PathBuf {
    let variable = |name: &str| {
        let found = environment.iter().find(|(variable, _)| variable == name);
        found
            .map(|(_, value)| PathBuf::from(value))
            .filter(|path| path.is_absolute())
    };
    let folder = variable("XDG_CONFIG_HOME")
        .or_else(|| variable("HOME").map(|home| home.join(".config")))
        .map_or_else(PathBuf::new, |folder| folder.join("backline"));
    folder.join("backline.toml")
}

fn path(text: &str) -> Option<PathBuf> {
    (!text.trim().is_empty()).then(|| PathBuf::from(text))
}

/// Ids of people with commas.
fn people(text: &str) -> Option<Vec<UserId>> {
    let id = |text: &str| {
        let id: i64 = text.trim().parse().ok()?;
        (id > 0).then_some(UserId(id))
    };
    if text.trim().is_empty() {
        return Some(Vec::new());
    }
    text.split(',').map(id).collect()
}

fn truth(text: &str) -> Option<bool> {
    text.to_ascii_lowercase().parse().ok()
}

fn number(text: &str, least: usize, most: usize) -> Option<usize> {
    text.replace('_', "")
        .parse()
        .ok()
        .filter(|number| (least..=most).contains(number))
}

#[cfg(test)]
mod tests;
