#include "libagent/loop/fair_share.h"

#include <algorithm>
#include <limits>

namespace askdb::loop {

std::size_t fair_share(std::vector<std::size_t> sizes, std::size_t room) {
    std::sort(sizes.begin(), sizes.end());
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const std::size_t share = room / (sizes.size() - i);
        if (sizes[i] > share) return share;
        room -= sizes[i];
    }
    return std::numeric_limits<std::size_t>::max();
}

}
