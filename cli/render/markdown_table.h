#pragma once

#include "libagent/database/rows.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace askdb::cli {

/// A piece of an answer: text as it is, or a Markdown table that was in it.
using AnswerPiece = std::variant<std::string, database::Rows>;

/// Finds the Markdown tables (GFM, with a leading `|`) in text that comes in any split. Text of
/// other lines comes out at once; a line that may belong to a table is held until it is decided.
/// What stands in a code fence is never a table. Pure; the bytes of all that is no table come out
/// unchanged and in order.
class MarkdownTables {
  public:
    std::vector<AnswerPiece> feed(std::string_view text);
    std::vector<AnswerPiece> finish();

    /// Of the table that has not ended yet.
    std::size_t row_count() const { return rows_.size(); }

  private:
    void take_part(std::string_view part);
    void take_line(std::string line);
    void take_table_line(std::string line);
    void end_table();
    void emit(std::string_view text);

    std::vector<AnswerPiece> pieces_;
    std::string line_;      ///< The beginning of a line that is not decided yet.
    bool passing_ = false;  ///< The current line is known to be text.
    bool in_fence_ = false;
    std::string header_;      ///< A line that may be the head of a table.
    bool has_ruler_ = false;  ///< The `|---|` line came: it is a table.
    std::vector<std::string> names_;
    std::vector<std::vector<std::string>> rows_;
};

}
