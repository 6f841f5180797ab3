#include "libagent/models/protocol.h"

#include <algorithm>
#include <array>

namespace askdb::models {

#define MODEL(name) extern const Protocol name##_protocol;
#include "libagent/models/models.def"
#undef MODEL

namespace {

const std::array protocol_list = {
#define MODEL(name) &name##_protocol,
#include "libagent/models/models.def"
#undef MODEL
};

}

std::span<const Protocol* const> all_protocols() {
    return protocol_list;
}

const Protocol* find_protocol(std::string_view name) {
    const auto found =
        std::find_if(protocol_list.begin(), protocol_list.end(),
                     [name](const Protocol* protocol) { return protocol->name == name; });
    return found == protocol_list.end() ? nullptr : *found;
}

}
