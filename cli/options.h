#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

enum class CommandOrder : unsigned {
#define COMMAND(name, set, arguments, fewest, most, summary) name,
#include "cli/commands.def"
#undef COMMAND
};

/// Which commands an option belongs to: bits of OptionSpec::commands, one for each command.
enum CommandSet : unsigned {
#define COMMAND(name, set, arguments, fewest, most, summary) \
    set = 1u << static_cast<unsigned>(CommandOrder::name),
#include "cli/commands.def"
#undef COMMAND
    ANY = ~0u,
    /// These look at the configuration themselves: they have work to do when it cannot be read.
    READ_CONFIG_THEMSELVES = CONFIG | DOCTOR | COMPLETION | SCHEMA | INIT,
};

/// One option as a person sees it. The record is the only truth: parsing, help and the test of the
/// man page read it.
struct OptionSpec {
    std::string_view flags;  ///< "-d,--database"
    std::string_view value;  ///< "DB"; empty for a switch.
    std::string_view group;  ///< Heading in the help.
    unsigned commands;       ///< CommandSet bits.
    std::string_view summary;

    std::vector<std::string> names() const;  ///< "-d", "--database"
    std::string_view long_name() const;
};

/// All options, in the order of options.def.
std::span<const OptionSpec> all_options();

}
