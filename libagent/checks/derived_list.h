#pragma once

#include "libagent/checks/derived_values.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace askdb::checks {

/// Collects derived values. Their sources are texts, dear to make and hardly ever wanted: they are
/// given as functions, and only the one that is wanted is called.
class DerivedList {
  public:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    explicit DerivedList(std::size_t wanted = none) : wanted_(wanted) {}

    template <class Source>
    void add(const DerivedValue& value, const Source& source) {
        if (values_.size() == wanted_) source_ = source();
        values_.push_back(value);
    }
    std::vector<DerivedValue> take_values() { return std::move(values_); }
    std::string take_source() { return std::move(source_); }

  private:
    std::size_t wanted_;
    std::vector<DerivedValue> values_;
    std::string source_;
};

/// derived_values() and total_values() into a list.
void collect_derived(const DerivedSearch& search, DerivedList& list);
void collect_totals(std::span<const ResultFacts> results, DerivedList& list);

}
