//! Field masks of updates.

use std::collections::BTreeSet;

use prost_types::FieldMask;
use tonic::Status;

use crate::grpc::status;

/// The paths of a mask: at least one, each of those allowed.
pub(in crate::grpc) fn paths<'a>(
    mask: Option<&FieldMask>,
    allowed: &[&'a str],
) -> Result<BTreeSet<&'a str>, Status> {
    let given = mask.map_or(&[][..], |mask| mask.paths.as_slice());
    let refuse = |problem: &str| {
        let message = format!("{problem}; allowed are {}", allowed.join(", "));
        status::invalid_field("update_mask", message)
    };
    if given.is_empty() {
        return Err(refuse("it has to name what changes"));
    }
    let known = |path: &String| {
        allowed
            .iter()
            .copied()
            .find(|allowed| *allowed == path.as_str())
    };
    given
        .iter()
        .map(|path| known(path).ok_or_else(|| refuse(&format!("`{path}` cannot be changed"))))
        .collect()
}
