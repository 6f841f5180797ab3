#pragma once

#include "libagent/results/result_store.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::loop {

/// Fills what a model wrote in place of values that it does not see: `{r1.total}` (the first row's
/// value of the column), `{r1[3].total}` (the third row's), `{r1.rows}` (how many rows there are,
/// unless a column is called so) and `{r1}` (the first rows as a Markdown table). Names of columns
/// ignore case and may stand in double quotes. A place that no result has stays as it is, and all
/// other text too. Takes text in pieces, however they are cut; used once. Borrows the results.
class AnswerTemplate {
  public:
    AnswerTemplate(const results::ResultStore& results, std::size_t table_rows)
        : results_(results), table_rows_(table_rows) {}

    /// What is decided so far: from a `{` on, text is held back until it is known what it is.
    std::string feed(std::string_view text);
    /// What was held back.
    std::string finish();

    /// The places that no result has, each once.
    const std::vector<std::string>& unknown() const { return unknown_; }

  private:
    std::string drain(bool is_end);
    bool take_place(std::string& out, bool is_end);
    std::string filled(std::string_view place);
    std::string table_text(const results::StoredResult& result) const;
    void add(std::string& out, std::string_view text);

    const results::ResultStore& results_;
    const std::size_t table_rows_;
    std::string held_;          ///< Not decided; empty, or from a `{` on.
    char last_ = '\n';          ///< What went out last.
    bool wants_break_ = false;  ///< A table went out: what follows begins a line.
    std::vector<std::string> unknown_;
};

/// The whole text, filled.
struct FilledText {
    std::string text;
    std::vector<std::string> unknown;
};
FilledText fill_template(std::string_view text, const results::ResultStore& results,
                         std::size_t table_rows);

}
