#pragma once

#include "libagent/base/error.h"
#include "libagent/database/files/csv_reader.h"
#include "libagent/database/files/json_reader.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::test {

/// A file in memory.
class TextInput : public database::ByteInput {
  public:
    explicit TextInput(std::string text) : text_(std::move(text)) {}
    void read(std::uint64_t offset, std::size_t most, std::string& into) const override {
        into += std::string_view(text_).substr(std::min<std::size_t>(offset, text_.size()), most);
    }

  private:
    std::string text_;
};

/// The cells of all records; `∅` for one that is missing.
using RecordTexts = std::vector<std::vector<std::string>>;

inline RecordTexts read_all(database::RecordReader& reader) {
    RecordTexts all;
    database::Record record;
    while (reader.next(record, {})) {
        all.emplace_back();
        for (const database::RawCell& cell : record.cells) {
            const bool missing = cell.written == database::Written::missing;
            all.back().emplace_back(missing ? "∅" : cell.text);
        }
    }
    return all;
}

inline RecordTexts read_csv(std::string text, char separator = ',') {
    const TextInput input(std::move(text));
    database::CsvReader reader(input, database::TextEncoding::utf8, separator, "x.csv");
    return read_all(reader);
}

inline std::string why_not_csv(std::string text) {
    try {
        read_csv(std::move(text));
    } catch (const Failure& failure) {
        return failure.error().message;
    }
    return "it can be read";
}

}
