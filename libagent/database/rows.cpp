#include "libagent/database/rows.h"

#include <cassert>

namespace askdb::database {
namespace {

Kind common_kind(Kind a, Kind b) {
    if (a == b || b == Kind::null) return a;
    if (a == Kind::null) return b;
    if (!is_number(a) || !is_number(b)) return Kind::text;
    return a == Kind::decimal || b == Kind::decimal ? Kind::decimal : Kind::real;
}

}

bool is_number(Kind kind) {
    return kind == Kind::integer || kind == Kind::decimal || kind == Kind::real;
}

void Rows::append_rows(const Rows& other) {
    assert(other.columns.size() == columns.size());
    const std::uint64_t offset = text_.size();
    text_.append(other.text_);
    ends_.reserve(ends_.size() + other.ends_.size());
    for (const std::uint64_t end : other.ends_) ends_.push_back(end + offset);
}

void Rows::drop_last(std::size_t count) {
    assert(count <= ends_.size());
    ends_.resize(ends_.size() - count);
    text_.resize(ends_.empty() ? 0 : ends_.back() & end_mask);
}

void Rows::clear() {
    text_.clear();
    ends_.clear();
    truncated = false;
    milliseconds = 0;
}

std::size_t Rows::row_count() const {
    return columns.empty() ? 0 : ends_.size() / columns.size();
}

Cell Rows::cell(std::size_t row, std::size_t column) const {
    const std::size_t i = row * columns.size() + column;
    assert(i < ends_.size());
    const std::uint64_t begin = i == 0 ? 0 : ends_[i - 1] & end_mask;
    const std::uint64_t end = ends_[i] & end_mask;
    return {static_cast<Kind>(ends_[i] >> kind_shift),
            std::string_view(text_).substr(begin, end - begin)};
}

void Rows::settle_kinds() {
    for (std::size_t column = 0; column < columns.size(); ++column) {
        Kind kind = Kind::null;
        for (std::size_t row = 0; row < row_count(); ++row) {
            kind = common_kind(kind, cell(row, column).kind);
            if (kind == Kind::text) break;
        }
        if (kind != Kind::null) columns[column].kind = kind;
    }
}

}
