#pragma once

#include "libagent/database/own_connection.h"

#include <memory>
#include <string>

namespace askdb::database {

/// An SQLite file of our own (mode 0600), made where it is missing, its folder (0700) as well; in
/// WAL mode, so that readers and a writer of several processes do not wait for each other. Nobody
/// sees that it is locked: who comes second waits, a minute at most.
std::unique_ptr<OwnSource> make_sqlite_own_source(std::string path);

}
