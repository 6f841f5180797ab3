#pragma once

#include "cli/render/styled_text.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace askdb::cli {

/// How the end of a text is read.
enum class InlineEnd {
    open,     ///< More may come: reading stops before what is not decided.
    pending,  ///< More may come, and all is to be shown: what began counts as ending here.
    closed,   ///< Nothing comes: markers without a partner are text.
};

struct InlineOptions {
    InlineEnd end = InlineEnd::closed;
    StyleSet base = {};         ///< What all of it is: a heading.
    bool keep_markers = false;  ///< Of what no style shows: `*`, `**` and backticks stay.
    char before = ' ';          ///< What stands in front of the text.
};

/// What the beginning of a paragraph's text says, and how many bytes that beginning has. A newline
/// in a run begins a new row.
struct InlineText {
    StyledText runs;
    std::size_t taken = 0;
};

/// Reads the Markdown within a paragraph, a heading or a cell: strong and emphasised words, code,
/// links (their text, then the address in brackets), escapes, `<br>`. A marker whose partner is
/// not within 2 KiB is text. Takes time linear in the text, whatever it holds. `text` must be safe
/// to show. Pure.
InlineText read_inline(std::string_view text, const InlineOptions& options);

/// The words alone, on one line.
std::string inline_words(std::string_view text);

}
