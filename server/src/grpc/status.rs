//! The one place where errors become a [`Status`]: a code from a small set,
//! exactly one `ErrorInfo` with a stable reason, and what goes with it.
//!
//! Which code belongs to which reason is decided here and nowhere else; what
//! each reason means to the caller is in `docs/errors/REASON.md`.

use std::collections::HashMap;
use std::time::Duration;

use backline_domain::connection::Conflict;
use backline_domain::id::ParseIdError;
use backline_domain::parameter;
use backline_proto::reason::{DOMAIN, Reason};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

use crate::desk;

/// When to try again after "not now": long enough for a restart's first
/// seconds, short enough that nobody notices.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// The code that a reason is sent with.
#[must_use]
pub const fn code(reason: Reason) -> Code {
    match reason {
        Reason::Unauthenticated => Code::Unauthenticated,
        Reason::ScopeMissing => Code::PermissionDenied,
        Reason::InvalidField | Reason::InvalidParameter => Code::InvalidArgument,
        Reason::NotFound => Code::NotFound,
        Reason::AlreadyExists => Code::AlreadyExists,
        Reason::EtagMismatch => Code::Aborted,
        Reason::WrongState
        | Reason::SessionLost
        | Reason::Superseded
        | Reason::LeaseLost
        | Reason::OutcomeMismatch
        | Reason::NotSupported
        | Reason::PlanLimit => Code::FailedPrecondition,
        Reason::Overloaded => Code::ResourceExhausted,
        Reason::DeadlineExceeded => Code::DeadlineExceeded,
        Reason::Unavailable => Code::Unavailable,
        Reason::Internal => Code::Internal,
    }
}

/// A status with this reason and nothing variable in its message.
#[must_use]
pub fn status(reason: Reason, message: impl Into<String>) -> Status {
    with_metadata(reason, message, [])
}

/// A status whose message has variable parts: they are given once more by name,
/// so that programs need not read the sentence.
#[must_use]
pub fn with_metadata<const N: usize>(
    reason: Reason,
    message: impl Into<String>,
    variable: [(&str, String); N],
) -> Status {
    build(reason, message.into(), variable, None)
}

/// A field of the request is missing or wrong.
#[must_use]
pub fn invalid_field(field: &str, message: impl Into<String>) -> Status {
    let message = message.into();
    let variable = [("field", field.to_owned())];
    build(
        Reason::InvalidField,
        format!("{field}: {message}"),
        variable,
        Some((field, message)),
    )
}

/// There is no such resource.
#[must_use]
pub fn not_found(resource: &str) -> Status {
    let message = format!("there is no {resource}");
    with_metadata(
        Reason::NotFound,
        message,
        [("resource", resource.to_owned())],
    )
}

/// A parameter's value is not in its grammar. The message is the one that every
/// way in gives.
#[must_use]
pub fn invalid_parameter(field: &str, name: &str, error: &parameter::InvalidValue) -> Status {
    let message = error.to_string();
    let variable = [("parameter", name.to_owned()), ("field", field.to_owned())];
    build(
        Reason::InvalidParameter,
        message.clone(),
        variable,
        Some((field, message)),
    )
}

/// A file of parameters with something wrong in it, in one of its lines.
#[must_use]
pub fn invalid_file(error: &parameter::FileError) -> Status {
    let message = error.to_string();
    let name = error.parameter().to_owned();
    let variable = [("parameter", name), ("field", "file".to_owned())];
    build(
        Reason::InvalidParameter,
        message.clone(),
        variable,
        Some(("file", message)),
    )
}

/// The administrator's plan does not allow it. The message is the one that every way in gives.
#[must_use]
pub fn plan_limit(refused: &backline_domain::plan::Refused) -> Status {
    let variable = [
        ("plan", refused.plan.clone()),
        ("limit", refused.barrier.key().to_owned()),
        (
            MOST,
            refused
                .barrier
                .most()
                .map_or_else(String::new, |most| most.to_string()),
        ),
    ];
    with_metadata(Reason::PlanLimit, refused.to_string(), variable)
}

/// The barrier that [`plan_limit`] said.
pub(super) fn barrier_in(status: &Status) -> Option<backline_domain::plan::Barrier> {
    let info = status.get_details_error_info()?;
    if info.reason != Reason::PlanLimit.as_str() {
        return None;
    }
    let most = info.metadata.get(MOST).and_then(|most| most.parse().ok());
    backline_domain::plan::Barrier::of(info.metadata.get("limit")?, most)
}

/// The conflict that [`from_desk`] said.
pub(super) fn conflict_in(status: &Status) -> Option<Conflict> {
    let info = status.get_details_error_info()?;
    if info.reason != Reason::WrongState.as_str() {
        return None;
    }
    Conflict::of(info.metadata.get(CONFLICT)?)
}

/// The field that is wrong, or whose parameter is.
pub(super) fn field_in(status: &Status) -> Option<String> {
    let info = status.get_details_error_info()?;
    let named = ["parameter", "field"].map(|key| info.metadata.get(key).cloned());
    named.into_iter().flatten().find(|name| !name.is_empty())
}

/// A bug. The details go to the log under the request's id, not to the caller.
#[must_use]
pub fn internal(detail: impl std::fmt::Display) -> Status {
    tracing::error!(%detail, "a call failed inside the server");
    status(
        Reason::Internal,
        "the server failed at this; its log has more under this call's x-request-id",
    )
}

fn build<const N: usize>(
    reason: Reason,
    message: String,
    variable: [(&str, String); N],
    field: Option<(&str, String)>,
) -> Status {
    let metadata: HashMap<String, String> = variable
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let mut details = ErrorDetails::with_error_info(reason.as_str(), DOMAIN, metadata);
    if let Some((field, description)) = field {
        details.add_bad_request_violation(field, description);
    }
    let code = code(reason);
    if matches!(code, Code::Unavailable | Code::ResourceExhausted) {
        details.set_retry_info(Some(RETRY_AFTER));
    }
    if code == Code::FailedPrecondition {
        details.add_precondition_failure_violation(reason.as_str(), "", message.clone());
    }
    Status::with_error_details(code, message, details)
}

/// How much a plan allows, in the metadata of its refusal; empty where it is no number.
const MOST: &str = "most";

/// What stands against a change, in the metadata of its refusal.
const CONFLICT: &str = "conflict";

/// What the store says. Details that only the log should have stay in the log.
#[must_use]
pub fn from_store(error: &backline_store::Error) -> Status {
    use backline_store::Error;
    match error {
        Error::Conflict { what } => with_metadata(
            Reason::EtagMismatch,
            error.to_string(),
            [("what", what.clone())],
        ),
        Error::Unavailable { .. } => {
            tracing::error!(%error, "the store does not work");
            status(
                Reason::Unavailable,
                "the server's store does not answer; try again in a moment, and look at the \
                 server's log when it lasts",
            )
        }
        Error::Corrupt { .. } | Error::Newer { .. } | Error::WrongKey => internal(error),
    }
}

/// What a desk says.
#[must_use]
pub fn from_desk(error: &desk::Error) -> Status {
    use desk::Error;
    match error {
        Error::Store(error) => from_store(error),
        Error::Stopped | Error::Undecided => status(Reason::Unavailable, error.to_string()),
        Error::LeaseLost => status(Reason::LeaseLost, error.to_string()),
        Error::OutcomeMismatch => status(Reason::OutcomeMismatch, error.to_string()),
        Error::NotFound(what) => not_found(what),
        Error::Parameter(invalid) => invalid_parameter("value", "", invalid),
        Error::Changed { revision } => with_metadata(
            Reason::EtagMismatch,
            error.to_string(),
            [("etag", etag(*revision))],
        ),
        Error::WrongState(conflict, words) => with_metadata(
            Reason::WrongState,
            words.clone(),
            [(CONFLICT, conflict.key().to_owned())],
        ),
        Error::Random(_) => internal(error),
        Error::Plan(refused) => plan_limit(refused),
    }
}

/// A connection's `etag` at this revision: different after every change.
#[must_use]
pub fn etag(revision: u64) -> String {
    format!("r{revision}")
}

/// Why a desk could not be opened.
#[must_use]
pub fn from_open(error: &desk::OpenError) -> Status {
    match error {
        desk::OpenError::Store(error) => from_store(error),
        desk::OpenError::Parameter { .. } => internal(error),
    }
}

/// Text in this field is no identifier.
#[must_use]
pub fn from_id(field: &str, error: &ParseIdError) -> Status {
    invalid_field(field, error.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_status_has_one_error_info_and_what_its_code_needs() {
        for &reason in Reason::ALL {
            let status = status(reason, "words");
            let details = status.get_error_details();
            let info = details.error_info().unwrap();
            assert_eq!(
                (info.reason.as_str(), info.domain.as_str()),
                (reason.as_str(), DOMAIN)
            );
            let retried = matches!(status.code(), Code::Unavailable | Code::ResourceExhausted);
            assert_eq!(details.retry_info().is_some(), retried, "{reason:?}");
        }
    }

    #[test]
    fn a_wrong_field_is_named_twice() {
        let status = invalid_field("page_size", "must not be negative");
        assert_eq!(status.code(), Code::InvalidArgument);
        assert_eq!(status.message(), "page_size: must not be negative");
        let details = status.get_error_details();
        assert_eq!(
            details.bad_request().unwrap().field_violations[0].field,
            "page_size"
        );
        assert_eq!(details.error_info().unwrap().metadata["field"], "page_size");
    }

    #[test]
    fn every_conflict_has_its_name_on_the_wire_and_on_its_page() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/errors/WRONG_STATE.md");
        let page = std::fs::read_to_string(page).unwrap();
        for conflict in Conflict::ALL {
            let status = from_desk(&desk::Error::WrongState(conflict, "words".to_owned()));
            assert_eq!(conflict_in(&status), Some(conflict));
            assert!(
                page.contains(&format!("`{}`", conflict.key())),
                "{conflict:?}"
            );
        }
    }

    #[test]
    fn every_reason_has_a_page_and_every_page_a_reason() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/errors");
        let pages: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "README.md")
            .collect();
        let wanted: BTreeSet<String> = Reason::ALL
            .iter()
            .map(|reason| format!("{}.md", reason.as_str()))
            .collect();
        assert_eq!(pages, wanted);
        for &reason in Reason::ALL {
            let text = std::fs::read_to_string(format!("{folder}/{}.md", reason.as_str())).unwrap();
            let title = format!("# {}\n", reason.as_str());
            assert!(text.starts_with(&title), "{reason:?} begins with its name");
            assert!(
                text.contains(&format!("`{}`", wire_name(code(reason)))),
                "{reason:?}"
            );
            assert!(text.contains("## What happened") && text.contains("## What to do"));
        }
    }

    fn wire_name(code: Code) -> &'static str {
        super::super::layer::code_name(code)
    }
}
