#pragma once

namespace askdb::database {

/// When the last connection of a process ends, psqlodbc heeds what odbcinst.ini says of logging,
/// where Debian's package says yes: each process leaves a file in /tmp with a line about that end.
/// Removes this process's, when it holds nothing else; a log that somebody asked for holds more,
/// and stays. Any thread; fails silently. Linux only.
void remove_psqlodbc_log() noexcept;

}
