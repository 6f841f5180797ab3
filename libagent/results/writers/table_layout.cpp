#include "libagent/results/writers/table_layout.h"

#include <algorithm>

namespace askdb::results {
namespace {

std::size_t width_under(const ColumnNeed& need, std::size_t cap) {
    return std::max(need.least, std::min(need.natural, cap));
}

std::size_t total_under(std::span<const ColumnNeed> needs, std::size_t cap) {
    std::size_t total = 0;
    for (const ColumnNeed& need : needs) total += width_under(need, cap);
    return total;
}

}

std::optional<std::vector<std::size_t>> fit_columns(std::span<const ColumnNeed> needs,
                                                    std::size_t available) {
    if (total_under(needs, 0) > available) return std::nullopt;
    // The largest common cap that fits; beyond `available` a cap changes nothing that fits.
    std::size_t fits = 0, too_wide = available + 1;
    while (too_wide - fits > 1) {
        const std::size_t cap = fits + (too_wide - fits) / 2;
        (total_under(needs, cap) <= available ? fits : too_wide) = cap;
    }
    std::size_t spare = available - total_under(needs, fits);
    std::vector<std::size_t> widths;
    for (const ColumnNeed& need : needs) {
        widths.push_back(width_under(need, fits));
        const bool could_grow = widths.back() == fits && widths.back() < need.natural;
        if (could_grow && spare > 0) {
            ++widths.back();
            --spare;
        }
    }
    return widths;
}

}
