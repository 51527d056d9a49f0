//! Which call is done by whom.

use grammers_tl_types::{Identifiable as _, functions as f};

use super::{
    Answer, Call, Visit, album, bot, chats, contacts, delete, dialogs, download, edit, forward,
    full, get, group_bring, group_change, group_join, group_make, history, login, moving,
    participants, password, pin, qr, react, read, resolve, send, send_media, topic, topics, typing,
    updates, upload, users,
};

pub(super) type Handler = fn(&mut Call<'_>) -> Answer;
pub(super) type Visited = fn(&mut Visit<'_>) -> Answer;

/// Calls that need no account.
const VISITS: &[(u32, Visited)] = &[
    (f::auth::SendCode::CONSTRUCTOR_ID, login::send_code),
    (f::auth::SignIn::CONSTRUCTOR_ID, login::sign_in),
    (f::auth::ResendCode::CONSTRUCTOR_ID, login::resend_code),
    (f::auth::CancelCode::CONSTRUCTOR_ID, login::cancel_code),
    (f::auth::ImportBotAuthorization::CONSTRUCTOR_ID, login::bot),
    (f::account::GetPassword::CONSTRUCTOR_ID, password::get),
    (f::auth::CheckPassword::CONSTRUCTOR_ID, password::check),
    (f::auth::ExportLoginToken::CONSTRUCTOR_ID, qr::export),
    (f::auth::ImportLoginToken::CONSTRUCTOR_ID, qr::import),
    (f::auth::ImportAuthorization::CONSTRUCTOR_ID, moving::import),
];

/// Calls of whoever is logged in.
const CALLS: &[(u32, Handler)] = &[
    (f::auth::LogOut::CONSTRUCTOR_ID, login::log_out),
    (f::auth::AcceptLoginToken::CONSTRUCTOR_ID, qr::accept),
    (f::auth::ExportAuthorization::CONSTRUCTOR_ID, moving::export),
    // What is new.
    (f::updates::GetState::CONSTRUCTOR_ID, updates::state),
    (
        f::updates::GetDifference::CONSTRUCTOR_ID,
        updates::difference,
    ),
    (
        f::updates::GetChannelDifference::CONSTRUCTOR_ID,
        updates::channel_difference,
    ),
    // Sending.
    (f::messages::SendMessage::CONSTRUCTOR_ID, send::text),
    (f::messages::SendMedia::CONSTRUCTOR_ID, send_media::send),
    (f::messages::SendMultiMedia::CONSTRUCTOR_ID, album::send),
    (f::messages::UploadMedia::CONSTRUCTOR_ID, send_media::upload),
    (f::messages::ForwardMessages::CONSTRUCTOR_ID, forward::send),
    (f::messages::SetTyping::CONSTRUCTOR_ID, typing::set),
    (
        f::messages::SetBotCallbackAnswer::CONSTRUCTOR_ID,
        bot::answer_press,
    ),
    (f::bots::SetBotCommands::CONSTRUCTOR_ID, bot::set_commands),
    (
        f::bots::ResetBotCommands::CONSTRUCTOR_ID,
        bot::reset_commands,
    ),
    // Changing what is there.
    (f::messages::EditMessage::CONSTRUCTOR_ID, edit::edit),
    (f::messages::DeleteMessages::CONSTRUCTOR_ID, delete::own),
    (
        f::channels::DeleteMessages::CONSTRUCTOR_ID,
        delete::in_channel,
    ),
    (f::messages::SendReaction::CONSTRUCTOR_ID, react::send),
    (
        f::messages::UpdatePinnedMessage::CONSTRUCTOR_ID,
        pin::update,
    ),
    (f::messages::ReadHistory::CONSTRUCTOR_ID, read::history),
    (f::channels::ReadHistory::CONSTRUCTOR_ID, read::channel),
    (f::messages::ReadDiscussion::CONSTRUCTOR_ID, read::topic),
    // Files.
    (f::upload::SaveFilePart::CONSTRUCTOR_ID, upload::part),
    (f::upload::SaveBigFilePart::CONSTRUCTOR_ID, upload::big_part),
    (f::upload::GetFile::CONSTRUCTOR_ID, download::get),
    // Topics.
    (f::messages::CreateForumTopic::CONSTRUCTOR_ID, topic::create),
    (f::messages::EditForumTopic::CONSTRUCTOR_ID, topic::edit),
    (
        f::messages::DeleteTopicHistory::CONSTRUCTOR_ID,
        topic::delete,
    ),
    (f::messages::GetForumTopics::CONSTRUCTOR_ID, topics::list),
    (
        f::messages::GetForumTopicsById::CONSTRUCTOR_ID,
        topics::by_id,
    ),
    // Groups.
    (
        f::channels::CreateChannel::CONSTRUCTOR_ID,
        group_make::channel,
    ),
    (f::messages::CreateChat::CONSTRUCTOR_ID, group_make::basic),
    (
        f::channels::EditTitle::CONSTRUCTOR_ID,
        group_change::channel_title,
    ),
    (
        f::messages::EditChatTitle::CONSTRUCTOR_ID,
        group_change::basic_title,
    ),
    (
        f::channels::ToggleForum::CONSTRUCTOR_ID,
        group_change::toggle_forum,
    ),
    (
        f::channels::EditAdmin::CONSTRUCTOR_ID,
        group_change::edit_admin,
    ),
    (
        f::channels::EditBanned::CONSTRUCTOR_ID,
        group_change::edit_banned,
    ),
    (
        f::channels::InviteToChannel::CONSTRUCTOR_ID,
        group_bring::into_channel,
    ),
    (
        f::messages::AddChatUser::CONSTRUCTOR_ID,
        group_bring::into_basic,
    ),
    (f::channels::JoinChannel::CONSTRUCTOR_ID, group_join::join),
    (
        f::messages::ImportChatInvite::CONSTRUCTOR_ID,
        group_join::by_link,
    ),
    (
        f::messages::CheckChatInvite::CONSTRUCTOR_ID,
        group_join::check,
    ),
    (
        f::messages::ExportChatInvite::CONSTRUCTOR_ID,
        group_join::export,
    ),
    (f::channels::LeaveChannel::CONSTRUCTOR_ID, group_join::leave),
    (
        f::messages::DeleteChatUser::CONSTRUCTOR_ID,
        group_join::from_basic,
    ),
    // Looking.
    (f::messages::GetMessages::CONSTRUCTOR_ID, get::own),
    (f::channels::GetMessages::CONSTRUCTOR_ID, get::in_channel),
    (f::messages::GetHistory::CONSTRUCTOR_ID, history::whole),
    (f::messages::GetReplies::CONSTRUCTOR_ID, history::thread),
    (f::messages::GetDialogs::CONSTRUCTOR_ID, dialogs::list),
    (f::messages::GetPeerDialogs::CONSTRUCTOR_ID, dialogs::named),
    // Who is who.
    (f::users::GetUsers::CONSTRUCTOR_ID, users::get),
    (f::users::GetFullUser::CONSTRUCTOR_ID, full::user),
    (
        f::account::UpdateStatus::CONSTRUCTOR_ID,
        users::update_status,
    ),
    (f::channels::GetChannels::CONSTRUCTOR_ID, chats::channels),
    (f::messages::GetChats::CONSTRUCTOR_ID, chats::basic),
    (f::channels::GetFullChannel::CONSTRUCTOR_ID, full::channel),
    (f::messages::GetFullChat::CONSTRUCTOR_ID, full::basic),
    (
        f::channels::GetParticipant::CONSTRUCTOR_ID,
        participants::one,
    ),
    (
        f::channels::GetParticipants::CONSTRUCTOR_ID,
        participants::many,
    ),
    (
        f::contacts::ResolveUsername::CONSTRUCTOR_ID,
        resolve::username,
    ),
    (f::contacts::ResolvePhone::CONSTRUCTOR_ID, resolve::phone),
    (f::contacts::GetContacts::CONSTRUCTOR_ID, contacts::list),
    (f::contacts::AddContact::CONSTRUCTOR_ID, contacts::add),
    (
        f::contacts::ImportContacts::CONSTRUCTOR_ID,
        contacts::import,
    ),
    (f::contacts::Block::CONSTRUCTOR_ID, contacts::block),
    (f::contacts::Unblock::CONSTRUCTOR_ID, contacts::unblock),
];

/// Calls that bots may not make.
const PEOPLE_ONLY: &[u32] = &[
    f::auth::AcceptLoginToken::CONSTRUCTOR_ID,
    f::account::UpdateStatus::CONSTRUCTOR_ID,
    f::messages::ReadHistory::CONSTRUCTOR_ID,
    f::channels::ReadHistory::CONSTRUCTOR_ID,
    f::messages::ReadDiscussion::CONSTRUCTOR_ID,
    f::messages::GetForumTopics::CONSTRUCTOR_ID,
    f::messages::GetHistory::CONSTRUCTOR_ID,
    f::messages::GetReplies::CONSTRUCTOR_ID,
    f::messages::GetDialogs::CONSTRUCTOR_ID,
    f::messages::GetPeerDialogs::CONSTRUCTOR_ID,
    f::contacts::ResolvePhone::CONSTRUCTOR_ID,
    f::contacts::GetContacts::CONSTRUCTOR_ID,
    f::channels::CreateChannel::CONSTRUCTOR_ID,
    f::messages::CreateChat::CONSTRUCTOR_ID,
    f::channels::ToggleForum::CONSTRUCTOR_ID,
    f::channels::InviteToChannel::CONSTRUCTOR_ID,
    f::messages::AddChatUser::CONSTRUCTOR_ID,
    f::channels::JoinChannel::CONSTRUCTOR_ID,
    f::messages::ImportChatInvite::CONSTRUCTOR_ID,
    f::messages::CheckChatInvite::CONSTRUCTOR_ID,
    f::contacts::AddContact::CONSTRUCTOR_ID,
    f::contacts::ImportContacts::CONSTRUCTOR_ID,
    f::contacts::Block::CONSTRUCTOR_ID,
    f::contacts::Unblock::CONSTRUCTOR_ID,
];

/// Calls that only bots may make.
const BOTS_ONLY: &[u32] = &[
    f::messages::SetBotCallbackAnswer::CONSTRUCTOR_ID,
    f::bots::SetBotCommands::CONSTRUCTOR_ID,
    f::bots::ResetBotCommands::CONSTRUCTOR_ID,
];

/// Whether only bots may make that call.
pub(super) fn is_for_bots(id: u32) -> bool {
    BOTS_ONLY.contains(&id)
}

/// Whether bots may not make that call.
pub(super) fn is_for_people(id: u32) -> bool {
    PEOPLE_ONLY.contains(&id)
}

/// Who does a call that needs no account.
pub(super) fn visit(id: u32) -> Option<Visited> {
    let (_, visit) = VISITS.iter().find(|(known, _)| *known == id)?;
    Some(*visit)
}

/// Who does a call of whoever is logged in.
pub(super) fn call(id: u32) -> Option<Handler> {
    let (_, handler) = CALLS.iter().find(|(known, _)| *known == id)?;
    Some(*handler)
}
