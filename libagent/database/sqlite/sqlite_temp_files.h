#pragma once

namespace askdb::database {

/// The name of an SQLite VFS that is the default one but for temporary files, where sorting and
/// intermediate results go: all that are open in this process may hold 1 GiB together, and then
/// are full (SQLITE_FULL). Registered with SQLite at the first call; any thread. Null when there is
/// no default VFS.
const char* sqlite_vfs_with_small_temp_files();

}
