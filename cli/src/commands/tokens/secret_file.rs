use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use backline_client::Secret;

use crate::failure::Failure;

/// A new file for a secret, readable by its owner alone. Removed again unless the secret is kept.
pub(super) struct SecretFile {
    file: File,
    path: PathBuf,
    is_kept: bool,
}

// === impl SecretFile ===

impl SecretFile {
    /// Makes the file.
    ///
    /// # Errors
    /// It is there already, whatever it holds, or cannot be made.
    pub(super) fn new(path: &Path) -> Result<Self, Failure> {
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path);
        match file {
            Ok(file) => Ok(Self {
                file,
                path: path.to_owned(),
                is_kept: false,
            }),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                Err(Failure::usage(format!(
                    "{} is there already and is not overwritten: name another file with --out, or \
                     remove it",
                    path.display()
                )))
            }
            Err(error) => Err(Failure::usage(format!(
                "{} cannot be made ({error}): name another file with --out",
                path.display()
            ))),
        }
    }

    /// Writes the secret; gives where it is.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn keep(mut self, secret: &Secret) -> Result<String, Failure> {
        writeln!(self.file, "{}", secret.expose())
            .and_then(|()| self.file.sync_all())
            .map_err(|error| {
                Failure::failed(format!(
                    "{} cannot be written ({error})",
                    self.path.display()
                ))
            })?;
        self.is_kept = true;
        Ok(self.path.display().to_string())
    }
}

impl Drop for SecretFile {
    fn drop(&mut self) {
        if !self.is_kept {
            // Nothing is in it; should it stay, it says so itself.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
