//! What may go wrong with a file.

use std::io;

/// Why a file was not kept, read or removed.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// No store is configured.
    #[error("no place for files is configured")]
    Nowhere,
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// What was to be kept is not as long as was said.
    #[error("the file is not as long as was said")]
    Incomplete,
    /// What was to be kept could not be read.
    #[error("the file could not be read")]
    Broken(#[source] io::Error),
    /// The folder failed.
    #[error("the folder of files failed: {0}")]
    Folder(#[source] io::Error),
    /// The store does not know the key, or does not let it do this.
    #[error("the store refuses: check its key, its secret and what they may do")]
    Refused,
    /// The store took too long.
    #[error("the store took too long to answer")]
    TooSlow,
    /// The store answered with an error.
    #[error("the store answered with the error {0}")]
    Status(u16),
    /// No connection, a bad certificate, an answer that is no HTTP.
    #[error("the store could not be reached")]
    Unreachable(#[source] Box<ureq::Error>),
}

/// Why a store cannot be as it is described.
#[derive(Debug, thiserror::Error)]
pub enum SettingsRefused {
    /// Its address is no web address.
    #[error("must be the address of the store, like https://s3.eu-west-2.amazonaws.com")]
    Endpoint,
    /// The bucket's name cannot be used so.
    #[error("cannot be the name of a bucket there")]
    Bucket,
}
