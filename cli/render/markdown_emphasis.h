#pragma once

#include <string>
#include <string_view>

namespace askdb::cli {

/// Shows the emphasis of Markdown as a terminal can: `**words**`, `code` and headings come out bold
/// and without their markers. Takes text in any split; a line goes out as it comes up to its first
/// marker, and from there when it is whole. What stands in a code fence, and markers without a
/// partner, stay as they are. Pure. The text must hold no escape sequences.
class MarkdownEmphasis {
  public:
    std::string feed(std::string_view text);
    std::string finish();

  private:
    void take_part(std::string_view part);
    std::string shown_line(std::string_view line);

    std::string out_;
    std::string held_;         ///< Of the current line, from its first marker on.
    bool line_begins_ = true;  ///< Of the current line at most spaces went out.
    bool in_fence_ = false;
};

/// `text` without what MarkdownEmphasis put in.
std::string without_emphasis(std::string text);

}
