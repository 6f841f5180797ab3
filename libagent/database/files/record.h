#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// How a value stood in its file, which bounds what it can mean.
enum class Written : std::uint8_t {
    missing,  ///< An empty field without quotes, JSON's null, a key that is not there.
    plain,    ///< A field without quotes.
    quoted,   ///< A field in quotes: may be anything, but "" is a text.
    json_text,
    json_number,
    json_boolean,
    json_nested,  ///< An array or object, as JSON text.
};

/// One value of a data file, valid until the next record is read.
struct RawCell {
    std::string_view text = {};
    Written written = Written::missing;
};

/// One row of a data file as it stands there: an object of JSON, a line (or more) of CSV.
struct Record {
    std::vector<RawCell> cells;
    std::uint64_t line = 0;  ///< Where it begins in the file, from 1.
};

/// The records of one data file, from its beginning. Memory does not grow with their number. Used
/// by one thread.
class RecordReader {
  public:
    virtual ~RecordReader() = default;

    /// The next record; false at the end. Throws Failure(bad_input) naming the line of what cannot
    /// be read, and Stopped.
    virtual bool next(Record& record, const std::stop_token& stop) = 0;

    /// The names that the records carry themselves, in the order of the cells: JSON's keys, as far
    /// as they were met. Empty for CSV.
    virtual const std::vector<std::string>& names() const = 0;
};

/// More columns than that are no table here (SQLite's own limit).
inline constexpr std::size_t max_file_columns = 2'000;

}
