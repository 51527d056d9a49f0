//! Questions about Telegram itself, which anybody may ask.

use grammers_tl_types::{
    Cursor, Deserializable as _, Identifiable as _, Serializable as _, enums, functions, types,
};

use super::{
    send::{LONGEST_CAPTION, LONGEST_PREMIUM_CAPTION},
    upload::all_most_parts,
};
use crate::{
    mtproto::DC,
    world::{
        World,
        invite::{MOST_CHANNELS, MOST_PREMIUM_CHANNELS},
    },
};

/// How long what is told here holds, in seconds.
const HOLDS: i32 = 3600;

/// The answer to such a question; `None`: it is another call.
pub(super) fn answer(world: &World, id: u32) -> Option<Vec<u8>> {
    match id {
        functions::help::GetConfig::CONSTRUCTOR_ID => config(world),
        functions::help::GetAppConfig::CONSTRUCTOR_ID => Some(app_config(world)),
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

/// What apps are told of limits (core.telegram.org/api/config): those that the simulator keeps.
fn app_config(world: &World) -> Vec<u8> {
    let most = world.most_channels;
    let (parts, premium_parts) = all_most_parts(world);
    let channels = |usual: usize| most.unwrap_or(usual).to_string();
    let limits = [
        ("caption_length_limit_default", LONGEST_CAPTION.to_string()),
        (
            "caption_length_limit_premium",
            LONGEST_PREMIUM_CAPTION.to_string(),
        ),
        ("channels_limit_default", channels(MOST_CHANNELS)),
        ("channels_limit_premium", channels(MOST_PREMIUM_CHANNELS)),
        ("upload_max_fileparts_default", parts.to_string()),
        ("upload_max_fileparts_premium", premium_parts.to_string()),
    ];
    let value = limits.into_iter().map(|(key, value)| {
        let value = types::JsonNumber {
            value: value.parse().unwrap_or_default(),
        };
        enums::JsonobjectValue::JsonObjectValue(types::JsonObjectValue {
            key: key.to_owned(),
            value: enums::Jsonvalue::JsonNumber(value),
        })
    });
    let config = types::help::AppConfig {
        hash: 1,
        config: enums::Jsonvalue::JsonObject(types::JsonObject {
            value: value.collect(),
        }),
    };
    enums::help::AppConfig::Config(config).to_bytes()
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
