#include "libagent/database/odbc/memory_fuse.h"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <malloc.h>
#include <unistd.h>

namespace askdb::database {

MemoryFuse::MemoryFuse(std::size_t most_growth)
    : most_growth_(most_growth), before_(resident_bytes()) {}

bool MemoryFuse::is_blown() {
    const std::size_t now = resident_bytes();
    blown_ = blown_ || (now > before_ && now - before_ > most_growth_);
    return blown_;
}

std::size_t growth_allowed(const Limits& limits) {
    // The driver's, ours while it grows, and what is beside. A single huge value is also converted
    // and buffered as a whole.
    const std::size_t copies = limits.rows > 1 ? 4 : 12;
    const std::size_t most = std::numeric_limits<std::size_t>::max() / copies;
    return std::max(MemoryFuse::usual_growth, copies * std::min(limits.bytes, most));
}

Error too_much_memory() {
    return {Errc::limit,
            "the result takes more memory than the limit allows: ask for fewer or shorter rows"};
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
