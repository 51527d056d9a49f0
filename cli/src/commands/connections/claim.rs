use std::time::Duration;

use backline_proto::admin::v1::{Connection, GetConnectionRequest, RenewClaimCodeRequest};
use serde::Serialize;

use crate::args::Named;
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::{ConnectionView, rfc3339, time_words};
use crate::remote::{Remote, connection_name, request_id};

/// How often the bot's @name is looked for, and the gap between: a gateway that is there tells it
/// within a second or two.
const LOOKS: u32 = 20;
const GAP: Duration = Duration::from_millis(250);

/// A one-time code, and the link that it is in.
pub(super) struct Claim {
    pub(super) code: String,
    /// Empty while the bot's @name is not known. It is never guessed: whose bot it leads to gets the
    /// code, and who has that becomes the administrator.
    pub(super) link: String,
    pub(super) expire_time: Option<String>,
}

/// A connection with its new code, for programs.
#[derive(Serialize)]
pub(super) struct Claimable {
    #[serde(flatten)]
    connection: ConnectionView,
    claim_code: Option<String>,
    claim_link: Option<String>,
    claim_expire_time: Option<String>,
}

/// Makes a new one-time link.
pub(crate) async fn claim(named: &Named, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let request = RenewClaimCodeRequest {
        request_id: request_id(),
        name: connection_name(&named.connection)?,
    };
    let result = remote
        .call(|| async {
            remote
                .client()
                .connections()
                .renew_claim_code(request.clone())
                .await
        })
        .await;
    let response = remote.about(&named.connection, result).await?;
    let mut claim = Claim {
        code: response.claim_code,
        link: response.claim_link,
        expire_time: rfc3339(response.expire_time),
    };
    // The code is made, and is told also when the token may not read.
    let mut connection = get(&remote, &request.name)
        .await
        .unwrap_or_else(|_| Connection {
            display_name: named.connection.clone(),
            name: request.name,
            ..Connection::default()
        });
    claim.complete(&remote, &mut connection, context).await;
    let sentence = claim.words(&connection);
    let claimable = Claimable::new(connection, Some(claim));
    Ok(context.printer.changed(&sentence, &claimable)?)
}

async fn get(remote: &Remote, name: &str) -> Result<Connection, Failure> {
    let request = GetConnectionRequest {
        name: name.to_owned(),
    };
    let response = remote
        .call(|| async {
            remote
                .client()
                .connections()
                .get_connection(request.clone())
                .await
        })
        .await?;
    Ok(response.connection.unwrap_or_default())
}

// === impl Claim ===

impl Claim {
    /// Makes the link, once the bot's @name is known; waits some seconds for that. A token that may
    /// not read is told without the link.
    pub(super) async fn complete(
        &mut self,
        remote: &Remote,
        connection: &mut Connection,
        context: &Context,
    ) {
        for look in 0..LOOKS {
            if self.link.is_empty() && !connection.frontend_username.is_empty() {
                let (bot, code) = (&connection.frontend_username, &self.code);
                self.link = format!("https://t.me/{bot}?start={code}");
            }
            if !self.link.is_empty() {
                return;
            }
            if look > 0 {
                (context.pause)(GAP).await;
            }
            match get(remote, &connection.name).await {
                Ok(now) => *connection = now,
                Err(_) => return,
            }
        }
    }

    /// What the administrator is to do.
    pub(super) fn words(&self, connection: &Connection) -> String {
        let until = time_words(self.expire_time.as_deref());
        let name = &connection.display_name;
        let then = "Then make the bot an admin of a forum group, with the right to manage topics.";
        if self.link.is_empty() {
            let code = &self.code;
            return format!(
                "The bot's @name is not known yet, so there is no link: no gateway serves the bot, or \
                 Telegram does not know its token. `backline gateways` and `backline connections \
                 show {name}` tell.\n\
                 Open your bot in Telegram until {until} and send it this; who does it first becomes \
                 the administrator:\n\
                 /start {code}\n\
                 {then}\n\
                 Later `backline connections claim {name}` gives a link."
            );
        }
        format!(
            "Open this link in Telegram until {until}; who opens it first becomes the \
             administrator:\n\
             {link}\n\
             {then}",
            link = self.link
        )
    }
}

// === impl Claimable ===

impl Claimable {
    pub(super) fn new(connection: Connection, claim: Option<Claim>) -> Self {
        let (claim_code, claim_link, claim_expire_time) = match claim {
            None => (None, None, None),
            Some(Claim {
                code,
                link,
                expire_time,
            }) => (Some(code), (!link.is_empty()).then_some(link), expire_time),
        };
        Self {
            connection: connection.into(),
            claim_code,
            claim_link,
            claim_expire_time,
        }
    }
}
