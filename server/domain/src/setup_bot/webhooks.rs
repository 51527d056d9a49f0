//! What the setup bot has to say of WEBHOOKS besides its value: the events there are, URLs that
//! lead into a network, and the secret that posts are signed with.

use super::talk::{Key, Talk};
use super::tokens::READABLE;
use super::{Act, Done, Hidden};
use crate::catalogue::SetupWords;
use crate::id::ConnectionId;
use crate::message::FormattedText;
use crate::parameter::{Name, Webhooks};
use crate::text::concat;

/// The card of WEBHOOKS with what belongs under it.
pub(super) fn under(talk: &Talk<'_>, card: FormattedText, value: &str) -> FormattedText {
    let events = Webhooks::events();
    let events = talk.text(&SetupWords::WebhookEvents { events });
    let text = concat([card, FormattedText::plain("\n\n"), events]);
    let webhooks = Webhooks::parse(value).unwrap_or_default();
    match webhooks.inside() {
        Some(host) => {
            let host = host.to_owned();
            let inside = talk.text(&SetupWords::WebhookInside { host });
            concat([text, FormattedText::plain("\n\n"), inside])
        }
        None => text,
    }
}

/// Says what the secret is for, and offers it.
pub(super) fn ask_secret(talk: &mut Talk<'_>, id: &ConnectionId) {
    let secret = |is_new| Act::Secret(id.clone(), is_new);
    let back = Act::Parameter(id.clone(), Name::Webhooks.to_string());
    let rows = vec![
        vec![talk.key(&SetupWords::KeySecret {}, secret(false))],
        vec![talk.key(&SetupWords::KeyNewSecret {}, secret(true))],
        vec![talk.key(&SetupWords::KeyBack {}, back)],
    ];
    let text = talk.text(&SetupWords::SigningAsk {});
    talk.show(&text, rows);
}

/// Here it is: taken out of the chat after a while.
pub(super) fn secret(talk: &mut Talk<'_>, id: &ConnectionId, is_new: bool, done: &Done) {
    match done {
        Done::Token(Some(Hidden(secret))) => {
            let secret = secret.clone();
            let back = Act::Parameter(id.clone(), Name::Webhooks.to_string());
            let back: Vec<Vec<Key>> = vec![vec![talk.key(&SetupWords::KeyBack {}, back)]];
            let text = talk.text(&SetupWords::SigningAsk {});
            talk.show(&text, back);
            let words = if is_new {
                SetupWords::SigningRenewed { secret }
            } else {
                SetupWords::SigningSecret { secret }
            };
            talk.say_for(&words, READABLE);
        }
        Done::Token(None) | Done::Done | Done::Created(_) | Done::LoginGone | Done::Refused(_) => {
            talk.say(&SetupWords::Unavailable {});
        }
    }
}
