#pragma once

#include "libagent/database/rows.h"

#include <initializer_list>
#include <string>
#include <vector>

namespace askdb::test {

/// A cell as a test writes it.
struct WrittenCell {
    database::Kind kind;
    std::string text = {};
};

inline WrittenCell whole(std::string text) {
    return {database::Kind::integer, std::move(text)};
}
inline WrittenCell decimal(std::string text) {
    return {database::Kind::decimal, std::move(text)};
}
inline WrittenCell real(std::string text) {
    return {database::Kind::real, std::move(text)};
}
inline WrittenCell words(std::string text) {
    return {database::Kind::text, std::move(text)};
}
inline WrittenCell nothing() {
    return {database::Kind::null};
}

inline database::Rows compared_rows(const std::vector<std::string>& names,
                                    const std::vector<std::vector<WrittenCell>>& cells) {
    database::Rows rows;
    for (const std::string& name : names) rows.columns.push_back({.name = name});
    for (const auto& row : cells) {
        for (const WrittenCell& cell : row) rows.append(cell.kind, cell.text);
    }
    rows.settle_kinds();
    return rows;
}

}
