#pragma once

namespace askdb::cli {

/// Whether other threads than the caller's run in this process, those of libraries included. True
/// where the system does not tell.
bool other_threads_run();

/// Ends the process with `code`, after everything of ours is gone and written. A call that was left
/// alone (database::Reaper) may still be inside of a driver then: exit() would take down the
/// driver's libraries under it, which can crash; so nothing of theirs is taken down in that case.
[[noreturn]] void leave(int code);

}
