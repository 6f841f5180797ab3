#pragma once

#include "libagent/checks/derived_values.h"

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace askdb::checks {

/// Collects derived values. Their sources are texts, dear to make and hardly ever wanted: they are
/// given as functions, and only those that are wanted are called.
class DerivedList {
  public:
    /// Which sources are wanted: indices, in order, each once; borrowed.
    explicit DerivedList(std::span<const std::size_t> wanted = {}) : wanted_(wanted) {}

    template <class Source>
    void add(const DerivedValue& value, const Source& source) {
        const std::size_t next = sources_.size();
        if (next < wanted_.size() && values_.size() == wanted_[next]) sources_.push_back(source());
        values_.push_back(value);
    }
    std::vector<DerivedValue> take_values() { return std::move(values_); }
    std::vector<std::string> take_sources() { return std::move(sources_); }

  private:
    std::span<const std::size_t> wanted_;
    std::vector<DerivedValue> values_;
    std::vector<std::string> sources_;
};

/// derived_values() and total_values() into a list.
void collect_derived(const DerivedSearch& search, DerivedList& list);
void collect_totals(std::span<const ResultFacts> results, DerivedList& list);

}
