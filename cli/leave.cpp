#include "cli/leave.h"

#include <cstdlib>
#include <sys/stat.h>
#include <unistd.h>

namespace askdb::cli {

bool other_threads_run() {
    // A folder's links are its subfolders, one a thread here, and two of its own.
    struct stat tasks {};
    return ::stat("/proc/self/task", &tasks) != 0 || tasks.st_nlink != 3;
}

void leave(int code) {
    if (other_threads_run()) ::_exit(code);
    std::exit(code);
}

}
