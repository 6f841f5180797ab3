#pragma once

#include "cli/render/theme.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// Text that is safe to show, and how it looks.
struct StyledRun {
    std::string text;
    StyleSet styles = {};
};

using StyledText = std::vector<StyledRun>;

/// Appends `text`, to the last run when that looks the same.
inline void append_run(StyledText& runs, std::string_view text, StyleSet styles) {
    if (text.empty()) return;
    if (!runs.empty() && runs.back().styles == styles) {
        runs.back().text += text;
    } else {
        runs.push_back({std::string(text), styles});
    }
}

inline std::string painted(const Theme& theme, const StyledText& runs) {
    std::string out;
    for (const StyledRun& run : runs) out += theme.paint(run.styles, run.text);
    return out;
}

}
