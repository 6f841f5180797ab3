#include "libagent/checks/cut_totals.h"

#include <algorithm>
#include <utility>

namespace askdb::checks {
namespace {

class TableCollector {
  public:
    explicit TableCollector(const StatementShape& statement)
        : statement_(statement), seen_(statement.selects.size()) {}

    void collect(std::size_t select) {
        if (seen_[select]) return;  // A query may read itself.
        seen_[select] = true;
        for (const FromItem& item : statement_.selects[select].from) {
            if (item.unit != npos) collect(item.unit);
            const bool is_new = std::find(tables.begin(), tables.end(), item.table) == tables.end();
            if (!item.table.empty() && is_new) tables.push_back(item.table);
        }
        // What the other SELECTs of a UNION read is in the rows, too.
        if (!statement_.selects[select].is_set) return;
        for (std::size_t other = select + 1; other < statement_.selects.size(); ++other)
            if (statement_.selects[other].parent == statement_.selects[select].parent)
                collect(other);
    }

    std::vector<std::string> tables = {};

  private:
    const StatementShape& statement_;
    std::vector<bool> seen_;
};

}

std::vector<Total> totals_of(const StatementShape& statement) {
    std::vector<Total> totals;
    for (std::size_t select = 0; select < statement.selects.size(); ++select) {
        const SelectShape& shape = statement.selects[select];
        if (!shape.is_aggregated()) continue;
        TableCollector collector(statement);
        collector.collect(select);
        totals.push_back(
            {.aggregate = shape.aggregates.empty() ? "GROUP BY" : shape.aggregates.front().text,
             .tables = std::move(collector.tables)});
    }
    return totals;
}

}
