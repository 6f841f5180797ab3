#include "libagent/models/vendors.h"

#include <algorithm>
#include <array>

namespace askdb::models {
namespace {

constexpr std::array vendor_table = {
#define VENDOR(name, protocol, base_url, key_variable, base_url_variable) \
    Vendor{name, protocol, base_url, key_variable, base_url_variable},
#include "libagent/models/vendors.def"
#undef VENDOR
};

}

std::span<const Vendor> all_vendors() {
    return vendor_table;
}

const Vendor* find_vendor(std::string_view name) {
    const auto found = std::find_if(vendor_table.begin(), vendor_table.end(),
                                    [name](const Vendor& vendor) { return vendor.name == name; });
    return found == vendor_table.end() ? nullptr : &*found;
}

}
