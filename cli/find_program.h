#pragma once

#include <string>
#include <string_view>

namespace askdb::cli {

class Environment;

/// Where PATH finds the program of that name; empty where it does not. Folders that hang on where
/// one stands ("", ".", "bin") are left out: what lies there may be anybody's.
std::string find_program(std::string_view name, const Environment& environment);

}
