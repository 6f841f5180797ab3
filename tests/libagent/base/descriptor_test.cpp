#include "libagent/base/descriptor.h"

#include <catch2/catch.hpp>

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <thread>

namespace askdb {

TEST_CASE("descriptor: all bytes are written, also where a call takes only some", "[base]") {
    int ends[2] = {-1, -1};
    REQUIRE(::pipe(ends) == 0);
    const std::string bytes(1u << 20, 'x');  // More than a pipe holds.
    std::string read;
    std::jthread reader([&] {
        const Descriptor from(ends[0]);
        char buffer[4096];
        for (ssize_t count = 0; (count = ::read(from.value(), buffer, sizeof buffer)) > 0;)
            read.append(buffer, static_cast<std::size_t>(count));
    });

    int reason = -1;
    {
        const Descriptor to(ends[1]);
        reason = write_all(to.value(), bytes);
    }
    reader.join();

    CHECK(reason == 0);
    CHECK(read == bytes);
}

TEST_CASE("descriptor: what cannot be written says why", "[base]") {
    const Descriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    CHECK(write_all(full.value(), "x") == ENOSPC);
    CHECK(write_all(full.value(), "") == 0);
    CHECK(write_all(-1, "x") == EBADF);
}

}
