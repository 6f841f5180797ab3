#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

namespace askdb::checks {

/// Numbers of rows, in order, that never change. Copies are cheap: a value that an answer says
/// three hundred times may have fifty thousand rows.
class SharedRows {
  public:
    SharedRows() = default;
    SharedRows(std::initializer_list<std::uint32_t> rows)
        : SharedRows(std::vector<std::uint32_t>(rows)) {}
    explicit SharedRows(std::vector<std::uint32_t> rows)
        : rows_(std::make_shared<const std::vector<std::uint32_t>>(std::move(rows))) {}

    const std::vector<std::uint32_t>& list() const {
        static const std::vector<std::uint32_t> none;
        return rows_ ? *rows_ : none;
    }
    auto begin() const { return list().begin(); }
    auto end() const { return list().end(); }
    bool empty() const { return list().empty(); }
    std::size_t size() const { return list().size(); }
    std::uint32_t front() const { return list().front(); }

    friend bool operator==(const SharedRows& a, const SharedRows& b) {
        return a.rows_ == b.rows_ || a.list() == b.list();
    }
    friend bool operator<(const SharedRows& a, const SharedRows& b) {
        return a.rows_ != b.rows_ && a.list() < b.list();
    }

  private:
    std::shared_ptr<const std::vector<std::uint32_t>> rows_;  ///< Owned by all mentions of them.
};

}
