//! Files, kept in a folder and in a store that speaks S3.

mod bucket;
mod folder;
mod signature;
mod store;

use uuid::Uuid;

/// A file's id: the same number is the same file.
fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Everything that lies under an id.
fn read(files: &marketday_files::Files, number: u128) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut file = files.get(id(number)).expect("the file is there");
    std::io::copy(&mut file, &mut bytes).expect("it can be read");
    bytes
}

/// Keeps these octets under an id.
fn put(
    files: &marketday_files::Files,
    number: u128,
    bytes: &[u8],
) -> Result<(), marketday_files::FileError> {
    files.put(id(number), &mut &*bytes, bytes.len() as u64)
}
