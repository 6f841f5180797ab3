#pragma once

#include "libagent/base/result.h"

#include <md4c.h>

namespace askdb::sessions {

/// The one function of md4c that we call, found when the library was loaded.
struct Md4cApi {
    decltype(&md_parse) parse = nullptr;
};

/// Loads the shared library of that name; it stays loaded until the process ends. Errc::usage says
/// why it cannot be had, and which package has it.
Result<Md4cApi> load_md4c_from(const char* library);

/// The process's md4c, loaded at the first call: only an export to HTML pays for it. Any thread.
/// Throws Failure(usage) when it is not installed.
const Md4cApi& md4c_api();

}
