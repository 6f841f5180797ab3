#pragma once

#include "libagent/results/writer.h"
#include "libagent/results/writers/xlsx_api.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::results {

/// A workbook that is being written, by libxlsxwriter, into files that have no name: whatever ends
/// the process, nothing is left. Memory does not grow with the rows.
class XlsxBook {
  public:
    /// `folder` is for the temporary files; empty = the system's. Throws Failure(no_answer) when
    /// they cannot be made there.
    XlsxBook(const XlsxApi& api, std::string_view folder);
    ~XlsxBook();
    XlsxBook(const XlsxBook&) = delete;
    XlsxBook& operator=(const XlsxBook&) = delete;

    /// "Result", "Result 2", … Owned by the book, as formats are.
    lxw_worksheet* add_sheet();
    /// Shows numbers as this format says; one for each text.
    lxw_format* number_format(const std::string& format);
    lxw_format* bold();

    /// Throws Failure(no_answer) when a temporary file could not be written (libxlsxwriter goes on
    /// as if nothing had happened).
    void check_temporary_files() const;

    /// Ends the book, reads it back, and hands its bytes on. Nothing else may be called afterwards.
    /// Throws Failure(no_answer).
    void finish(ByteSink& out);

  private:
    [[noreturn]] void fail(int reason) const;
    [[noreturn]] void fail(std::string_view why) const;
    lxw_format* new_format() const;
    bool knows_layout() const;
    std::vector<std::optional<std::size_t>> sheet_bytes() const;
    void copy_to(ByteSink& out) const;

    const XlsxApi& api_;
    std::string folder_;
    int file_ = -1;
    std::string file_name_;  ///< Of `file_`, by its number.
    lxw_workbook* book_ = nullptr;
    std::vector<lxw_worksheet*> sheets_;
    std::map<std::string, lxw_format*> formats_;
    lxw_format* bold_ = nullptr;
};

}
