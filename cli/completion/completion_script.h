#pragma once

#include <string>
#include <string_view>

namespace askdb::cli {

/// The completion script of `shell` ("bash", "zsh" or "fish"), made of the records of commands,
/// options, formats and dialects. Names of databases, models and tables it asks for when the Tab
/// key is pressed, by `askdb completion --words KIND`. Pure.
std::string completion_script(std::string_view shell);

}
