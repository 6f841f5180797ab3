#include "cli/sessions/short_id.h"

namespace askdb::cli {

std::string short_id(std::string_view id) {
    constexpr std::size_t uuid_length = 36, first_group = 8;
    const bool is_uuid = id.size() == uuid_length && id[first_group] == '-' &&
                         id.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
    return std::string(is_uuid ? id.substr(0, first_group) : id);
}

}
