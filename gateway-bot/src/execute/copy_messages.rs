//! `CopyMessages`: copies without their author.

use backline_gateway::{partly_uncertain, succeeded, uncertain};
use backline_proto::gateway::v1::{CopyMessages, Outcome, Succeeded};
use serde_json::Value;

use super::params::{Params, refuse_business};
use super::{Refused, incomplete};
use crate::api::{Api, Failure};
use crate::outcome;

pub(super) async fn execute(api: &Api, command: CopyMessages) -> Outcome {
    match request(&command) {
        Ok(("copyMessage", params)) => outcome::of(
            api.call("copyMessage", &params).await,
            outcome::made_message,
        ),
        Ok((method, params)) => of_many(api.call(method, &params).await, command.message_ids.len()),
        Err(refused) => refused.into(),
    }
}

fn request(command: &CopyMessages) -> Result<(&'static str, Params), Refused> {
    let mut params = Params::to_without_business(command.target.as_ref())?;
    let Some(from) = command.from_chat.as_ref().filter(|chat| chat.id != 0) else {
        return Err(incomplete("names no chat to copy from"));
    };
    refuse_business(Some(from))?;
    params.set("from_chat_id", from.id);
    params.set_silent(command.silent);
    match command.message_ids.as_slice() {
        [] => Err(incomplete("names no message to copy")),
        [only] => {
            params.set("message_id", *only);
            params.set_reply(command.reply_to.as_ref());
            if let Some(caption) = &command.caption {
                // Also an empty one: it takes the original's away.
                params.set_text("caption", "caption_entities", caption);
                // With a caption given, Telegram takes its place from here too.
                params.set_if("show_caption_above_media", command.caption_above);
            }
            params.set_buttons(&command.buttons);
            Ok(("copyMessage", params))
        }
        many => {
            let is_plain = command.reply_to.is_none()
                && command.caption.is_none()
                && command.buttons.is_empty();
            if !is_plain {
                return Err(incomplete(
                    "wants a reply, caption or buttons for several copies",
                ));
            }
            params.set("message_ids", many);
            Ok(("copyMessages", params))
        }
    }
}

/// The outcome for several messages, copied or forwarded.
///
/// Telegram leaves out what it cannot copy without a word, and the ids that come
/// back do not say of which. Fewer ids than asked for are therefore neither a
/// success (something is missing) nor a refusal (something is there): uncertain,
/// with the ids of what is there.
pub(super) fn of_many(result: Result<Value, Failure>, expected: usize) -> Outcome {
    let value = match result {
        Ok(value) => value,
        Err(failure) => return outcome::of_failed_part(failure),
    };
    let Some(made) = value.as_array() else {
        // It happened; how much of it cannot be read.
        return uncertain("Telegram took the messages and its answer names none of the new ones");
    };
    let message_ids: Vec<i64> = made.iter().map(outcome::message_id).collect();
    if message_ids.len() == expected {
        return succeeded(Succeeded {
            message_ids,
            ..Succeeded::default()
        });
    }
    let detail = format!(
        "Telegram made {} of {expected} messages and does not say which it left out",
        message_ids.len(),
    );
    // An id of 0 names nothing.
    let known = message_ids.into_iter().filter(|id| *id != 0).collect();
    partly_uncertain(detail, known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Refusal;
    use backline_proto::common::v1::{ChatAddress, FormattedText};
    use backline_proto::gateway::v1::outcome::Kind;
    use backline_proto::gateway::v1::{RejectionReason, ReplyTo, Target};
    use serde_json::json;

    #[test]
    fn from_a_business_chat_nothing_is_copied() {
        let mut one = command(&[3]);
        one.from_chat.as_mut().unwrap().business_connection_id = "b".into();
        let refused = request(&one).unwrap_err();
        assert_eq!(refused.reason, RejectionReason::NotSupported);
    }

    fn command(message_ids: &[i64]) -> CopyMessages {
        let chat = |id| {
            Some(ChatAddress {
                id,
                ..ChatAddress::default()
            })
        };
        CopyMessages {
            target: Some(Target {
                chat: chat(-1001),
                topic_id: 7,
            }),
            from_chat: chat(5),
            message_ids: message_ids.to_vec(),
            ..CopyMessages::default()
        }
    }

    #[test]
    fn one_is_copied_with_reply_and_caption() {
        let mut one = command(&[3]);
        one.reply_to = Some(ReplyTo {
            message_id: 2,
            optional: true,
            ..ReplyTo::default()
        });
        one.caption_above = true;
        let (_, plain) = request(&one).unwrap();
        let plain = plain.into_value();
        assert!(
            plain.get("show_caption_above_media").is_none(),
            "{plain}: the original's caption keeps its place"
        );
        one.caption = Some(FormattedText {
            text: "c".into(),
            entities: vec![],
        });
        let (method, params) = request(&one).unwrap();
        assert_eq!(method, "copyMessage");
        assert_eq!(
            params.into_value(),
            json!({
                "chat_id": -1001, "message_thread_id": 7, "from_chat_id": 5, "message_id": 3,
                "reply_parameters": { "message_id": 2, "allow_sending_without_reply": true },
                "caption": "c", "show_caption_above_media": true,
            })
        );
    }

    #[test]
    fn many_are_copied_plainly_or_not_at_all() {
        let mut many = command(&[3, 4]);
        assert_eq!(request(&many).unwrap().0, "copyMessages");
        many.caption = Some(FormattedText::default());
        assert!(request(&many).is_err());
    }

    #[test]
    fn a_silent_skip_is_never_a_success() {
        let all = of_many(Ok(json!([{ "message_id": 8 }, { "message_id": 9 }])), 2);
        let Some(Kind::Succeeded(made)) = all.kind else {
            panic!()
        };
        assert_eq!(made.message_ids, [8, 9]);
        let skipped = of_many(Ok(json!([{ "message_id": 8 }, { "message_id": 0 }])), 3);
        let Some(Kind::Uncertain(told)) = skipped.kind else {
            panic!()
        };
        assert!(told.detail.contains("2 of 3"), "{}", told.detail);
        assert_eq!(told.message_ids, [8], "what certainly came to be");
        assert!(matches!(
            of_many(Ok(Value::Null), 2).kind,
            Some(Kind::Uncertain(_))
        ));
    }

    #[test]
    fn one_that_failed_says_nothing_of_the_others() {
        let failed = |words: &str| {
            let description = format!(
                "Bad Request: failed to send message #2 with the error message \"{words}\""
            );
            let refusal = Refusal {
                code: 400,
                description,
                ..Refusal::default()
            };
            of_many(Err(Failure::Refused(refusal)), 3).kind
        };
        let media = failed("MEDIA_EMPTY");
        assert!(matches!(media, Some(Kind::Uncertain(_))), "{media:?}");
        // What is wrong with the place is wrong for all of them.
        let topic = failed("TOPIC_DELETED");
        assert!(matches!(topic, Some(Kind::Rejected(_))), "{topic:?}");
    }
}
