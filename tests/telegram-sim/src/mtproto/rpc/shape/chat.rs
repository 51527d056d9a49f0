//! Groups, supergroups and channels.

use grammers_tl_types::{Serializable as _, enums, types};

use super::{ZEROS, access_hash, bare_id, count, int, zeros};
use crate::world::{Chat, Key, Kind, Member, Rights, Status, UserId, World};

/// A group, supergroup or channel as an account sees it; `None`: it is a private chat.
pub(in crate::mtproto::rpc) fn chat(
    world: &World,
    key: Key,
    account: UserId,
) -> Option<enums::Chat> {
    let chat = world.chat(key)?;
    let Key::Group(id) = key else { return None };
    let member = world.member(key, account);
    let is_out = member.status == Status::Kicked;
    Some(match chat.kind {
        Kind::Private => return None,
        Kind::Basic if is_out => enums::Chat::Forbidden(types::ChatForbidden {
            id: bare_id(id),
            title: chat.title.clone(),
        }),
        Kind::Basic => enums::Chat::Chat(types::Chat {
            creator: member.status == Status::Creator,
            left: !member.is_in(),
            deactivated: chat.migrated_to.is_some(),
            noforwards: chat.protected,
            id: bare_id(id),
            title: chat.title.clone(),
            participants_count: count(people(chat)),
            version: 1,
            migrated_to: chat.migrated_to.map(|to| input_channel(account, to)),
            admin_rights: admin_rights(&member),
            ..empty_chat()?
        }),
        Kind::Super | Kind::Channel if is_out => {
            enums::Chat::ChannelForbidden(types::ChannelForbidden {
                broadcast: chat.kind == Kind::Channel,
                megagroup: chat.kind == Kind::Super,
                monoforum: false,
                id: bare_id(id),
                access_hash: access_hash(account, bare_id(id)),
                title: chat.title.clone(),
                until_date: None,
            })
        }
        Kind::Super | Kind::Channel => enums::Chat::Channel(types::Channel {
            creator: member.status == Status::Creator,
            left: !member.is_in(),
            broadcast: chat.kind == Kind::Channel,
            megagroup: chat.kind == Kind::Super,
            signatures: chat.signs,
            forum: chat.forum,
            noforwards: chat.protected,
            has_link: chat.linked.is_some(),
            slowmode_enabled: chat.slow_mode > 0,
            id: bare_id(id),
            access_hash: Some(access_hash(account, bare_id(id))),
            title: chat.title.clone(),
            username: chat.username.clone(),
            date: began(world, chat),
            admin_rights: admin_rights(&member),
            ..empty_channel()?
        }),
    })
}

/// When it was made, as its maker sees it; of others it is when they came in, which nobody here looks at.
fn began(world: &World, chat: &Chat) -> i32 {
    let first = chat.log.first().and_then(|uid| world.message(*uid));
    first.map_or(0, |message| int(message.date))
}

fn people(chat: &Chat) -> usize {
    chat.members
        .values()
        .filter(|member| member.is_in())
        .count()
}

fn input_channel(account: UserId, chat: i64) -> enums::InputChannel {
    enums::InputChannel::Channel(types::InputChannel {
        channel_id: bare_id(chat),
        access_hash: access_hash(account, bare_id(chat)),
    })
}

fn admin_rights(member: &Member) -> Option<enums::ChatAdminRights> {
    member.is_admin().then(|| rights(member.rights))
}

/// An administrator's rights, with MTProto's names.
pub(in crate::mtproto::rpc) fn rights(rights: Rights) -> enums::ChatAdminRights {
    enums::ChatAdminRights::Rights(types::ChatAdminRights {
        change_info: rights.can_change_info,
        post_messages: rights.can_post_messages,
        edit_messages: rights.can_edit_messages,
        delete_messages: rights.can_delete_messages,
        ban_users: rights.can_restrict_members,
        invite_users: rights.can_invite_users,
        pin_messages: rights.can_pin_messages,
        add_admins: rights.can_promote_members,
        anonymous: rights.is_anonymous,
        manage_call: false,
        other: rights.can_manage_chat,
        manage_topics: rights.can_manage_topics,
        post_stories: false,
        edit_stories: false,
        delete_stories: false,
        manage_direct_messages: false,
        manage_ranks: false,
        manage_linked_peers: false,
        manage_welcome_messages: false,
    })
}

/// Nothing is set apart.
pub(in crate::mtproto::rpc) fn notify_settings() -> enums::PeerNotifySettings {
    enums::PeerNotifySettings::Settings(types::PeerNotifySettings {
        show_previews: None,
        silent: None,
        mute_until: None,
        ios_sound: None,
        android_sound: None,
        other_sound: None,
        stories_muted: None,
        stories_hide_sender: None,
        stories_ios_sound: None,
        stories_android_sound: None,
        stories_other_sound: None,
    })
}

fn empty_chat() -> Option<types::Chat> {
    let photo = enums::ChatPhoto::Empty.to_bytes();
    // Flags, id, title.
    zeros(&[&ZEROS[..16], &photo])
}

fn empty_channel() -> Option<types::Channel> {
    let photo = enums::ChatPhoto::Empty.to_bytes();
    // Flags twice, id, title.
    zeros(&[&ZEROS[..20], &photo])
}
