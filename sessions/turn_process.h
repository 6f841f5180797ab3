#pragma once

#include <string>
#include <string_view>

namespace askdb::sessions {

/// This process, so that others can tell whether it still is there: where its number counts (the
/// system's boot, and the namespace of numbers), its number, and when it started, because numbers
/// come again. Empty where the system does not tell.
std::string this_process();

/// Whether the process that called itself so runs here and now; false for one of another machine,
/// of which nothing is known.
bool is_running_here(std::string_view process);

}
