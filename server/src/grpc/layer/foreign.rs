//! Refusals that tonic makes before a handler sees the call: they get a reason
//! like all others.

use backline_proto::reason::Reason;
use http::Response;
use tonic::body::Body;
use tonic::{Code, Status};

use crate::grpc::status;

/// Gives an answer that is an error without a reason the fitting one.
pub(super) fn with_reason(response: Response<Body>) -> Response<Body> {
    match Status::from_header_map(response.headers()) {
        Some(refusal) if refusal.code() != Code::Ok && refusal.details().is_empty() => {
            reworded(&refusal).into_http()
        }
        _ => response,
    }
}

fn reworded(refusal: &Status) -> Status {
    let message = refusal.message();
    match refusal.code() {
        // Too large, or not the message that the contract has here.
        Code::OutOfRange | Code::InvalidArgument => status::invalid_field("message", message),
        Code::Internal if message.contains("decode") => status::invalid_field(
            "message",
            "it is not the one that this call takes; is the client of the same version?",
        ),
        Code::Unimplemented => status::status(
            Reason::NotSupported,
            format!("this server does not take the call in this form: {message}"),
        ),
        Code::Cancelled | Code::DeadlineExceeded => status::status(
            Reason::DeadlineExceeded,
            "the call did not end within its deadline",
        ),
        _ => status::internal(message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason_of(status: Status) -> (Code, bool) {
        let answer = with_reason(status.into_http());
        let status = Status::from_header_map(answer.headers()).unwrap();
        (status.code(), !status.details().is_empty())
    }

    #[test]
    fn every_refusal_of_the_transport_gets_a_reason() {
        for (given, expected) in [
            (
                Status::out_of_range("too large: limit is 65536"),
                Code::InvalidArgument,
            ),
            (
                Status::internal("failed to decode Protobuf message"),
                Code::InvalidArgument,
            ),
            (Status::unimplemented(""), Code::FailedPrecondition),
            (Status::cancelled("Timeout expired"), Code::DeadlineExceeded),
            (Status::unknown("?"), Code::Internal),
        ] {
            assert_eq!(reason_of(given), (expected, true));
        }
        let own = status::status(Reason::NotFound, "there is no such thing");
        assert_eq!(reason_of(own), (Code::NotFound, true));
    }
}
