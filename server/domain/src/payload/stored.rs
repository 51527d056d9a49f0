//! Payloads as they are stored: content alone where nothing is said beside it.

use serde::{Deserialize, Serialize};

use super::{OfCustomers, Payload};
use crate::message::Content;

#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Stored {
    Whole {
        content: Content,
        of_customers: OfCustomers,
    },
    Content(Content),
}

// === impl Stored ===

impl From<Stored> for Payload {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Whole {
                content,
                of_customers,
            } => Self::of(content).showing(of_customers),
            Stored::Content(content) => Self::of(content),
        }
    }
}

impl From<Payload> for Stored {
    fn from(payload: Payload) -> Self {
        let Payload {
            content,
            of_customers,
        } = payload;
        if of_customers == OfCustomers::default() {
            Self::Content(*content)
        } else {
            Self::Whole {
                content: *content,
                of_customers,
            }
        }
    }
}
