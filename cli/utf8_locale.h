#pragma once

namespace askdb::cli {

/// From now on characters are those of UTF-8, for libraries that ask the locale: what the
/// environment says, or C.UTF-8 where that is something else. Also for programs started later, and
/// before any other thread runs.
void use_utf8_locale();

}
