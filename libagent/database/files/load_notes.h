#pragma once

#include "libagent/database/files/column_type.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// How often LoadReport::progress() is called.
inline constexpr std::uint64_t rows_between_reports = 1u << 14;

/// Who hears of a load. Called by the thread that loads, which may be any one.
class LoadReport {
  public:
    virtual ~LoadReport() = default;
    /// How a file was understood, where that could have been otherwise.
    virtual void note(std::string_view text) = 0;
    /// Something in the data is not as it should be.
    virtual void warning(std::string_view text) = 0;
    /// `doing` is "reading orders.csv" or "loading orders.csv"; called now and then.
    virtual void progress(std::string_view doing, std::uint64_t rows) = 0;
    /// Nothing is being loaded any more.
    virtual void done() = 0;
};

/// What is to be told about the columns of a file, one line for each kind of note: "orders.csv:
/// 'when' holds day/month/year, read as dates". Pure.
std::vector<std::string> column_notes(std::string_view file, const std::vector<std::string>& names,
                                      const std::vector<ColumnType>& types);

}
