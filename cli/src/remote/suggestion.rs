//! What people may have meant by a connection that there is none of.

use backline_proto::admin::v1::ListConnectionsRequest;

use super::Remote;
use crate::failure::Failure;

/// How alike two names must be, from 0 to 1, for one to be suggested for the other.
const ALIKE: f64 = 0.75;
/// How many names are listed when none is alike.
const LISTED: usize = 10;

// === impl Remote ===

impl Remote {
    /// The result; when the server does not know the connection, with the names that it does.
    ///
    /// # Errors
    /// The one that came in, in more words where that is possible.
    pub(crate) async fn about<T>(
        &self,
        connection: &str,
        result: Result<T, Failure>,
    ) -> Result<T, Failure> {
        match result {
            Err(failure) if failure.is_not_found() => {
                Err(self.unknown(connection).await.unwrap_or(failure))
            }
            other => other,
        }
    }

    /// None when the connection exists after all, or when the others cannot be listed.
    async fn unknown(&self, connection: &str) -> Option<Failure> {
        let wanted = connection
            .strip_prefix("connections/")
            .unwrap_or(connection);
        let request = ListConnectionsRequest {
            page_size: 500,
            page_token: String::new(),
        };
        let mut service = self.client().connections();
        let listed = service
            .list_connections(request)
            .await
            .ok()?
            .into_inner()
            .connections;
        let is_it = |name: &str| {
            name.trim_start_matches("connections/")
                .eq_ignore_ascii_case(wanted)
        };
        if listed
            .iter()
            .any(|known| is_it(&known.name) || is_it(&known.display_name))
        {
            return None;
        }
        let names: Vec<&str> = listed
            .iter()
            .map(|known| known.display_name.as_str())
            .collect();
        Some(Failure::failed(format!(
            "there is no connection {wanted:?}{}",
            hint(wanted, &names)
        )))
    }
}

fn hint(wanted: &str, names: &[&str]) -> String {
    let wanted = wanted.to_lowercase();
    let nearest = names
        .iter()
        .map(|name| (strsim::jaro_winkler(&wanted, &name.to_lowercase()), name))
        .max_by(|one, other| one.0.total_cmp(&other.0));
    match nearest {
        None => ": `backline connections add NAME` makes one".to_owned(),
        Some((likeness, name)) if likeness >= ALIKE => format!(": did you mean {name:?}?"),
        Some(_) if names.len() <= LISTED => format!(": there are {}", names.join(", ")),
        Some(_) => ": `backline connections list` shows what there is".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::hint;

    #[test]
    fn suggests_what_is_near_and_else_lists_what_there_is() {
        assert_eq!(
            hint("Shpo", &["office", "shop"]),
            ": did you mean \"shop\"?"
        );
        assert_eq!(hint("zzz", &["office", "shop"]), ": there are office, shop");
        assert!(hint("zzz", &[]).contains("connections add"));
        assert!(hint("zzz", &["n"; 11]).contains("connections list"));
    }
}
