//! Files of a Bot API server that runs with `--local`: it names them by where they are on its
//! own disk, which has to be seen here under the same path.
//!
//! A path holds the bot's token: it goes into no error and no log.

use std::io;
use std::path::{Path, PathBuf};

use futures::Stream;
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, SeekFrom};

/// Bytes read at once.
const PART: usize = 256 * 1024;

/// The one folder that files are read from.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    root: PathBuf,
}

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Denied {
    /// It is not in the folder, or no file.
    Outside,
    /// It cannot be read now, in words.
    Unreadable(String),
}

// === impl Folder ===

impl Folder {
    /// The folder at this path; an error says what is wrong with it.
    pub(crate) fn new(path: &Path) -> Result<Self, String> {
        if !path.is_absolute() {
            return Err("it has to begin with a slash".to_owned());
        }
        let root = path.canonicalize().map_err(|error| error.to_string())?;
        if !root.is_dir() {
            return Err("it is no folder".to_owned());
        }
        if root.parent().is_none() {
            return Err("the whole disk is not the Bot API server's folder".to_owned());
        }
        Ok(Self { root })
    }

    /// Opens a file in it, with its size in bytes. Links are followed first: what counts is
    /// where the file is.
    pub(crate) async fn open(&self, path: &str) -> Result<(u64, File), Denied> {
        let real = tokio::fs::canonicalize(path).await.map_err(unreadable)?;
        if !real.starts_with(&self.root) {
            return Err(Denied::Outside);
        }
        let file = File::open(&real).await.map_err(unreadable)?;
        let told = file.metadata().await.map_err(unreadable)?;
        if !told.is_file() {
            return Err(Denied::Outside);
        }
        Ok((told.len(), file))
    }

    /// The same file's bytes from this one on, with the whole file's size.
    pub(crate) async fn read(
        &self,
        path: &str,
        offset: u64,
    ) -> Result<
        (
            u64,
            impl Stream<Item = Result<Vec<u8>, Denied>> + Send + use<>,
        ),
        Denied,
    > {
        let (size, mut file) = self.open(path).await?;
        let to = SeekFrom::Start(offset);
        file.seek(to).await.map_err(unreadable)?;
        let bytes = futures::stream::try_unfold(file, |mut file| async move {
            let mut part = vec![0; PART];
            let read = file.read(&mut part).await.map_err(unreadable)?;
            part.truncate(read);
            Ok((read > 0).then_some((part, file)))
        });
        Ok((size, bytes))
    }
}

/// Says what is wrong, and not with which path.
fn unreadable(error: io::Error) -> Denied {
    Denied::Unreadable(error.kind().to_string())
}

#[cfg(test)]
mod tests {
    use futures::TryStreamExt as _;

    use super::*;

    /// A folder, with a file in it and one beside it.
    fn folder() -> (tempfile::TempDir, Folder) {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path().join("files");
        std::fs::create_dir_all(root.join("1:token/documents")).unwrap();
        std::fs::write(root.join("1:token/documents/file_0"), "0123456789").unwrap();
        std::fs::write(directory.path().join("secret"), "x").unwrap();
        let folder = Folder::new(&root).unwrap();
        (directory, folder)
    }

    #[tokio::test]
    async fn a_file_is_read_from_where_it_broke_off() {
        let (directory, folder) = folder();
        let path = directory.path().join("files/1:token/documents/file_0");
        for (offset, rest) in [(0, "0123456789"), (7, "789"), (10, ""), (99, "")] {
            let read = folder.read(path.to_str().unwrap(), offset).await;
            let (size, bytes) = read.unwrap();
            let bytes: Vec<Vec<u8>> = bytes.try_collect().await.unwrap();
            assert_eq!((size, bytes.concat()), (10, rest.as_bytes().to_vec()));
        }
    }

    #[tokio::test]
    async fn what_is_outside_of_the_folder_is_not_read() {
        let (directory, folder) = folder();
        let base = directory.path();
        std::os::unix::fs::symlink(base.join("secret"), base.join("files/link")).unwrap();
        std::fs::create_dir(base.join("files-too")).unwrap();
        std::fs::write(base.join("files-too/a"), "x").unwrap();
        for outside in [
            "secret",
            "files/link",
            "files/../secret",
            "files/1:token/../../secret",
            "files-too/a",
            // Nothing to read.
            "files/1:token",
        ] {
            let path = base.join(outside);
            let denied = folder.open(path.to_str().unwrap()).await.err();
            assert_eq!(denied, Some(Denied::Outside), "{outside}");
        }
        for outside in ["/etc/passwd", "/proc/self/environ", "/"] {
            let denied = folder.open(outside).await.err();
            assert_eq!(denied, Some(Denied::Outside), "{outside}");
        }
        let gone = base.join("files/1:token/documents/gone");
        match folder.open(gone.to_str().unwrap()).await.err() {
            Some(Denied::Unreadable(why)) => assert!(!why.contains("token"), "{why}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_folder_that_cannot_be_it_is_said() {
        let (directory, _) = folder();
        let secret = directory.path().join("secret");
        for wrong in [
            "files",
            "",
            "/",
            "/nowhere/at/all",
            secret.to_str().unwrap(),
        ] {
            assert!(Folder::new(Path::new(wrong)).is_err(), "{wrong}");
        }
    }
}
