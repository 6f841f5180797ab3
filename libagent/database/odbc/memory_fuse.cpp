#include "libagent/database/odbc/memory_fuse.h"

#include <cstdio>
#include <malloc.h>
#include <unistd.h>

namespace askdb::database {

MemoryFuse::MemoryFuse(std::size_t most_growth)
    : most_growth_(most_growth), before_(resident_bytes()) {}

bool MemoryFuse::is_blown() {
    blown_ = blown_ || resident_bytes() > before_ + most_growth_;
    return blown_;
}

void release_freed_memory() {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

std::size_t resident_bytes() {
    // https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html
    std::FILE* const file = std::fopen("/proc/self/statm", "re");
    if (file == nullptr) return 0;
    unsigned long total = 0;
    unsigned long resident = 0;
    const int read = std::fscanf(file, "%lu %lu", &total, &resident);
    std::fclose(file);
    if (read != 2) return 0;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

}
