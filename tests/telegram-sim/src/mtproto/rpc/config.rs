//! Questions about Telegram itself, which anybody may ask.

use grammers_tl_types::{
    Cursor, Deserializable as _, Identifiable as _, Serializable as _, enums, functions, types,
};

use crate::{mtproto::DC, world::World};

/// How long what is told here holds, in seconds.
const HOLDS: i32 = 3600;

/// The answer to such a question; `None`: it is another call.
pub(super) fn answer(world: &World, id: u32) -> Option<Vec<u8>> {
    match id {
        functions::help::GetConfig::CONSTRUCTOR_ID => config(world),
        functions::help::GetNearestDc::CONSTRUCTOR_ID => {
            let nearest = types::NearestDc {
                country: "XX".to_owned(),
                this_dc: DC,
                nearest_dc: DC,
            };
            Some(enums::NearestDc::Dc(nearest).to_bytes())
        }
        _ => None,
    }
}

/// All data centres are this one.
fn config(world: &World) -> Option<Vec<u8>> {
    let date = i32::try_from(world.date()).ok()?;
    let center = |id| {
        enums::DcOption::Option(types::DcOption {
            ipv6: false,
            media_only: false,
            tcpo_only: false,
            cdn: false,
            r#static: true,
            this_port_only: true,
            id,
            ip_address: "127.0.0.1".to_owned(),
            port: i32::from(world.mtproto_port),
            secret: None,
        })
    };
    let config = types::Config {
        date,
        expires: date.saturating_add(HOLDS),
        this_dc: DC,
        dc_options: (1..=5).map(center).collect(),
        message_length_max: 4096,
        caption_length_max: 1024,
        chat_size_max: 200,
        megagroup_size_max: 200_000,
        me_url_prefix: "https://t.me/".to_owned(),
        ..empty_config()?
    };
    Some(enums::Config::Config(config).to_bytes())
}

/// A configuration of zeros: the schema gives new fields to every layer.
fn empty_config() -> Option<types::Config> {
    // Flags, date, expires; test mode; this data centre; no options; then texts and numbers.
    let mut bytes = vec![0; 12];
    false.serialize(&mut bytes);
    0i32.serialize(&mut bytes);
    Vec::<enums::DcOption>::new().serialize(&mut bytes);
    bytes.extend_from_slice(&[0; 512]);
    types::Config::deserialize(&mut Cursor::from_slice(&bytes)).ok()
}
