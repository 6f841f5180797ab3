#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace askdb::checks {

/// A time of the day that is written in a text: "14:35", "2:35 pm", "07:30:15".
struct WrittenTime {
    std::size_t begin = 0;
    std::size_t end = 0;
    int seconds = 0;           ///< Since midnight.
    bool has_seconds = false;  ///< They are written.
    /// It surely is one: "at 14:35", "14:35 Uhr", "2:35 pm". 3:10 alone may be a ratio or a length.
    bool is_sure = false;
};

/// The times of a text, in order. Pure; linear.
std::vector<WrittenTime> find_times(std::string_view text);

}
