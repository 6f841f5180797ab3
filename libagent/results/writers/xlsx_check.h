#pragma once

#include "libagent/results/writers/xlsx_api.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace askdb::results {

/// Looks at one XML document that comes in pieces, for what a write that failed unnoticed leaves
/// behind: a beginning, an end or a middle that is missing. Pure.
class XmlScan {
  public:
    void feed(std::string_view bytes);
    /// It begins as XML, and ends with the end of the element that it begins with.
    bool is_whole() const;
    /// What stands between `<sheetData>` and `</sheetData>`.
    std::size_t sheet_bytes() const { return data_end_ - data_begin_; }

  private:
    std::string head_;    ///< The first bytes.
    std::string recent_;  ///< The last bytes.
    std::size_t size_ = 0, data_begin_ = 0, data_end_ = 0;
};

/// Reads a finished workbook back. `sheet_bytes` is how much each of its sheets has between its
/// `<sheetData>` tags; nothing where that is not known. False when anything is missing.
bool is_whole_workbook(const XlsxApi& api, const std::string& path,
                       std::span<const std::optional<std::size_t>> sheet_bytes);

}
