#pragma once

#include "libagent/database/own_connection.h"

namespace askdb::test {

/// What every connection of our own must do, whatever the database. Called inside a test case, as
/// one section for each thing that is expected.
void check_own_source(const database::OwnSource& source);

}
