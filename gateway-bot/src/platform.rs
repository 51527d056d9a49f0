//! Bots as a platform of the gateway.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use backline_gateway::{Assignment, Platform, StartError, Started};
use backline_proto::gateway::v1::{Capabilities, GatewayKind, credential};
use reqwest::{Client, Url, redirect};
use teloxide::Bot;

use crate::Error;
use crate::api::Api;
use crate::execute::{Executor, VERBS};
use crate::gateway::TELEGRAM;
use crate::local::Folder;
use crate::receive::Receiver;

/// How long opening a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Idle connections are dropped before the other side does it: a request written
/// into a closing connection ends uncertain.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

const MB: i64 = 1024 * 1024;

/// The largest file that Telegram keeps at all: what a Bot API server with `--local` fetches
/// has no other limit.
const LARGEST_KEPT: i64 = 4_000 * MB;

/// Bots over one Bot API server.
pub struct Bots {
    client: Client,
    url: Url,
    source: String,
    files: Option<Folder>,
}

// === impl Bots ===

impl Bots {
    /// Bots over the Bot API server at this address.
    ///
    /// # Errors
    /// The address cannot be one.
    pub fn new(url: &str) -> Result<Self, Error> {
        let wrong = |detail: &str| Error::BotApiUrl {
            url: url.into(),
            detail: detail.into(),
        };
        let source = url.trim().trim_end_matches('/').to_owned();
        let url = Url::parse(&source).map_err(|error| wrong(&error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(wrong("it must begin with https:// or http://"));
        }
        if url.host_str().is_none() {
            return Err(wrong("it names no host"));
        }
        if url.query().is_some() || url.fragment().is_some() || url.password().is_some() {
            return Err(wrong("it must have no query, fragment or password"));
        }
        let client = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_idle_timeout(IDLE_TIMEOUT)
            // A followed redirect would make one call two.
            .redirect(redirect::Policy::none())
            .build()
            .map_err(|error| Error::Http(error.without_url().to_string()))?;
        Ok(Self {
            client,
            url,
            source,
            files: None,
        })
    }

    /// The same where that server runs with `--local` and keeps its files in this folder.
    ///
    /// # Errors
    /// It cannot be that folder, or the server is Telegram's own.
    pub fn with_files_in(self, folder: PathBuf) -> Result<Self, Error> {
        let files = if self.source == TELEGRAM {
            Err("Telegram's own server has none here; name yours with --bot-api-url".to_owned())
        } else {
            Folder::new(&folder)
        };
        match files {
            Ok(files) => Ok(Self {
                files: Some(files),
                ..self
            }),
            Err(detail) => Err(Error::BotApiFiles { folder, detail }),
        }
    }
}

impl Platform for Bots {
    fn kind(&self) -> GatewayKind {
        GatewayKind::Bot
    }

    fn capabilities(&self) -> Capabilities {
        // What Telegram's own Bot API server lets bots do, and one with `--local`.
        let (max_download_bytes, max_upload_bytes) = match self.files {
            None => (20 * MB, 50 * MB),
            Some(_) => (LARGEST_KEPT, 2_000 * MB),
        };
        Capabilities {
            verbs: VERBS.iter().map(|verb| (*verb).to_owned()).collect(),
            max_download_bytes,
            max_upload_bytes,
            // Business chats apart, a bot is not told of deletions.
            sees_deletions: false,
            keyed_sends: false,
        }
    }

    fn start(&self, assignment: Assignment) -> Result<Started, StartError> {
        let Some(credential::Kind::BotToken(token)) = &assignment.credential.kind else {
            return Err(StartError(
                "a bot gateway serves bots, by their tokens".to_owned(),
            ));
        };
        let bot_id = bot_id(token).ok_or_else(|| {
            StartError(
                "the bot's token does not look like one (digits, a colon, letters and digits): \
                 copy it from BotFather again"
                    .to_owned(),
            )
        })?;
        let bot =
            Bot::with_client(token.clone(), self.client.clone()).set_api_url(self.url.clone());
        let api = Api::new(bot, assignment.fence.clone());
        let updates = Box::new(Receiver::new(api.clone(), self.source.clone(), &assignment));
        Ok(Started {
            identity: Arc::new(Executor::new(api, bot_id, self.files.clone())),
            updates,
        })
    }
}

/// The bot's id, which a token begins with. Also makes sure that the token can
/// stand in an address.
fn bot_id(token: &str) -> Option<i64> {
    let (id, secret) = token.split_once(':')?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let is_token = !secret.is_empty() && secret.chars().all(is_plain);
    let is_id = id.chars().all(|c| c.is_ascii_digit());
    (is_token && is_id).then(|| id.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tokens_are_tokens() {
        assert_eq!(bot_id("123456:ABC-def_1"), Some(123_456));
        for wrong in [
            "",
            "abc",
            "1:",
            ":x",
            "1:a/b",
            "1:a b",
            "+1:a",
            "99999999999999999999:a",
        ] {
            assert_eq!(bot_id(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_wrong_address_is_said() {
        for wrong in ["", "api.telegram.org", "ftp://host", "https://host/?x=1"] {
            let error = Bots::new(wrong).err().unwrap().to_string();
            assert!(error.contains("https://HOST"), "{error}");
        }
        assert!(Bots::new("http://127.0.0.1:8081/").is_ok());
    }

    #[test]
    fn limits_are_the_servers() {
        let directory = tempfile::tempdir().unwrap();
        let limits = |bots: &Bots| {
            let told = bots.capabilities();
            (told.max_download_bytes, told.max_upload_bytes)
        };
        let bots = Bots::new("http://127.0.0.1:8081").unwrap();
        assert_eq!(limits(&bots), (20_971_520, 52_428_800));
        let bots = bots.with_files_in(directory.path().to_owned()).unwrap();
        assert_eq!(limits(&bots), (4_194_304_000, 2_097_152_000));
        let cloud = Bots::new(TELEGRAM).unwrap();
        let refused = cloud.with_files_in(directory.path().to_owned()).err();
        let refused = refused.unwrap();
        assert!(refused.is_configuration());
        assert!(refused.to_string().contains("--bot-api-url"), "{refused}");
        let nowhere = Bots::new("http://127.0.0.1:8081").unwrap();
        assert!(nowhere.with_files_in(PathBuf::from("/no/such")).is_err());
    }
}
