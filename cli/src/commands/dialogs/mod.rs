//! Dialogs.

mod close;
mod list;
mod show;

use crate::args::DialogAddress;
use crate::failure::Failure;
use crate::remote::connection_name;

pub(super) use self::close::close;
pub(super) use self::list::list;
pub(super) use self::show::show;

/// The resource name of a dialog.
pub(in crate::commands) fn dialog_name(address: &DialogAddress) -> Result<String, Failure> {
    let connection = connection_name(&address.connection)?;
    Ok(format!("{connection}/dialogs/{}", address.chat))
}
