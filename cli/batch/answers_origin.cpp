#include "cli/batch/answers_origin.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/database_choice.h"
#include "libagent/base/text.h"
#include "libagent/database/url.h"

#include <filesystem>
#include <string>
#include <system_error>

namespace askdb::cli {
namespace {

/// `name` is what it is called in this run.
std::string place_of_database(const std::string& wanted, const std::string& name) {
    std::error_code fault;
    const auto path = std::filesystem::weakly_canonical(wanted, fault);
    if (!fault && std::filesystem::exists(path, fault)) return valid_utf8(path.string());
    const bool may_tell = database::looks_like_url(wanted) && !holds_password(wanted);
    return valid_utf8(may_tell ? wanted : name);
}

}

AnswersOrigin origin_of(const CommandContext& context,
                        std::span<database::Database* const> databases) {
    AnswersOrigin origin{.databases = {}, .sql_only = context.args.sql_only};
    std::size_t opened = 0;
    bool has_files = false;  // The first data file stands for the one database of all of them.
    for (const std::string& wanted : context.config.databases) {
        const bool is_file = is_data_file(wanted);
        const bool is_next = !(is_file && has_files) && opened < databases.size();
        const std::string name = is_next ? databases[opened++]->name() : "files";
        origin.databases.push_back(place_of_database(wanted, name));
        has_files = has_files || is_file;
    }
    return origin;
}

}
