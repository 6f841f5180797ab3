#pragma once

#include "libagent/results/writer.h"

#include <memory>

namespace askdb::results {

/// Writes rows as RFC 4180 says, with `separator` (ASCII, neither quote nor end of line) for the
/// comma; but lines end with \n alone, as psql and sqlite3 write them and every reader takes them.
/// The header is always there. NULL is an empty field and an empty text `""`, so that both can be
/// told apart. Text goes out byte for byte. Borrows `sink`.
std::unique_ptr<RowWriter> make_separated_values(char separator, ByteSink& sink);

}
