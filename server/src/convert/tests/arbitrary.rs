//! Generators of domain values as they are after a conversion: no zero where
//! zero means "none".

use backline_domain::id::{ChatAddress, ChatId, MessageId, MessageRef, SubChat, TopicId, UserId};
use backline_domain::message::{
    BusinessConnection, Button, ButtonAction, ButtonPress, Chat, ChatKind, Contact, Content,
    Deletion, Dice, Entity, Event, FormattedText, ForwardOrigin, Location, Media, MediaKind,
    MemberRights, MemberStatus, Membership, Message, PersonChange, Poll, Reaction, ReactionChange,
    Reply, Sender, Service, ServiceKind, UnknownUpdate, Unsupported, Update, UpdateKey, User,
    Venue,
};
use backline_domain::time::Timestamp;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn id() -> BoxedStrategy<i64> {
    prop_oneof![any::<i64>(), Just(i64::MIN), Just(i64::MAX), Just(-1)]
        .prop_filter("0 means none", |id| *id != 0)
        .boxed()
}

fn words() -> BoxedStrategy<String> {
    prop_oneof![
        "[a-z ]{0,12}",
        "\\PC{0,8}",
        Just("👩‍👩‍👧 \u{202e}abc\u{200b}".to_owned())
    ]
    .boxed()
}

fn named() -> BoxedStrategy<String> {
    "[a-z]{1,12}".boxed()
}

fn moment() -> BoxedStrategy<Timestamp> {
    any::<i64>().prop_map(Timestamp).boxed()
}

pub(super) fn text() -> BoxedStrategy<FormattedText> {
    (
        words(),
        vec(
            (
                any::<usize>(),
                any::<usize>(),
                named(),
                words(),
                option::of(id()),
            ),
            0..4,
        ),
    )
        .prop_map(|(text, stretches)| {
            let mut edges = vec![0];
            for character in text.chars() {
                edges.push(edges[edges.len() - 1] + character.len_utf16());
            }
            let entities = stretches
                .into_iter()
                .filter_map(|(from, to, kind, url, user)| {
                    let (from, to) = (edges[from % edges.len()], edges[to % edges.len()]);
                    (from < to).then(|| Entity {
                        kind,
                        offset: from,
                        length: to - from,
                        url: url.clone(),
                        user,
                        language: url.clone(),
                        custom_emoji: url.clone(),
                        extra_json: url,
                    })
                })
                .collect();
            FormattedText { text, entities }
        })
        .boxed()
}

pub(super) fn address() -> BoxedStrategy<ChatAddress> {
    let sub = prop_oneof![
        Just(SubChat::Whole),
        named().prop_map(SubChat::Business),
        id().prop_map(SubChat::PrivateTopic),
        id().prop_map(SubChat::DirectMessages),
    ];
    (id(), sub)
        .prop_map(|(id, sub)| ChatAddress {
            id: ChatId(id),
            sub,
        })
        .boxed()
}

fn chat() -> BoxedStrategy<Chat> {
    let kind = prop_oneof![
        Just(ChatKind::Private),
        Just(ChatKind::Group),
        Just(ChatKind::Supergroup),
        Just(ChatKind::Channel),
    ];
    (address(), kind, words(), words(), words(), any::<bool>())
        .prop_map(|(address, kind, title, username, name, is_forum)| Chat {
            address,
            kind,
            title,
            username,
            first_name: name.clone(),
            last_name: name,
            is_forum,
        })
        .boxed()
}

fn user() -> BoxedStrategy<User> {
    (id(), any::<bool>(), words(), words(), words(), words())
        .prop_map(
            |(id, is_bot, first_name, last_name, username, language)| User {
                id: UserId(id),
                is_bot,
                first_name,
                last_name,
                username,
                language,
            },
        )
        .boxed()
}

fn sender() -> BoxedStrategy<Sender> {
    (option::of(user()), option::of(chat()), words())
        .prop_map(|(user, chat, signature)| Sender {
            user,
            chat,
            signature,
        })
        .boxed()
}

fn media() -> BoxedStrategy<Content> {
    let kind = prop_oneof![
        Just(MediaKind::Photo),
        Just(MediaKind::Video),
        Just(MediaKind::Animation),
        Just(MediaKind::Document),
        Just(MediaKind::Audio),
        Just(MediaKind::Voice),
        Just(MediaKind::VideoNote),
        Just(MediaKind::Sticker),
    ];
    let numbers = (any::<i64>(), any::<i32>(), any::<i32>(), any::<i32>());
    let flags = (any::<bool>(), any::<bool>());
    let names = (
        words(),
        words(),
        words(),
        words(),
        words(),
        words(),
        words(),
    );
    (kind, numbers, flags, names, text())
        .prop_map(|(kind, numbers, flags, names, caption)| {
            Content::Media(Box::new(Media {
                kind,
                file_id: names.0,
                file_unique_id: names.1,
                size: numbers.0,
                mime_type: names.2,
                file_name: names.3,
                width: numbers.1,
                height: numbers.2,
                duration: numbers.3,
                title: names.4,
                performer: names.5,
                emoji: names.6,
                caption,
                has_spoiler: flags.0,
                caption_above: flags.1,
                seen_in: None,
                is_renamed: false,
            }))
        })
        .boxed()
}

fn location() -> BoxedStrategy<Location> {
    (
        -90.0..90.0,
        -180.0..180.0,
        0.0..1500.0,
        any::<i32>(),
        any::<i32>(),
        any::<i32>(),
    )
        .prop_map(
            |(latitude, longitude, accuracy, live_period, heading, proximity_alert)| Location {
                latitude,
                longitude,
                accuracy,
                live_period,
                heading,
                proximity_alert,
            },
        )
        .boxed()
}

fn service() -> BoxedStrategy<Content> {
    let kind = prop_oneof![
        Just(ServiceKind::Other),
        Just(ServiceKind::TopicCreated),
        Just(ServiceKind::TopicEdited),
        Just(ServiceKind::TopicClosed),
        Just(ServiceKind::TopicReopened),
        Just(ServiceKind::MembersJoined),
        Just(ServiceKind::MemberLeft),
        Just(ServiceKind::TitleChanged),
        Just(ServiceKind::MessagePinned),
        Just(ServiceKind::MigratedTo),
        Just(ServiceKind::MigratedFrom),
        Just(ServiceKind::PhotoChanged),
    ];
    (
        kind,
        words(),
        words(),
        vec(user(), 0..3),
        option::of(id()),
        option::of(id()),
    )
        .prop_map(|(kind, raw_kind, title, users, other, message)| {
            Content::Service(Service {
                kind,
                raw_kind,
                title,
                users,
                other_chat: other.map(ChatId),
                message: message.map(MessageId),
            })
        })
        .boxed()
}

fn poll() -> BoxedStrategy<Content> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    let more = (
        text(),
        text(),
        0..600,
        option::of(moment()),
        vec(0..12, 0..3),
    );
    (text(), vec(text(), 0..4), flags, option::of(0..12), more)
        .prop_map(|(question, options, flags, correct_option, more)| {
            Content::Poll(Poll {
                question,
                options,
                is_anonymous: flags.0,
                allows_multiple_answers: flags.1,
                is_quiz: flags.2,
                correct_option,
                correct_options: more.4,
                description: more.0,
                explanation: more.1,
                open_period: more.2,
                closes_at: more.3,
            })
        })
        .boxed()
}

pub(super) fn content() -> BoxedStrategy<Content> {
    prop_oneof![
        text().prop_map(Content::Text),
        media(),
        location().prop_map(Content::Location),
        (
            location(),
            words(),
            words(),
            [words(), words(), words(), words()]
        )
            .prop_map(|(location, title, address, provider_ids)| {
                Content::Venue(Venue {
                    location,
                    title,
                    address,
                    provider_ids,
                })
            }),
        (words(), words(), words(), option::of(id()), words()).prop_map(
            |(phone_number, first_name, last_name, user, vcard)| {
                Content::Contact(Contact {
                    phone_number,
                    first_name,
                    last_name,
                    user,
                    vcard,
                })
            }
        ),
        (words(), any::<i32>()).prop_map(|(emoji, value)| Content::Dice(Dice { emoji, value })),
        poll(),
        service(),
        (words(), text(), any::<bool>()).prop_map(|(raw_kind, text, copyable)| {
            Content::Unsupported(Unsupported {
                raw_kind,
                text,
                copyable,
            })
        }),
    ]
    .boxed()
}

fn button() -> BoxedStrategy<Button> {
    let action = prop_oneof![
        words().prop_map(ButtonAction::Url),
        words().prop_map(ButtonAction::Callback),
        words().prop_map(ButtonAction::Other),
    ];
    (words(), action)
        .prop_map(|(text, action)| Button { text, action })
        .boxed()
}

fn reply() -> BoxedStrategy<Reply> {
    (
        any::<i64>(),
        option::of(address()),
        option::of(text()),
        0..i32::MAX,
        option::of(text()),
    )
        .prop_map(
            |(message, chat, quote, quote_position, answered_text)| Reply {
                message: MessageId(message),
                chat,
                quote,
                quote_position,
                answered_text,
            },
        )
        .boxed()
}

fn origin() -> BoxedStrategy<ForwardOrigin> {
    (
        words(),
        option::of(user()),
        option::of(chat()),
        words(),
        option::of(id()),
    )
        .prop_map(|(kind, user, chat, sender_name, message)| ForwardOrigin {
            kind,
            user,
            chat,
            sender_name,
            message: message.map(MessageId),
        })
        .boxed()
}

pub(super) fn message() -> BoxedStrategy<Message> {
    let who = (chat(), id(), sender(), option::of(user()));
    let when = (moment(), option::of(moment()));
    let about = (
        option::of(reply()),
        option::of(origin()),
        option::of(named()),
    );
    let numbers = (option::of(2..i64::MAX), option::of(id()), option::of(id()));
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    let what = (content(), vec(vec(button(), 0..3), 0..3));
    (who, when, about, numbers, flags, what)
        .prop_map(|(who, when, about, numbers, flags, what)| Message {
            chat: who.0,
            id: MessageId(who.1),
            sender: who.2,
            sent_at: when.0,
            edited_at: when.1,
            topic: numbers.0.map(TopicId),
            reply: about.0,
            forward: about.1,
            album: about.2,
            content: what.0,
            buttons: what.1,
            is_protected: flags.0,
            via_bot: who.3,
            is_automatic_forward: flags.1,
            is_outgoing: flags.2,
            business_bot: None,
            random_id: numbers.1,
            thread: numbers.2,
        })
        .boxed()
}

fn reactions() -> BoxedStrategy<Vec<Reaction>> {
    let one = prop_oneof![
        words().prop_map(Reaction::Emoji),
        words().prop_map(Reaction::CustomEmoji),
        words().prop_map(Reaction::Other),
    ];
    vec(one, 0..3).boxed()
}

fn membership() -> BoxedStrategy<Box<Membership>> {
    let status = prop_oneof![
        Just(MemberStatus::Owner),
        Just(MemberStatus::Administrator),
        Just(MemberStatus::Member),
        Just(MemberStatus::Restricted),
        Just(MemberStatus::Left),
        Just(MemberStatus::Banned),
    ];
    let rights = any::<[bool; 6]>().prop_map(|flags| MemberRights {
        manage_topics: flags[0],
        delete_messages: flags[1],
        pin_messages: flags[2],
        restrict_members: flags[3],
        invite_users: flags[4],
        is_anonymous: flags[5],
    });
    (
        chat(),
        user(),
        user(),
        status.clone(),
        status,
        rights,
        moment(),
    )
        .prop_map(|(chat, actor, member, old, new, rights, at)| {
            Box::new(Membership {
                chat,
                actor,
                member,
                old,
                new,
                rights,
                at,
            })
        })
        .boxed()
}

fn unknown() -> BoxedStrategy<Event> {
    (
        named(),
        words(),
        option::of(chat()),
        sender(),
        option::of(id()),
    )
        .prop_map(|(raw_kind, raw_json, chat, sender, message)| {
            let message = message.map(MessageId);
            Event::Unknown(Box::new(UnknownUpdate {
                raw_kind,
                raw_json,
                chat,
                sender,
                message,
            }))
        })
        .boxed()
}

fn event() -> BoxedStrategy<Event> {
    prop_oneof![
        message().prop_map(|message| Event::Posted(Box::new(message))),
        message().prop_map(|message| Event::Edited(Box::new(message))),
        (
            option::of(address()),
            vec(any::<i64>().prop_map(MessageId), 0..5)
        )
            .prop_map(|(chat, messages)| Event::Deleted(Deletion { chat, messages })),
        (chat(), id(), sender(), reactions(), reactions(), moment()).prop_map(
            |(chat, message, actor, old, new, at)| {
                let message = MessageId(message);
                Event::Reacted(Box::new(ReactionChange {
                    chat,
                    message,
                    actor,
                    old,
                    new,
                    at,
                }))
            }
        ),
        membership().prop_map(Event::OwnMembership),
        membership().prop_map(Event::Member),
        (words(), user(), option::of((address(), id())), words()).prop_map(
            |(query, actor, message, data)| {
                let message = message.map(|(chat, id)| MessageRef {
                    chat,
                    message: MessageId(id),
                });
                Event::Pressed(Box::new(ButtonPress {
                    query,
                    actor,
                    message,
                    data,
                }))
            }
        ),
        (words(), user(), any::<bool>(), any::<bool>()).prop_map(
            |(id, owner, is_enabled, can_reply)| {
                Event::Business(Box::new(BusinessConnection {
                    id,
                    owner,
                    is_enabled,
                    can_reply,
                }))
            }
        ),
        (user(), words()).prop_map(|(person, phone)| {
            Event::Person(Box::new(PersonChange { person, phone }))
        }),
        unknown(),
    ]
    .boxed()
}

pub(super) fn update() -> BoxedStrategy<Update> {
    (words(), id(), words(), event())
        .prop_map(|(source, update_id, natural, event)| Update {
            key: UpdateKey {
                source,
                update_id,
                natural,
            },
            event,
        })
        .boxed()
}
