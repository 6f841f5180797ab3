#include "cli/render/call_statement_json.h"

#include "libagent/base/json.h"

#include <nlohmann/json.hpp>

namespace askdb::cli {

std::string statement_of_call(std::string_view arguments) {
    const Result<Json> parsed = parse_json(arguments, "the arguments");
    if (!parsed || !parsed.value().is_object()) return {};
    const auto sql = parsed.value().find("sql");
    return sql != parsed.value().end() && sql->is_string() ? sql->get<std::string>()
                                                           : std::string();
}

}
