#pragma once

#include "cli/render/markdown_line.h"
#include "cli/render/row_wrapper.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// The lists and quotations that a line of Markdown stands in, from the outermost. At most 16:
/// what is deeper is text. A value.
class MarkdownNesting {
  public:
    std::size_t depth() const { return containers_.size(); }
    bool is_in_list() const;

    /// Takes from `line` what says that it belongs to the containers, from the outermost on; gives
    /// the number of those that it belongs to. A list within a list needs two blanks only: models
    /// are not exact.
    std::size_t match(std::string_view& line) const;

    /// The same for a line of a code block in them: a list item lets any line in. False: the
    /// quotation has ended, and the block with it.
    bool match_code(std::string_view& line) const;

    /// Takes the marker of a new container from `line`. False: it has none.
    bool open(std::string_view& line, bool in_paragraph);

    /// Leaves the innermost one; true when it was an item of which nothing was shown.
    bool close();

    /// What stands in front of the rows of the next block. From now on the list markers in it count
    /// as shown. The margins take at most half of `width` (0: any), the outermost giving way.
    RowWrapper::Margins margins(std::size_t width);
    /// The same for an empty row, and nothing counts as shown.
    std::string blank_margin(std::size_t width) const;

  private:
    struct Container {
        bool is_quote = false;
        std::string marker = {};
        std::size_t indent = 0;   ///< Of the marker.
        std::size_t content = 0;  ///< Where the text begins.
        bool is_shown = false;

        std::size_t width() const;
    };

    std::size_t first_shown(std::size_t width) const;

    std::vector<Container> containers_;
};

}
