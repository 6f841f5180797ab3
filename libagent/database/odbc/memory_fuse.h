#pragma once

#include "libagent/base/error.h"
#include "libagent/database/connection.h"

#include <cstddef>

namespace askdb::database {

/// Blows when the process has grown by more than a driver may need for one result: the only thing
/// that bounds a driver which takes a whole result in before it gives us the first row. Linux only;
/// elsewhere it never blows. Used by one thread at a time.
class MemoryFuse {
  public:
    static constexpr std::size_t usual_growth = 128u << 20;

    explicit MemoryFuse(std::size_t most_growth = usual_growth);

    bool is_blown();
    bool was_blown() const { return blown_; }

  private:
    std::size_t most_growth_;
    std::size_t before_;
    bool blown_ = false;
};

/// What the process may grow by while a driver reads a result within `limits`. A driver that keeps
/// whole results is the usual cause for more; rows of huge values the other, with any driver. Pure.
std::size_t growth_allowed(const Limits& limits);

/// What a result gives that blew its fuse.
Error too_much_memory();

/// Gives back to the system what is free already, so that it does not count twice.
void release_freed_memory();

/// Resident bytes of this process; 0 where the system does not tell.
std::size_t resident_bytes();

}
