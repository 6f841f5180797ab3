#pragma once

#include <cstddef>
#include <vector>

namespace askdb::loop {

/// The most that each may have so that all together keep within `room`; what the small ones leave
/// goes to the others. The greatest number there is when all fit. Pure.
std::size_t fair_share(std::vector<std::size_t> sizes, std::size_t room);

}
