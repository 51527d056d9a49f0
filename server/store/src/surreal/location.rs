//! Where the store is: one URL says it.

use std::path::{Path, PathBuf};

use crate::port::{Error, Result};

/// What the engine takes, unless the URL says something else. SurrealKV's own
/// defaults grow with the machine's memory: a gigabyte of write buffer and half
/// of the memory as cache would be far beyond what Backline needs.
const TUNING: [(&str, &str); 3] = [
    ("sync", "every"),
    ("surrealkv_max_memtable_size", "33554432"),
    ("surrealkv_block_cache_capacity", "67108864"),
];

/// Where the store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Location {
    /// In memory, gone with the process.
    Memory,
    /// In a directory of this machine.
    Directory {
        path: PathBuf,
        /// The engine's own, in the form of a URL's query.
        options: String,
    },
    /// In a SurrealDB server.
    Remote {
        /// Scheme, host and port: fit to be shown.
        url: String,
        /// From the URL, if they were in it.
        credentials: Option<Credentials>,
    },
}

/// A name and a password.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Credentials {
    pub(super) username: String,
    pub(super) password: String,
}

// === impl Location ===

impl Location {
    /// Reads a store's URL.
    pub(super) fn parse(url: &str) -> Result<Self> {
        let (bare, query) = url.split_once('?').unwrap_or((url, ""));
        match bare.split_once("://") {
            Some(("mem", "")) => Ok(Self::Memory),
            Some(("surrealkv", path)) if !path.is_empty() => Self::directory(path, query),
            Some((scheme @ ("ws" | "wss"), rest)) if !rest.is_empty() => Self::remote(scheme, rest),
            _ => Err(refused(bare)),
        }
    }

    fn directory(path: &str, query: &str) -> Result<Self> {
        let path = std::path::absolute(Path::new(path)).map_err(|error| Error::Unavailable {
            detail: format!("the directory {path} cannot be found out: {error}"),
        })?;
        let mut options: Vec<String> = query
            .split('&')
            .filter(|option| !option.is_empty())
            .map(str::to_owned)
            .collect();
        for (name, value) in TUNING {
            let is_given = options
                .iter()
                .any(|option| option.split('=').next().is_some_and(|given| given == name));
            if !is_given {
                options.push(format!("{name}={value}"));
            }
        }
        Ok(Self::Directory {
            path,
            options: options.join("&"),
        })
    }

    fn remote(scheme: &str, rest: &str) -> Result<Self> {
        let (userinfo, address) = match rest.rsplit_once('@') {
            Some((userinfo, address)) => (Some(userinfo), address),
            None => (None, rest),
        };
        let address = address.trim_end_matches('/');
        if address.is_empty() {
            return Err(refused(&format!("{scheme}://")));
        }
        let credentials = userinfo.map(|userinfo| {
            let (username, password) = userinfo.split_once(':').unwrap_or((userinfo, ""));
            Credentials {
                username: unescaped(username),
                password: unescaped(password),
            }
        });
        Ok(Self::Remote {
            url: format!("{scheme}://{address}"),
            credentials,
        })
    }
}

// === impl Credentials ===

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials(hidden)")
    }
}

/// Only the scheme is shown: what follows may hold a password.
fn refused(url: &str) -> Error {
    let scheme = url
        .split_once("://")
        .map_or("no scheme", |(scheme, _)| scheme);
    Error::Unavailable {
        detail: format!(
            "the store's URL is not understood ({scheme}): allowed are `surrealkv://DIRECTORY`, \
             `mem://`, and `ws://HOST:PORT` or `wss://HOST:PORT` for a SurrealDB server"
        ),
    }
}

/// Undoes `%XX`; what is none stays as it is.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = tail
            .first_chunk::<2>()
            .filter(|_| first == b'%')
            .and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        match code {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_in_what_a_directory_needs_and_keeps_what_is_given() {
        let given = "surrealkv:///data?surrealkv_max_memtable_size=1000&sync=5s";
        let Location::Directory { path, options } = Location::parse(given).unwrap() else {
            panic!("no directory")
        };
        assert_eq!(path, Path::new("/data"));
        assert_eq!(
            options,
            "surrealkv_max_memtable_size=1000&sync=5s&surrealkv_block_cache_capacity=67108864"
        );
        let relative = Location::parse("surrealkv://./data").unwrap();
        assert!(
            matches!(&relative, Location::Directory { path, .. } if path.is_absolute()),
            "{relative:?}"
        );
    }

    #[test]
    fn takes_credentials_out_of_the_url() {
        let location = Location::parse("wss://me:p%40ss:w@db.example:8000/").unwrap();
        assert!(!format!("{location:?}").contains("p@ss"), "{location:?}");
        let Location::Remote {
            credentials: Some(found),
            ..
        } = location
        else {
            panic!("no credentials")
        };
        assert_eq!(
            (found.username.as_str(), found.password.as_str()),
            ("me", "p@ss:w")
        );
    }

    #[test]
    fn refuses_other_urls_without_showing_them() {
        for url in [
            "",
            "data",
            "surrealkv://",
            "postgres://u:secret@h",
            "ws://",
            "ws://u:secret@",
        ] {
            let error = Location::parse(url).unwrap_err().to_string();
            assert!(error.contains("surrealkv://DIRECTORY"), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
