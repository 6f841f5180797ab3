#pragma once

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

namespace askdb::test {

/// While it lives, what this thread allocates may be lost: for a library that loses some.
class LeaksOfOthers {
  public:
#if defined(__SANITIZE_ADDRESS__)
    LeaksOfOthers() {
        __lsan_disable();
    }
    ~LeaksOfOthers() {
        __lsan_enable();
    }
#else
    LeaksOfOthers() {}
    ~LeaksOfOthers() {}
#endif
    LeaksOfOthers(const LeaksOfOthers&) = delete;
    LeaksOfOthers& operator=(const LeaksOfOthers&) = delete;
};

}
