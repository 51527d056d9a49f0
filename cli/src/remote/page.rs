//! Following pages to their end.

use crate::failure::Failure;

/// The largest page that servers give.
const LARGEST_PAGE: usize = 500;

/// What was listed.
#[derive(Debug)]
pub(crate) struct Listing<T> {
    /// The things, in the server's order.
    pub(crate) items: Vec<T>,
    /// Whether there are more than were asked for.
    pub(crate) has_more: bool,
}

// === impl Listing ===

impl<T> Listing<T> {
    /// Follows pages until there is none left or the limit is reached. `fetch` gets a page's size
    /// and token, and gives its things and the token of the next.
    ///
    /// # Errors
    /// The first that `fetch` gives, and a server that sends round in circles.
    pub(crate) async fn follow(
        limit: Option<usize>,
        mut fetch: impl AsyncFnMut(i32, String) -> Result<(Vec<T>, String), Failure>,
    ) -> Result<Self, Failure> {
        let limit = limit.unwrap_or(usize::MAX);
        let mut items = Vec::new();
        let mut token = String::new();
        loop {
            let size = limit.saturating_sub(items.len()).clamp(1, LARGEST_PAGE);
            let size = i32::try_from(size).unwrap_or(0);
            let (page, next) = fetch(size, token.clone()).await?;
            items.extend(page);
            if !next.is_empty() && next == token {
                return Err(Failure::failed(
                    "the server gives the same page again and again: this is a bug of the server",
                ));
            }
            token = next;
            if token.is_empty() || items.len() >= limit {
                let has_more = !token.is_empty() || items.len() > limit;
                items.truncate(limit);
                return Ok(Self { items, has_more });
            }
        }
    }

    /// The same things as something else.
    #[must_use]
    pub(crate) fn map<U>(self, change: impl FnMut(T) -> U) -> Listing<U> {
        Listing {
            items: self.items.into_iter().map(change).collect(),
            has_more: self.has_more,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pages of at most three of the numbers below ten; one page is empty, as a server may give.
    async fn page(size: i32, token: String) -> Result<(Vec<i32>, String), Failure> {
        let start: i32 = if token.is_empty() {
            0
        } else {
            token.parse().unwrap()
        };
        if start == 3 {
            return Ok((Vec::new(), "4".into()));
        }
        let end = (start + size.min(3)).min(10);
        let next = if end == 10 {
            String::new()
        } else {
            end.to_string()
        };
        Ok(((start..end).collect(), next))
    }

    #[tokio::test]
    async fn follows_to_the_end_or_to_the_limit() {
        let all = Listing::follow(None, page).await.unwrap();
        assert_eq!(
            (all.items, all.has_more),
            (vec![0, 1, 2, 4, 5, 6, 7, 8, 9], false)
        );
        let some = Listing::follow(Some(2), page).await.unwrap();
        assert_eq!((some.items, some.has_more), (vec![0, 1], true));
        let exact = Listing::follow(Some(9), page).await.unwrap();
        assert_eq!((exact.items.len(), exact.has_more), (9, false));
        let none = Listing::follow(Some(0), page).await.unwrap();
        assert_eq!((none.items.len(), none.has_more), (0, true));
    }

    #[tokio::test]
    async fn a_server_that_sends_round_in_circles_is_told_apart() {
        let circle = async |_, _| Ok((vec![1], "1".to_owned()));
        let told = Listing::follow(None, circle).await.unwrap_err().to_string();
        assert!(told.contains("same page"), "{told}");
    }
}
