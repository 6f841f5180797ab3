#pragma once

#include "cli/command.h"
#include "libagent/base/result.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

enum class OutputFormat { text, json, stream_json };

/// What `--output` takes, in the order of OutputFormat.
inline constexpr std::array<std::string_view, 3> output_formats = {"text", "json", "stream-json"};
/// What `completion --words` takes.
inline constexpr std::array<std::string_view, 4> word_kinds = {"databases", "models", "sessions",
                                                               "tables"};

/// The command line as a value. Texts of limits are checked here but kept as they were typed:
/// config.cpp reads every source of a limit the same way.
struct Args {
    const Command* command = nullptr;  ///< Never null after parse_args().
    std::vector<std::string> words;    ///< What follows the command word, or the whole question.
    std::vector<std::string> databases;
    std::string model;
    std::string double_check;  ///< A second model; left_out_value: the same.
    std::string file;
    std::string dialect;
    std::string jobs;
    std::string answers;
    std::string output;
    std::string data;  ///< Also what the name of `out` says, where nothing else does.
    std::string out;
    std::string timeout;
    std::string max_rows;
    std::string max_steps;
    std::string max_tokens;
    std::string max_cost_usd;
    std::string max_db_seconds;
    std::string max_estimated_rows;
    std::string share;
    std::string egress_log;
    std::string config;
    std::string word_kind;
    std::string resume;  ///< left_out_value: one is to be chosen.
    std::string session;
    std::string format;
    std::string limit;
    std::string user;
    std::string turn;
    std::string older_than;
    std::string max_size;
    bool continues = false;
    bool ephemeral = false;
    bool all_users = false;
    bool yes = false;
    bool dry_run = false;
    bool sql_only = false;
    bool check = false;
    bool exact = false;
    bool write = false;
    bool strict = false;
    bool cite = false;
    bool secrets = false;
    bool example = false;
    bool verbose = false;
    bool quiet = false;
    bool no_color = false;
    bool no_project_config = false;
    bool help = false;
    bool version = false;

    bool names_command = false;  ///< The command word was typed: --help is about it alone.
    OutputFormat output_format = OutputFormat::text;  ///< Read from `output`.
    std::size_t job_count = 1;                        ///< Read from `jobs`.

    /// What was typed after the option whose member is called `name`; empty when nothing was, and
    /// for what is no option with one text.
    std::string_view text_of(std::string_view name) const;
};

/// That there is no question, and how one is asked.
Error no_question();

/// Reads the words after the program's name. Errc::usage names the word that is wrong, and the
/// nearest right one.
Result<Args> parse_args(std::span<const char* const> arguments);

}
