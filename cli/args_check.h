#pragma once

#include "cli/args.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace askdb::cli {

/// That `option` takes another word than `value`, with the nearest of those that it takes.
Error bad_choice(std::string_view option, const std::string& value,
                 std::span<const std::string> choices);

/// That many questions cannot be asked with --write, and how one is.
Error many_cannot_write();

/// What is wrong with the words after the command, and with options that are not the command's.
/// Pure, like check_options().
std::optional<Error> check_words(const Args& args);

/// What is wrong with the texts of options, and which of them do not go together. `output_format`
/// and `job_count` have been read.
std::optional<Error> check_options(const Args& args);

}
