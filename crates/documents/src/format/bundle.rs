//! Several files in one ZIP, for taking along. An archive package is something else: see the crate `archive`.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::Unwritable;

/// In: names and bytes, in their order; a name that comes again gets a number. The same files give the same bytes.
pub fn write(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, Unwritable> {
    let failed = |error: zip::result::ZipError| Unwritable::Failed(error.to_string());
    // PDF and DOCX are compressed by themselves.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    let mut bundle = ZipWriter::new(Cursor::new(Vec::new()));
    for (place, (name, bytes)) in files.iter().enumerate() {
        let again = files[..place].iter().filter(|(earlier, _)| earlier == name).count();
        let name = match (again, name.rsplit_once('.')) {
            (0, _) => name.clone(),
            (again, Some((stem, ending))) => format!("{stem}（{}）.{ending}", again + 1),
            (again, None) => format!("{name}（{}）", again + 1),
        };
        bundle.start_file(name, options).map_err(failed)?;
        bundle.write_all(bytes).map_err(|error| Unwritable::Failed(error.to_string()))?;
    }
    Ok(bundle.finish().map_err(failed)?.into_inner())
}
