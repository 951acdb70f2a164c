//! `portcullis backup` and `portcullis restore`.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use serde_json::json;

use super::target::Operated;
use super::verify::sound;
use crate::arguments::{Format, Target};
use crate::output::{Failure, Verdict, print};

/// Writes a backup of a running server, or of a folder. What could not be finished is removed.
pub(crate) fn backup(format: Format, file: &Path, target: &Target) -> Result<Verdict, Failure> {
    let operated = Operated::open(target)?;
    if file == Path::new("-") {
        write(operated, &mut io::stdout().lock())?;
        return Ok(Verdict::Fine);
    }
    let mut out = server::create_backup(file)?;
    let written = write(operated, &mut out).and_then(|bytes| Ok(out.sync_all().map(|()| bytes)?));
    let bytes = match written {
        Ok(bytes) => bytes,
        Err(failure) => {
            std::fs::remove_file(file)?;
            return Err(failure);
        }
    };
    let text = format!(
        "{} ({bytes} bytes, mode 0600): it holds secrets, keep it like the data folder\n",
        file.display()
    );
    print(format, &text, &json!({ "file": file, "bytes": bytes }))?;
    Ok(Verdict::Fine)
}

fn write(operated: Operated, out: &mut dyn Write) -> Result<u64, Failure> {
    let mut out = Counted { out, bytes: 0 };
    match operated {
        Operated::Folder(mut folder) => folder.backup(&mut out)?,
        Operated::Server(client) => {
            let mut reply = client.open("Backup", &[])?;
            io::copy(&mut reply.body, &mut out)?;
            if reply.bytes.is_some_and(|bytes| bytes != out.bytes) {
                return Err(Failure::new(
                    "the server ended the backup before it was whole",
                ));
            }
        }
    }
    out.flush()?;
    Ok(out.bytes)
}

struct Counted<'a> {
    out: &'a mut dyn Write,
    bytes: u64,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Makes a data folder of a backup.
pub(crate) fn restore(
    format: Format,
    file: &Path,
    data: &Path,
    key_file: Option<&Path>,
) -> Result<Verdict, Failure> {
    let default = data.join("keys");
    let key_file = key_file.unwrap_or(&default);
    let mut stdin;
    let mut opened;
    let from: &mut dyn Read = if file == Path::new("-") {
        stdin = io::stdin().lock();
        &mut stdin
    } else {
        opened = File::open(file)
            .map_err(|error| Failure::new(format!("cannot open `{}`: {error}", file.display())))?;
        &mut opened
    };
    let report = server::restore(from, data, key_file)?;
    let mut text = format!("{}: {}", data.display(), sound(&report));
    if !key_file.exists() {
        text.push_str(&format!(
            "The backup holds no key ring: put it at {} before the server starts.\n",
            key_file.display()
        ));
    }
    print(format, &text, &report)?;
    Ok(Verdict::Fine)
}
