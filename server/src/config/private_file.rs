//! Files that only the server's user may read: keys and tokens.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error(
    "{path} cannot be written: {detail}; make its folder writable for the user that runs \
     this, or name another configuration file with --config"
)]
pub struct Error {
    path: PathBuf,
    detail: io::Error,
}

/// Writes the file anew with mode 0600, making its folder when it is missing.
/// After a crash there is the old file or the whole new one, on disk.
///
/// # Errors
/// In words, with the path; never with the content.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<(), Error> {
    write(path, content).map_err(|detail| Error {
        path: path.to_owned(),
        detail,
    })
}

fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder)?;
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".new");
    // What an earlier crash left may have been made with another mode.
    if let Err(error) = std::fs::remove_file(&unfinished)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unfinished)?;
    file.write_all(content)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    std::fs::rename(&unfinished, path)?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn only_the_owner_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deeper/secret.key");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path.with_extension("key.new"), "left by a crash").unwrap();
        replace(&path, b"one").unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two\n");
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn an_error_names_the_file_and_not_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("file");
        std::fs::write(&blocked, "").unwrap();
        let told = replace(&blocked.join("secret.key"), b"hunter2")
            .unwrap_err()
            .to_string();
        assert!(
            told.contains("secret.key") && !told.contains("hunter2"),
            "{told}"
        );
    }
}
