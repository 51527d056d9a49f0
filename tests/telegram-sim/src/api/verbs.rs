//! Which method is done by which function.

use super::{
    album,
    ask::{Answer, Ask},
    batch, business, chat, copy, delete, edit, live, me, media, pin, poll, react, send, topic,
};

pub(crate) type Verb = fn(&mut Ask<'_>) -> Answer;

/// Every simulated method but `getUpdates`, which waits.
pub(crate) const VERBS: &[(&str, Verb)] = &[
    ("answerCallbackQuery", me::answer_press),
    ("banChatMember", chat::ban),
    ("close", me::done),
    ("closeForumTopic", topic::close),
    ("copyMessage", copy::copy),
    ("copyMessages", batch::copy),
    ("createForumTopic", topic::create),
    ("deleteBusinessMessages", business::delete),
    ("deleteForumTopic", topic::delete),
    ("deleteMessage", delete::one),
    ("deleteMessages", delete::many),
    ("deleteMyCommands", me::delete_commands),
    ("deleteWebhook", me::delete_webhook),
    ("editForumTopic", topic::edit),
    ("editMessageCaption", edit::caption),
    ("editMessageLiveLocation", live::edit),
    ("editMessageMedia", edit::media),
    ("editMessageReplyMarkup", edit::markup),
    ("editMessageText", edit::text),
    ("forwardMessage", copy::forward),
    ("forwardMessages", batch::forward),
    ("getBusinessConnection", business::get),
    ("getChat", chat::get),
    ("getChatAdministrators", chat::administrators),
    ("getChatMember", chat::member),
    ("getChatMemberCount", chat::member_count),
    ("getFile", media::get_file),
    ("getForumTopicIconStickers", topic::icon_stickers),
    ("getMe", me::get),
    ("getMyCommands", me::get_commands),
    ("getUserProfilePhotos", chat::profile_photos),
    ("getWebhookInfo", me::webhook_info),
    ("leaveChat", chat::leave),
    ("logOut", me::done),
    ("pinChatMessage", pin::pin),
    ("readBusinessMessage", business::read),
    ("reopenForumTopic", topic::reopen),
    ("sendAnimation", media::animation),
    ("sendAudio", media::audio),
    ("sendChatAction", send::chat_action),
    ("sendChecklist", business::checklist),
    ("sendContact", send::contact),
    ("sendDice", send::dice),
    ("sendDocument", media::document),
    ("sendLivePhoto", media::live_photo),
    ("sendLocation", send::location),
    ("sendMediaGroup", album::send),
    ("sendMessage", send::message),
    ("sendPhoto", media::photo),
    ("sendPoll", poll::send),
    ("sendSticker", media::sticker),
    ("sendVenue", send::venue),
    ("sendVideo", media::video),
    ("sendVideoNote", media::video_note),
    ("sendVoice", media::voice),
    ("setMessageReaction", react::set),
    ("setMyCommands", me::set_commands),
    ("setWebhook", me::set_webhook),
    ("stopMessageLiveLocation", live::stop),
    ("stopPoll", poll::stop),
    ("unbanChatMember", chat::unban),
    ("unpinChatMessage", pin::unpin),
];

/// The function that does a method, by its exact name.
pub(crate) fn verb(method: &str) -> Option<Verb> {
    VERBS
        .iter()
        .find(|(name, _)| *name == method)
        .map(|(_, verb)| *verb)
}

#[cfg(test)]
mod tests {
    use super::{super::table, VERBS};

    #[test]
    fn every_simulated_method_is_in_the_table() {
        for (name, _) in VERBS {
            let known = table::method(name).map(|method| method.name);
            assert_eq!(known, Some(*name));
        }
        assert!(table::method("getUpdates").is_some());
        assert!(table::method("SENDMESSAGE").is_some_and(|method| method.has("reply_parameters")));
    }
}
