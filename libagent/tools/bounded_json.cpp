#include "libagent/tools/bounded_json.h"

#include "libagent/base/text.h"

#include <nlohmann/json.hpp>

namespace askdb::tools {

bool push_within(Json& array, Json item, std::size_t& left_bytes) {
    const std::size_t bytes = dump_json(item).size() + 1;  // And its comma.
    if (bytes > left_bytes) return false;
    left_bytes -= bytes;
    array.push_back(std::move(item));
    return true;
}

Json names_within(const std::vector<std::string>& names, std::size_t left_bytes) {
    Json told = Json::array();
    for (const std::string& name : names) {
        if (!push_within(told, clipped(name, max_told_name_bytes), left_bytes)) break;
    }
    return told;
}

}
