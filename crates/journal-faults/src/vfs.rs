//! The table of C functions of the file system itself: opening puts our functions before a file,
//! the rest passes on to the platform's VFS.

use std::ffi::{CStr, CString, OsStr, c_char, c_int};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::ptr;
use std::sync::Arc;

use rusqlite::ffi::{self, sqlite3_file, sqlite3_filename, sqlite3_vfs};

use crate::faults::Control;
use crate::file::{BEHIND, behind, clear, put_before};

/// What the functions of one VFS find in its `pAppData`.
struct Shared {
    platform: *mut sqlite3_vfs,
    control: &'static Control,
}

/// Registers a VFS for the rest of the process's life: SQLite keeps pointers to it.
pub(crate) fn register(name: &str, control: Arc<Control>) {
    let name = CString::new(name)
        .expect("a name of letters and digits")
        .into_raw();
    // SAFETY: null asks for the default VFS; what is found is never freed.
    let platform = unsafe { ffi::sqlite3_vfs_find(ptr::null()) };
    assert!(
        !platform.is_null(),
        "SQLite has a default VFS on every platform"
    );
    // SAFETY: SQLite found it, so it is whole.
    let (size, path_max) = unsafe { ((*platform).szOsFile, (*platform).mxPathname) };
    let control: &'static Control = Box::leak(Box::new(control));
    let vfs = sqlite3_vfs {
        iVersion: 1,
        szOsFile: BEHIND as c_int + size,
        mxPathname: path_max,
        pNext: ptr::null_mut(),
        zName: name,
        pAppData: Box::into_raw(Box::new(Shared { platform, control })).cast(),
        xOpen: Some(open),
        xDelete: Some(delete),
        xAccess: Some(access),
        xFullPathname: Some(full_pathname),
        xDlOpen: None,
        xDlError: None,
        xDlSym: None,
        xDlClose: None,
        xRandomness: Some(randomness),
        xSleep: Some(sleep),
        xCurrentTime: Some(current_time),
        xGetLastError: Some(get_last_error),
        xCurrentTimeInt64: None,
        xSetSystemCall: None,
        xGetSystemCall: None,
        xNextSystemCall: None,
    };
    // SAFETY: the VFS and everything in it is leaked, as it must outlive every connection.
    let registered = unsafe { ffi::sqlite3_vfs_register(Box::into_raw(Box::new(vfs)), 0) };
    assert_eq!(
        registered,
        ffi::SQLITE_OK,
        "registering a VFS fails only without memory"
    );
}

/// What [`register`] left for the functions of a VFS.
///
/// # Safety
/// `vfs` is one that [`register`] registered.
unsafe fn shared<'a>(vfs: *mut sqlite3_vfs) -> &'a Shared {
    // SAFETY: `register` put a leaked `Shared` there.
    unsafe { &*(*vfs).pAppData.cast::<Shared>() }
}

/// Calls a function of the platform's VFS.
macro_rules! pass {
    ($vfs:expr, $method:ident $(, $argument:expr)*) => {{
        // SAFETY: SQLite calls these functions with their own VFS and with valid arguments.
        unsafe {
            let platform = shared($vfs).platform;
            match (*platform).$method {
                Some(method) => method(platform $(, $argument)*),
                None => ffi::SQLITE_ERROR,
            }
        }
    }};
}

unsafe extern "C" fn open(
    vfs: *mut sqlite3_vfs,
    name: sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    flags_out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives memory of the size that the VFS asks for.
    let platform_file = unsafe {
        clear(file);
        behind(file)
    };
    // SAFETY: as above; a file that could not be opened must not look open.
    unsafe { (*platform_file).pMethods = ptr::null() };
    let opened = pass!(vfs, xOpen, name, platform_file, flags, flags_out);
    // SAFETY: the platform's file is initialised or was left as it was.
    if unsafe { (*platform_file).pMethods.is_null() } {
        return opened;
    }
    // A file without a name is temporary: it has the empty path, which no power cut finds.
    // SAFETY: the name is null or a C string; the file is open.
    unsafe {
        let path = if name.is_null() {
            PathBuf::new()
        } else {
            path(name)
        };
        put_before(file, shared(vfs).control, path);
    }
    opened
}

unsafe extern "C" fn delete(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    sync_folder: c_int,
) -> c_int {
    // SAFETY: SQLite gives its own VFS and a C string.
    let (control, path) = unsafe { (shared(vfs).control, path(name)) };
    let mut state = control.state();
    if state.cut() {
        return ffi::SQLITE_IOERR_DELETE;
    }
    state.unsynced.remove(&path);
    pass!(vfs, xDelete, name, sync_folder)
}

unsafe extern "C" fn access(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    pass!(vfs, xAccess, name, flags, out)
}

unsafe extern "C" fn full_pathname(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    size: c_int,
    out: *mut c_char,
) -> c_int {
    pass!(vfs, xFullPathname, name, size, out)
}

unsafe extern "C" fn randomness(vfs: *mut sqlite3_vfs, size: c_int, out: *mut c_char) -> c_int {
    pass!(vfs, xRandomness, size, out)
}

unsafe extern "C" fn sleep(vfs: *mut sqlite3_vfs, microseconds: c_int) -> c_int {
    pass!(vfs, xSleep, microseconds)
}

unsafe extern "C" fn current_time(vfs: *mut sqlite3_vfs, out: *mut f64) -> c_int {
    pass!(vfs, xCurrentTime, out)
}

unsafe extern "C" fn get_last_error(vfs: *mut sqlite3_vfs, size: c_int, out: *mut c_char) -> c_int {
    pass!(vfs, xGetLastError, size, out)
}

/// The path that SQLite names.
///
/// # Safety
/// `name` is a C string.
unsafe fn path(name: *const c_char) -> PathBuf {
    // SAFETY: by the caller's promise.
    PathBuf::from(OsStr::from_bytes(
        unsafe { CStr::from_ptr(name) }.to_bytes(),
    ))
}
