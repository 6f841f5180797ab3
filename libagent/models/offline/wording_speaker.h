#pragma once

#include "libagent/models/offline/query_tree.h"

#include <string>
#include <vector>

namespace askdb::models::offline {

/// Says one query; every phrase comes from the tree. Borrows the query.
class Speaker {
  public:
    explicit Speaker(const Query& query) : query_(query) {}

    std::string reading() const;

    /// Only counts and the like: one row, whatever the data.
    bool is_single() const;

    std::string subject() const;
    /// All that keeps rows out: conditions, and joins that some rows do not survive.
    std::string filters() const;
    std::string term(const Term& term) const;

  private:
    bool is_list() const;
    bool shows_one_table() const;
    bool groups_by_joined() const;
    bool points_back(const JoinOn& join) const;
    bool is_mentioned(std::size_t source) const;
    std::vector<std::string> outputs() const;
    std::string groups() const;
    std::string left_out() const;
    std::string joined(const JoinOn& join) const;
    std::string having() const;
    std::string order() const;

    const Query& query_;
};

}
