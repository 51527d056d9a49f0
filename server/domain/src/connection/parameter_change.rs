//! A parameter gets another value, and what is kept of that.

use serde::{Deserialize, Serialize};

use super::Connection;
use crate::id::ConnectionId;
use crate::parameter::{InvalidValue, Name, check};
use crate::time::Timestamp;

/// A change of a parameter, kept for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParameterChange {
    /// Of which connection.
    pub connection: ConnectionId,
    /// Orders the changes of a connection; from its counter.
    pub sequence: u64,
    /// The parameter's name.
    pub name: String,
    /// The value before.
    pub old: String,
    /// The value after.
    pub new: String,
    /// Who: `token:ID`, `user:ID` or `file`.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

// === impl Connection ===

impl Connection {
    /// The connection with another value of a parameter, and what is kept of the change: the
    /// one way to set one. `None`: it has that value, set or by default. `DEFAULT` takes it back to
    /// its default.
    ///
    /// # Errors
    /// When the parameter cannot have that value; the error is for people.
    pub fn with_parameter(
        &self,
        name: Name,
        value: &str,
        by: String,
        at: Timestamp,
        sequence: u64,
    ) -> Result<Option<(Self, ParameterChange)>, InvalidValue> {
        let key = name.as_str();
        let old = self.parameters.get(key).cloned();
        let mut after = self.clone();
        if value.eq_ignore_ascii_case("DEFAULT") {
            after.parameters.remove(key);
        } else {
            let value = check(name, value)?;
            after.parameters.insert(key.to_owned(), value);
        }
        let new = after.parameters.get(key).cloned();
        let is_default = new.as_deref() == Some(name.default_text());
        if old == new || (old.is_none() && is_default) {
            return Ok(None);
        }
        let shown = |value: Option<String>| value.unwrap_or_else(|| name.default_text().to_owned());
        let change = ParameterChange {
            connection: self.id.clone(),
            sequence,
            name: key.to_owned(),
            old: shown(old),
            new: shown(new),
            by,
            at,
        };
        Ok(Some((after, change)))
    }
}
