#pragma once

#include "libagent/database/connection.h"

#include <catch2/catch.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace askdb::test {

/// Keeps what a stream brings, and may do something at each block.
class KeptRows : public database::RowSink {
  public:
    explicit KeptRows(std::function<void()> at_block = {}) : at_block_(std::move(at_block)) {}

    void begin(const std::vector<database::ResultColumn>& columns) override {
        ++begun;
        rows.columns = columns;
    }
    void take(const database::Rows& block) override {
        ++blocks;
        rows.append_rows(block);
        if (at_block_) at_block_();
    }

    database::Rows rows;
    int begun = 0;
    int blocks = 0;

  private:
    std::function<void()> at_block_;
};

/// A disk that is full from the first block on.
inline KeptRows full_disk() {
    return KeptRows([] { throw std::runtime_error("no space left"); });
}

/// How two results differ, in words; empty when their columns' names and all cells are the same.
inline std::string difference(const database::Rows& a, const database::Rows& b) {
    if (a.column_count() != b.column_count()) return "columns";
    if (a.row_count() != b.row_count()) {
        return std::to_string(a.row_count()) + " and " + std::to_string(b.row_count()) + " rows";
    }
    for (std::size_t column = 0; column < a.column_count(); ++column) {
        if (a.columns[column].name != b.columns[column].name)
            return "name of " + a.columns[column].name;
        for (std::size_t row = 0; row < a.row_count(); ++row) {
            const database::Cell x = a.cell(row, column), y = b.cell(row, column);
            if (x.kind == y.kind && x.text == y.text) continue;
            return a.columns[column].name + " in row " + std::to_string(row) + ": " +
                   std::string(x.text) + " and " + std::string(y.text);
        }
    }
    return {};
}

/// The statement streamed, which must go well; the same cells as query() gives.
inline database::Rows streamed(database::Connection& connection, const std::string& sql,
                               const database::Limits& limits = {}) {
    KeptRows kept;
    const Result<database::StreamEnd> end = connection.stream(sql, limits, kept, {});
    if (!end) FAIL(sql << ": " << end.error().message);
    CHECK(kept.begun == 1);
    CHECK(end.value().rows == kept.rows.row_count());
    kept.rows.truncated = end.value().truncated;
    return std::move(kept.rows);
}

inline Error stream_error(database::Connection& connection, const std::string& sql,
                          const database::Limits& limits = {}) {
    KeptRows kept;
    const Result<database::StreamEnd> end = connection.stream(sql, limits, kept, {});
    if (end) FAIL(sql << " was run");
    return end.error();
}

}
