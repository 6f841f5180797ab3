#include "cli/options.h"

#include "libagent/base/text.h"

namespace askdb::cli {
namespace {

constexpr OptionSpec option_table[] = {
#define OPTION(member, flags, value, group, commands, summary) \
    {flags, value, group, commands, summary},
#include "cli/options.def"
#undef OPTION
};

}

std::vector<std::string> OptionSpec::names() const {
    return split(flags, ',');
}

std::string_view OptionSpec::long_name() const {
    const std::size_t comma = flags.rfind(',');
    return comma == std::string_view::npos ? flags : flags.substr(comma + 1);
}

std::span<const OptionSpec> all_options() {
    return option_table;
}

}
