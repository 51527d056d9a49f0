//! Pages of lists. A page token is opaque to callers: it holds where the page
//! before ended, bound to the query that it came from.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tonic::Status;

use crate::grpc::access::hash;
use crate::grpc::status;

const DEFAULT_SIZE: usize = 50;
const LARGEST_SIZE: usize = 500;

/// The page asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::grpc) struct Page {
    /// At most this many.
    pub(in crate::grpc) size: usize,
    /// Where the page before ended.
    pub(in crate::grpc) after: Option<String>,
    query: String,
}

// === impl Page ===

impl Page {
    /// Reads `page_size` and `page_token`. `query` is the method with all that
    /// the list is filtered by.
    pub(in crate::grpc) fn new(query: &str, size: i32, token: &str) -> Result<Self, Status> {
        Self::sized(query, size, token, DEFAULT_SIZE, LARGEST_SIZE)
    }

    /// As [`Self::new`], for a list with sizes of its own: the usual and the
    /// largest.
    pub(in crate::grpc) fn sized(
        query: &str,
        size: i32,
        token: &str,
        usual: usize,
        largest: usize,
    ) -> Result<Self, Status> {
        let size = match usize::try_from(size) {
            Ok(0) => usual,
            Ok(size) => size.min(largest),
            Err(_) => {
                return Err(status::invalid_field(
                    "page_size",
                    format!("it must not be negative; 0 means {usual}"),
                ));
            }
        };
        let query: String = hash(query).chars().take(16).collect();
        let after = if token.is_empty() {
            None
        } else {
            Some(open(token, &query)?)
        };
        Ok(Self { size, after, query })
    }

    /// The token of the next page, which begins after this place.
    pub(in crate::grpc) fn token(&self, after: &str) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}{after}", self.query))
    }

    /// Cuts a page out of what was read, one more than fits, and gives the token
    /// of the next.
    pub(in crate::grpc) fn cut<T>(
        &self,
        mut rows: Vec<T>,
        place: impl FnOnce(&T) -> String,
    ) -> (Vec<T>, String) {
        let has_more = rows.len() > self.size;
        rows.truncate(self.size);
        let token = match rows.last() {
            Some(last) if has_more => self.token(&place(last)),
            _ => String::new(),
        };
        (rows, token)
    }

    /// The place of the page before, in the list's own form.
    pub(in crate::grpc) fn place<T: std::str::FromStr>(&self) -> Result<Option<T>, Status> {
        let parsed = self.after.as_deref().map(str::parse).transpose();
        parsed.map_err(|_| refused())
    }
}

fn open(token: &str, query: &str) -> Result<String, Status> {
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| refused())?;
    let text = String::from_utf8(bytes).map_err(|_| refused())?;
    text.strip_prefix(query)
        .map(str::to_owned)
        .ok_or_else(refused)
}

/// The status for a token whose place is none of this list's.
pub(in crate::grpc) fn refused() -> Status {
    status::invalid_field(
        "page_token",
        "it is not one that this list gave with the same filters; leave it empty to begin anew",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_clamped_and_negative_ones_refused() {
        assert_eq!(Page::new("q", 0, "").unwrap().size, 50);
        assert_eq!(Page::new("q", 7, "").unwrap().size, 7);
        assert_eq!(Page::new("q", 501, "").unwrap().size, 500);
        assert!(
            Page::new("q", -1, "")
                .unwrap_err()
                .message()
                .contains("negative")
        );
    }

    #[test]
    fn a_token_goes_on_where_the_page_ended_and_only_there() {
        let page = Page::new("ListX/main", 2, "").unwrap();
        let (rows, token) = page.cut(vec![1, 2, 3], ToString::to_string);
        assert_eq!(rows, [1, 2]);
        let next = Page::new("ListX/main", 2, &token).unwrap();
        assert_eq!(next.place::<u64>().unwrap(), Some(2));
        assert_eq!(
            next.cut(vec![3], ToString::to_string),
            (vec![3], String::new())
        );
        for (query, token) in [
            ("ListX/other", token.as_str()),
            ("ListX/main", "?"),
            ("ListX/main", "YWJj"),
        ] {
            let status = Page::new(query, 2, token).unwrap_err();
            assert!(
                status.message().starts_with("page_token"),
                "{}",
                status.message()
            );
        }
        let forged = page.token("no number");
        assert!(
            Page::new("ListX/main", 2, &forged)
                .unwrap()
                .place::<u64>()
                .is_err()
        );
    }
}
