//! Who changed the account's own standing: Telegram shows the change, and has to
//! be asked by whom.

use backline_proto::common::v1::MemberStatus;
use grammers_client::tl::{enums, functions};

use crate::peers::{Moved, Peers};
use crate::telegram::{Failure, Telegram};

/// Who did it. The account itself where Telegram does not say.
pub(super) async fn actor(
    moved: &Moved,
    telegram: &Telegram,
    peers: &Peers,
) -> Result<i64, Failure> {
    let own = peers.own();
    let is_told = matches!(
        moved.now.status,
        MemberStatus::Administrator | MemberStatus::Member | MemberStatus::Restricted
    );
    let Some(channel) = peers.input_channel(moved.chat_id).filter(|_| is_told) else {
        return Ok(own);
    };
    let request = functions::channels::GetParticipant {
        channel,
        participant: enums::InputPeer::PeerSelf,
    };
    let told = match Box::pin(telegram.call(&request)).await {
        Ok(enums::channels::ChannelParticipant::Participant(told)) => told,
        Err(Failure::Refused(error)) if error.code < 420 && error.code != 401 => return Ok(own),
        Err(Failure::Unreadable(_)) => return Ok(own),
        Err(failure) => return Err(failure),
    };
    peers.learn_users(&told.users);
    use enums::ChannelParticipant as Of;
    Ok(match &told.participant {
        Of::Admin(it) => it.promoted_by,
        Of::ParticipantSelf(it) => it.inviter_id,
        Of::Banned(it) => it.kicked_by,
        Of::Participant(_) | Of::Creator(_) | Of::Left(_) => own,
    })
}
