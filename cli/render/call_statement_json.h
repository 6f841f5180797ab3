#pragma once

#include <string>
#include <string_view>

namespace askdb::cli {

/// The statement among the arguments of a tool call, JSON text as a model wrote it; empty when
/// there is none.
std::string statement_of_call(std::string_view arguments);

}
