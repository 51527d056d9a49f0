//! With what token the server is spoken to.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use backline_client::Secret;

use crate::args::Remote as Arguments;
use crate::failure::Failure;
use crate::secret::Wanted;
use crate::surroundings::Environment;

/// Where a server that makes its first admin token leaves it, inside its configuration directory.
const FIRST_TOKEN_FILE: &str = "admin.token";

/// The token from --token-file, from `BACKLINE_TOKEN`, or the first admin token of the server on
/// this machine. The last one never goes to another machine.
pub(super) fn api_token(
    arguments: &Arguments,
    environment: &Environment,
) -> Result<Secret, Failure> {
    let wanted = Wanted {
        what: "the API token",
        file: arguments.token_file.as_deref(),
        flag: "--token-file",
        variable: "BACKLINE_TOKEN",
    };
    if let Some(token) = wanted.given(environment)? {
        return Ok(token);
    }
    if !is_local(&arguments.server) {
        return Err(Failure::usage(format!(
            "a token for {} is missing: put one into a file and name that with --token-file, or \
             into BACKLINE_TOKEN; `backline tokens create` at the server makes one",
            arguments.server
        )));
    }
    let first =
        configuration_directory(environment).map(|directory| directory.join(FIRST_TOKEN_FILE));
    match first.filter(|path| path.exists()) {
        Some(path) => Wanted {
            what: "the server's first admin token",
            ..wanted
        }
        .read(&path),
        None => Err(Failure::usage(
            "there is no API token: put one into a file and name that with --token-file, or into \
             BACKLINE_TOKEN; a server that was started on this machine leaves its first one in its \
             configuration directory",
        )),
    }
}

/// As the server finds it: beside its configuration file.
fn configuration_directory(environment: &Environment) -> Option<PathBuf> {
    if let Some(file) = environment.path("BACKLINE_CONFIG") {
        return file.parent().map(Path::to_owned);
    }
    let absolute = |name| environment.path(name).filter(|path| path.is_absolute());
    absolute("XDG_CONFIG_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".config")))
        .map(|folder| folder.join("backline"))
}

fn is_local(url: &str) -> bool {
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = authority.split('/').next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority
            .rsplit_once(':')
            .map_or(authority, |(host, _)| host),
    };
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_local() {
        for url in [
            "http://127.0.0.1:7443",
            "https://localhost:1/x",
            "http://[::1]:7443",
        ] {
            assert!(is_local(url), "{url}");
        }
        for url in [
            "https://example.org:7443",
            "http://127.0.0.1.example.org:1",
            "https://localhost@example.org",
            "https://localhost:x@example.org:1",
            "",
        ] {
            assert!(!is_local(url), "{url}");
        }
    }
}
