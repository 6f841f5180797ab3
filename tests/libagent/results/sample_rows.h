#pragma once

#include "libagent/results/writer.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::results {

/// A cell to be: `{Kind::integer, "12"}`, or `null_cell`.
struct SampleCell {
    database::Kind kind;
    std::string text;
};

inline const SampleCell null_cell{database::Kind::null, {}};

inline SampleCell text_cell(std::string_view text) {
    return {database::Kind::text, std::string(text)};
}
inline SampleCell integer_cell(std::string_view text) {
    return {database::Kind::integer, std::string(text)};
}
inline SampleCell decimal_cell(std::string_view text) {
    return {database::Kind::decimal, std::string(text)};
}
inline SampleCell real_cell(std::string_view text) {
    return {database::Kind::real, std::string(text)};
}
inline SampleCell bytes_cell(std::string_view text) {
    return {database::Kind::bytes, std::string(text)};
}

/// A result with these columns; the cells come row by row.
inline database::Rows sample_rows(const std::vector<std::string>& names,
                                  const std::vector<SampleCell>& cells) {
    database::Rows rows;
    for (const std::string& name : names) {
        rows.columns.push_back({.name = name, .declared_type = {}});
    }
    for (const SampleCell& cell : cells) rows.append(cell.kind, cell.text);
    rows.settle_kinds();
    return rows;
}

inline std::string written(std::string_view writer, const database::Rows& rows,
                           const WriteOptions& options = {}) {
    StringSink sink;
    write_rows(*find_writer(writer), rows, options, sink);
    return sink.text;
}

}
