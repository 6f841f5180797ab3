#pragma once

#include "libagent/database/rows.h"

namespace askdb::cli::repl {

class Shell;

/// The databases in use, the default one first, then those that the configuration knows: name, use,
/// kind, place. No secret is in it.
database::Rows database_list(Shell& shell);

}
