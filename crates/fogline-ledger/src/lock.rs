//! One process writes to a ledger at a time.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
    process,
};

use crate::error::{At, LedgerError, Result};

const FILE: &str = "ledger.lock";

/// Held by who writes. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct WriterLock {
    file: File,
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // Closing the file would not do while a child that is just being started still has a copy of it.
        let _ = self.file.unlock();
    }
}

impl WriterLock {
    /// Takes it, or says who holds it.
    pub(crate) fn take(dir: &Path) -> Result<Self> {
        let path = dir.join(FILE);
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).at(&path)?;
        match file.try_lock() {
            Ok(()) => {
                // Only to tell others who writes: a disk without room for it is no reason to stop.
                let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| write!(file, "{}", process::id()));
                Ok(Self { file })
            }
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                Err(LedgerError::Busy { dir: dir.to_owned(), pid: holder.trim().parse().ok() })
            }
            Err(TryLockError::Error(error)) => Err(error).at(&path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_writes() {
        let dir = tempfile::tempdir().unwrap();
        let held = WriterLock::take(dir.path()).unwrap();
        let error = WriterLock::take(dir.path()).unwrap_err();
        assert!(matches!(error, LedgerError::Busy { pid: Some(pid), .. } if pid == process::id()), "{error}");
        drop(held);
        WriterLock::take(dir.path()).unwrap();
    }
}
