//! What became of reported outcomes.

use backline_proto::gateway::v1::CompletionState;

use crate::desk::Completion;

/// The word for it.
#[must_use]
pub const fn to_proto(completion: Completion) -> CompletionState {
    match completion {
        Completion::Recorded => CompletionState::Recorded,
        Completion::Repeated => CompletionState::Repeated,
        Completion::RecordedLate => CompletionState::RecordedLate,
        Completion::AlreadyFinal => CompletionState::AlreadyFinal,
    }
}
