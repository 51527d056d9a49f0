//! Logins taken along to another data centre. All are this one, and know each other's accounts.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{
    super::{DC, random},
    Answer, Call, Refused, Visit, login,
};

/// The data centres that there are.
const CENTERS: std::ops::RangeInclusive<i32> = 1..=5;

/// `auth.exportAuthorization`.
pub(super) fn export(call: &mut Call<'_>) -> Answer {
    let asked: functions::auth::ExportAuthorization = call.read()?;
    if !CENTERS.contains(&asked.dc_id) || asked.dc_id == DC {
        return Err(Refused::bad("DC_ID_INVALID"));
    }
    let bytes = random::<64>().to_vec();
    let id = call.account;
    call.world.moving.insert(bytes.clone(), id);
    let exported = types::auth::ExportedAuthorization { id, bytes };
    Ok(enums::auth::ExportedAuthorization::Authorization(exported).to_bytes())
}

/// `auth.importAuthorization`.
pub(super) fn import(visit: &mut Visit<'_>) -> Answer {
    let asked: functions::auth::ImportAuthorization = visit.read()?;
    let account = visit.world.moving.remove(&asked.bytes);
    let account = account.filter(|account| *account == asked.id);
    let account = account.ok_or_else(|| Refused::bad("AUTH_BYTES_INVALID"))?;
    Ok(login::logged_in(visit, account))
}
