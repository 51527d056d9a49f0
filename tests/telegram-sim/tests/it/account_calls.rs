//! Calls of accounts, with what tests never set left out.

use grammers_tl_types::{enums, functions, types};

use crate::account::Account;

/// An answer to a message, or a place in a topic.
pub(crate) fn reply(to: i32, top: Option<i32>, quote: Option<&str>) -> enums::InputReplyTo {
    enums::InputReplyTo::Message(types::InputReplyToMessage {
        reply_to_msg_id: to,
        top_msg_id: top,
        reply_to_peer_id: None,
        quote_text: quote.map(str::to_owned),
        quote_entities: None,
        quote_offset: None,
        monoforum_peer_id: None,
        todo_item_id: None,
        poll_option: None,
    })
}

pub(crate) fn media(
    peer: enums::InputPeer,
    media: enums::InputMedia,
    text: &str,
    random_id: i64,
) -> functions::messages::SendMedia {
    functions::messages::SendMedia {
        silent: false,
        background: false,
        clear_draft: false,
        noforwards: false,
        update_stickersets_order: false,
        invert_media: false,
        allow_paid_floodskip: false,
        peer,
        reply_to: None,
        media,
        message: text.to_owned(),
        random_id,
        reply_markup: None,
        entities: None,
        schedule_date: None,
        schedule_repeat_period: None,
        send_as: None,
        quick_reply_shortcut: None,
        effect: None,
        allow_paid_stars: None,
        suggested_post: None,
    }
}

pub(crate) fn album(
    peer: enums::InputPeer,
    items: Vec<(enums::InputMedia, i64)>,
) -> functions::messages::SendMultiMedia {
    let items = items.into_iter().map(|(media, random_id)| {
        enums::InputSingleMedia::Media(types::InputSingleMedia {
            media,
            random_id,
            message: format!("item {random_id}"),
            entities: None,
        })
    });
    functions::messages::SendMultiMedia {
        silent: false,
        background: false,
        clear_draft: false,
        noforwards: false,
        update_stickersets_order: false,
        invert_media: false,
        allow_paid_floodskip: false,
        peer,
        reply_to: None,
        multi_media: items.collect(),
        schedule_date: None,
        send_as: None,
        quick_reply_shortcut: None,
        effect: None,
        allow_paid_stars: None,
    }
}

pub(crate) fn forward(
    from_peer: enums::InputPeer,
    to_peer: enums::InputPeer,
    id: Vec<i32>,
    random_id: Vec<i64>,
) -> functions::messages::ForwardMessages {
    functions::messages::ForwardMessages {
        silent: false,
        background: false,
        with_my_score: false,
        drop_author: false,
        drop_media_captions: false,
        noforwards: false,
        allow_paid_floodskip: false,
        from_ephemeral: false,
        from_peer,
        id,
        random_id,
        to_peer,
        top_msg_id: None,
        reply_to: None,
        schedule_date: None,
        schedule_repeat_period: None,
        send_as: None,
        quick_reply_shortcut: None,
        effect: None,
        video_timestamp: None,
        allow_paid_stars: None,
        suggested_post: None,
    }
}

pub(crate) fn edit(
    peer: enums::InputPeer,
    id: i32,
    message: Option<&str>,
    media: Option<enums::InputMedia>,
) -> functions::messages::EditMessage {
    functions::messages::EditMessage {
        no_webpage: false,
        invert_media: false,
        peer,
        id,
        message: message.map(str::to_owned),
        media,
        reply_markup: None,
        entities: None,
        schedule_date: None,
        schedule_repeat_period: None,
        quick_reply_shortcut_id: None,
        rich_message: None,
    }
}

pub(crate) fn react(
    peer: enums::InputPeer,
    msg_id: i32,
    emoji: &[&str],
) -> functions::messages::SendReaction {
    let reaction = |emoji: &&str| {
        enums::Reaction::Emoji(types::ReactionEmoji {
            emoticon: (*emoji).to_owned(),
        })
    };
    functions::messages::SendReaction {
        big: false,
        add_to_recent: false,
        peer,
        msg_id,
        reaction: Some(emoji.iter().map(reaction).collect()),
    }
}

/// The updates in an answer.
pub(crate) fn updates(answer: enums::Updates) -> Vec<enums::Update> {
    match answer {
        enums::Updates::Updates(updates) => updates.updates,
        other => panic!("{other:?}"),
    }
}

/// The ids that messages got, in the order of the client's numbers for them.
pub(crate) fn ids(answer: enums::Updates) -> Vec<i32> {
    if let enums::Updates::UpdateShortSentMessage(short) = answer {
        return vec![short.id];
    }
    let told = updates(answer)
        .into_iter()
        .filter_map(|update| match update {
            enums::Update::MessageId(told) => Some(told.id),
            _ => None,
        });
    told.collect()
}

impl Account {
    /// Sends a file's bytes in parts.
    pub(crate) async fn uploads(&self, id: i64, bytes: &[u8], name: &str) -> enums::InputFile {
        let parts: Vec<&[u8]> = bytes.chunks(1024).collect();
        for (number, part) in parts.iter().enumerate() {
            let save = functions::upload::SaveFilePart {
                file_id: id,
                file_part: i32::try_from(number).unwrap(),
                bytes: part.to_vec(),
            };
            assert!(self.call(&save).await.unwrap());
        }
        enums::InputFile::File(types::InputFile {
            id,
            parts: i32::try_from(parts.len()).unwrap(),
            name: name.to_owned(),
            md5_checksum: String::new(),
        })
    }

    /// The messages of a chat, newest first.
    pub(crate) async fn history(&self, peer: enums::InputPeer) -> Vec<enums::Message> {
        let history = functions::messages::GetHistory {
            peer,
            offset_id: 0,
            offset_date: 0,
            add_offset: 0,
            limit: 100,
            max_id: 0,
            min_id: 0,
            hash: 0,
        };
        match self.call(&history).await.unwrap() {
            enums::messages::Messages::Messages(all) => all.messages,
            enums::messages::Messages::Slice(some) => some.messages,
            enums::messages::Messages::ChannelMessages(all) => all.messages,
            enums::messages::Messages::NotModified(_) => Vec::new(),
        }
    }

    /// The last message of a chat.
    pub(crate) async fn last(&self, peer: enums::InputPeer) -> types::Message {
        match self.history(peer).await.into_iter().next() {
            Some(enums::Message::Message(message)) => message,
            other => panic!("{other:?}"),
        }
    }

    /// What is in a file, fetched in pieces.
    pub(crate) async fn downloads(&self, location: enums::InputFileLocation) -> Vec<u8> {
        const PIECE: i32 = 4096;
        let mut bytes = Vec::new();
        loop {
            let get = functions::upload::GetFile {
                precise: false,
                cdn_supported: false,
                location: location.clone(),
                offset: i64::try_from(bytes.len()).unwrap(),
                limit: PIECE,
            };
            let enums::upload::File::File(file) = self.call(&get).await.unwrap() else {
                panic!("no file");
            };
            let is_last = file.bytes.len() < 4096;
            bytes.extend(file.bytes);
            if is_last {
                return bytes;
            }
        }
    }
}
