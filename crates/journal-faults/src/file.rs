//! The table of C functions of one open file: each asks whether it is to fail, and passes on to the
//! file of the platform's VFS, which lies behind this one in the same allocation.

use std::ffi::{c_int, c_void};
use std::path::PathBuf;
use std::ptr;

use rusqlite::ffi::{self, sqlite3_file, sqlite3_int64, sqlite3_io_methods};

use crate::disk::Change;
use crate::faults::{Control, Effect, Kind};

/// What SQLite allocates for an open file, followed by the platform's own.
#[repr(C)]
pub(crate) struct File {
    /// SQLite's part; must be the first.
    base: sqlite3_file,
    /// What only this crate knows; null once closed.
    ours: *mut Ours,
}

struct Ours {
    control: &'static Control,
    path: PathBuf,
}

/// How far the platform's file is behind ours. SQLite allocates on 8 bytes.
pub(crate) const BEHIND: usize = size_of::<File>().next_multiple_of(8);

/// Version 1: no shared memory and no memory maps, which exclusive locking does not need.
static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 1,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: None,
    xShmLock: None,
    xShmBarrier: None,
    xShmUnmap: None,
    xFetch: None,
    xUnfetch: None,
};

/// The platform's file behind ours.
///
/// # Safety
/// `file` points to what SQLite allocated for a file of this VFS.
pub(crate) unsafe fn behind(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: SQLite allocates `szOsFile` bytes, which is `BEHIND` and the platform's size.
    unsafe { file.cast::<u8>().add(BEHIND).cast() }
}

/// Marks a file as not open, so that SQLite will not close it.
///
/// # Safety
/// As [`behind`].
pub(crate) unsafe fn clear(file: *mut sqlite3_file) {
    // SAFETY: `file` is as large as a `File`, and plain memory.
    unsafe {
        file.cast::<File>().write(File {
            base: sqlite3_file {
                pMethods: ptr::null(),
            },
            ours: ptr::null_mut(),
        })
    }
}

/// Puts our functions before the platform's, once its file is open.
///
/// # Safety
/// As [`behind`], and the platform's file is open.
pub(crate) unsafe fn put_before(file: *mut sqlite3_file, control: &'static Control, path: PathBuf) {
    let ours = Box::into_raw(Box::new(Ours { control, path }));
    // SAFETY: as in `clear`.
    unsafe {
        file.cast::<File>().write(File {
            base: sqlite3_file {
                pMethods: &raw const METHODS,
            },
            ours,
        })
    }
}

/// What this crate knows about an open file.
///
/// # Safety
/// `file` was given to [`put_before`] and is not closed.
unsafe fn ours<'a>(file: *mut sqlite3_file) -> &'a Ours {
    // SAFETY: `put_before` stored a box there, which `close` alone takes back.
    unsafe { &*(*file.cast::<File>()).ours }
}

/// Calls a function of the platform's file.
macro_rules! pass {
    ($file:expr, $method:ident $(, $argument:expr)*) => {{
        // SAFETY: SQLite calls these functions with a file that is open and arguments that are valid,
        // and the platform's file is open as long as ours.
        unsafe {
            let behind = behind($file);
            match (*(*behind).pMethods).$method {
                Some(method) => method(behind $(, $argument)*),
                None => ffi::SQLITE_IOERR,
            }
        }
    }};
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    let closed = pass!(file, xClose);
    // SAFETY: SQLite closes a file once; the box is the one that `put_before` stored.
    unsafe {
        drop(Box::from_raw((*file.cast::<File>()).ours));
        clear(file);
    }
    closed
}

unsafe extern "C" fn read(
    file: *mut sqlite3_file,
    to: *mut c_void,
    amount: c_int,
    offset: sqlite3_int64,
) -> c_int {
    pass!(file, xRead, to, amount, offset)
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    from: *const c_void,
    amount: c_int,
    offset: sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite gives an open file.
    let ours = unsafe { ours(file) };
    let mut state = ours.control.state();
    let effect = state.meet(Kind::Write);
    let written = match effect {
        None | Some(Effect::Done) => amount,
        Some(Effect::Short) => amount / 2,
        Some(Effect::Once | Effect::Forever) => 0,
    };
    if written > 0 {
        // SAFETY: SQLite gives `amount` bytes to read, and `written` is no more.
        let new = unsafe { bytes(from, written) };
        let (length, old) = match before(file, offset, i64::from(written)) {
            Ok(before) => before,
            Err(code) => return code,
        };
        let change = Change {
            length,
            offset: offset as u64,
            old,
            new: Some(new),
        };
        state
            .unsynced
            .entry(ours.path.clone())
            .or_default()
            .push(change);
        let code = pass!(file, xWrite, from, written, offset);
        if code != ffi::SQLITE_OK {
            return code;
        }
    }
    if effect.is_some() {
        ffi::SQLITE_IOERR_WRITE
    } else {
        ffi::SQLITE_OK
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    // SAFETY: SQLite gives an open file.
    let ours = unsafe { ours(file) };
    let mut state = ours.control.state();
    let effect = state.meet(Kind::Truncate);
    if matches!(effect, None | Some(Effect::Done)) {
        let change = match before(file, size, i64::MAX) {
            Ok((length, old)) => Change {
                length,
                offset: size as u64,
                old,
                new: None,
            },
            Err(code) => return code,
        };
        state
            .unsynced
            .entry(ours.path.clone())
            .or_default()
            .push(change);
        let code = pass!(file, xTruncate, size);
        if code != ffi::SQLITE_OK {
            return code;
        }
    }
    if effect.is_some() {
        ffi::SQLITE_IOERR_TRUNCATE
    } else {
        ffi::SQLITE_OK
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: SQLite gives an open file.
    let ours = unsafe { ours(file) };
    let mut state = ours.control.state();
    let effect = state.meet(Kind::Sync);
    if matches!(effect, None | Some(Effect::Done)) {
        state.unsynced.remove(&ours.path);
    }
    if effect.is_some() {
        ffi::SQLITE_IOERR_FSYNC
    } else {
        ffi::SQLITE_OK
    }
}

/// The length of a file, and at most `amount` of its bytes from `offset` on.
fn before(file: *mut sqlite3_file, offset: i64, amount: i64) -> Result<(u64, Vec<u8>), c_int> {
    let mut length = 0;
    let code = pass!(file, xFileSize, &raw mut length);
    if code != ffi::SQLITE_OK {
        return Err(code);
    }
    let there = (length - offset).clamp(0, amount);
    let mut old = vec![0_u8; there as usize];
    if there > 0 {
        let there = c_int::try_from(there).expect("the files of tests are small");
        let code = pass!(file, xRead, old.as_mut_ptr().cast(), there, offset);
        if code != ffi::SQLITE_OK {
            return Err(code);
        }
    }
    Ok((length as u64, old))
}

/// A copy of bytes that SQLite gave.
///
/// # Safety
/// `from` points to at least `amount` bytes.
unsafe fn bytes(from: *const c_void, amount: c_int) -> Vec<u8> {
    // SAFETY: by the caller's promise.
    unsafe { std::slice::from_raw_parts(from.cast::<u8>(), amount as usize) }.to_vec()
}

unsafe extern "C" fn file_size(file: *mut sqlite3_file, size: *mut sqlite3_int64) -> c_int {
    pass!(file, xFileSize, size)
}

unsafe extern "C" fn lock(file: *mut sqlite3_file, level: c_int) -> c_int {
    pass!(file, xLock, level)
}

unsafe extern "C" fn unlock(file: *mut sqlite3_file, level: c_int) -> c_int {
    pass!(file, xUnlock, level)
}

unsafe extern "C" fn check_reserved_lock(file: *mut sqlite3_file, out: *mut c_int) -> c_int {
    pass!(file, xCheckReservedLock, out)
}

unsafe extern "C" fn file_control(
    file: *mut sqlite3_file,
    code: c_int,
    argument: *mut c_void,
) -> c_int {
    // A size hint would let the platform change the file unseen.
    match code {
        ffi::SQLITE_FCNTL_SIZE_HINT | ffi::SQLITE_FCNTL_CHUNK_SIZE => ffi::SQLITE_NOTFOUND,
        _ => pass!(file, xFileControl, code, argument),
    }
}

unsafe extern "C" fn sector_size(file: *mut sqlite3_file) -> c_int {
    pass!(file, xSectorSize)
}

unsafe extern "C" fn device_characteristics(file: *mut sqlite3_file) -> c_int {
    pass!(file, xDeviceCharacteristics)
}
