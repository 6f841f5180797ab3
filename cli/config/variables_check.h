#pragma once

#include "cli/findings.h"

#include <vector>

namespace askdb::cli {

class Environment;

/// Warns of the variables that look like a slip of one of ours; the others may be anybody's. Pure.
std::vector<Finding> check_variables(const Environment& environment);

}
