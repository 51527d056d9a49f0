//! How far this machine's clock is ahead of Telegram's.
//!
//! Telegram takes no message that says it is from more than 30 seconds in the future (error 17,
//! <https://core.telegram.org/mtproto/service_messages_about_messages>). The library corrects its clock when it is told, but
//! numbers no message lower than one before (grammers 0.11): so it says the same again and again
//! until time has caught up, and whoever waits hears nothing. A clock that is behind it corrects well.

use std::io::Result;
use std::net::SocketAddr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use grammers_client::tl::{Serializable as _, functions};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A message may be from so far in the future.
const MOST: Duration = Duration::from_secs(30);
/// What begins a connection over the transport *intermediate*
/// (core.telegram.org/mtproto/mtproto-transports).
const INTERMEDIATE: [u8; 4] = [0xee; 4];
/// Key, number and length before what is not encrypted.
const HEADER: usize = 20;

/// How far this machine's clock is ahead, when that is too far. `None` too where Telegram does not say
/// what time it is.
pub(super) async fn ahead(address: SocketAddr) -> Option<Duration> {
    let theirs = match time(address).await {
        Ok(theirs) => theirs?,
        Err(error) => {
            tracing::debug!(%error, "Telegram's time cannot be asked");
            return None;
        }
    };
    now().checked_sub(theirs).filter(|ahead| *ahead > MOST)
}

/// Telegram's time since 1970: the number of the answer to the first step of an agreement upon a key,
/// which needs none.
async fn time(address: SocketAddr) -> Result<Option<Duration>> {
    let mut nonce = [0; 16];
    // Any will do: nothing is agreed upon.
    let _ = getrandom::fill(&mut nonce);
    let asked = functions::ReqPqMulti { nonce }.to_bytes();
    let mut packet = Vec::with_capacity(HEADER + asked.len());
    packet.extend([0; 8]);
    packet.extend(number().to_le_bytes());
    packet.extend(length(asked.len()).to_le_bytes());
    packet.extend(asked);

    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(&INTERMEDIATE).await?;
    stream.write_u32_le(length(packet.len())).await?;
    stream.write_all(&packet).await?;
    // An answer that is shorter is a refusal.
    if stream.read_u32_le().await? < length(HEADER) {
        return Ok(None);
    }
    let key = stream.read_u64_le().await?;
    let seconds = stream.read_u64_le().await? >> 32;
    Ok((key == 0).then(|| Duration::from_secs(seconds)))
}

/// The number of a message by this machine's clock: seconds, and a fraction divisible by four.
fn number() -> u64 {
    let now = now();
    now.as_secs() << 32 | u64::from(now.subsec_nanos()) << 2
}

/// This machine's time since 1970.
#[expect(
    clippy::disallowed_methods,
    reason = "the library numbers messages by the machine's clock, whatever time is driven"
)]
fn now() -> Duration {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.unwrap_or_default()
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
