#pragma once

#include "cli/command.h"
#include "libagent/base/result.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace askdb::cli {

enum class OutputFormat { text, json, stream_json };

/// The command line as a value. Texts of limits are checked here but kept as they were typed:
/// config.cpp reads every source of a limit the same way.
struct Args {
    const Command* command = nullptr;  ///< Never null after parse_args().
    std::vector<std::string> words;    ///< What follows the command word, or the whole question.
    std::vector<std::string> databases;
    std::string model;
    std::string file;
    std::string dialect;
    std::string output;
    std::string data;
    std::string timeout;
    std::string max_rows;
    std::string max_steps;
    std::string max_tokens;
    std::string config;
    bool sql_only = false;
    bool check = false;
    bool write = false;
    bool verbose = false;
    bool quiet = false;
    bool no_color = false;
    bool no_project_config = false;
    bool help = false;
    bool version = false;

    bool names_command = false;  ///< The command word was typed: --help is about it alone.
    OutputFormat output_format = OutputFormat::text;  ///< Read from `output`.

    /// What was typed after the option whose member is called `name`; empty when nothing was, and
    /// for what is no option with one text.
    std::string_view text_of(std::string_view name) const;
};

/// Reads the words after the program's name. Errc::usage names the word that is wrong, and the
/// nearest right one.
Result<Args> parse_args(std::span<const char* const> arguments);

}
