#include "libagent/tools/result_view.h"

#include "libagent/base/text.h"
#include "libagent/database/sql_tokens.h"
#include "libagent/results/handle.h"
#include "libagent/tools/masked_columns.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace askdb::tools {
namespace {

/// The view of one result, by way of all that it was made of.
class ViewReader {
  public:
    ViewReader(const ViewSources& sources, const std::stop_token& stop)
        : sources_(sources),
          sharing_(sharing_over(sources.sharing, sources.results)),
          stop_(stop) {}

    const ResultView& view(const results::StoredResult& result) {
        const auto known = views_.find(result.handle);
        if (known != views_.end()) return known->second;
        ResultView made = result.database.empty() ? view_of_derived(result) : view_of_read(result);
        return views_.emplace(result.handle, std::move(made)).first->second;
    }

  private:
    static void mask_all(const results::StoredResult& result, ResultView& view) {
        view.masked.assign(result.rows.column_count(), true);
    }

    ResultView view_of_read(const results::StoredResult& result) {
        const SharingRule rule = sharing_.rule_of(result.database);
        ResultView view{.level = rule.level};
        if (rule.masks.empty()) return view;
        const auto found = std::find_if(
            sources_.databases.begin(), sources_.databases.end(), [&](const auto* database) {
                return equal_ignoring_case(database->name(), result.database);
            });
        try {
            if (found == sources_.databases.end()) {
                mask_all(result, view);
            } else {
                const database::Catalog& catalog = (*found)->certain_catalog(stop_);
                view.masked = masked_columns({.sql = result.sql,
                                              .dialect = (*found)->dialect(),
                                              .catalog = catalog,
                                              .masked = masked_in(catalog, rule),
                                              .rule = rule,
                                              .columns = result.rows.columns});
            }
        } catch (const Failure&) {
            mask_all(result, view);  // No catalog: nobody knows which columns these are.
        }
        return view;
    }

    /// A result that another one reads, as a table of a catalog. False where it is not known by
    /// which names its columns are read: those that are called alike get others.
    static bool add_read(const results::StoredResult& read, database::Catalog& catalog) {
        if (catalog.find_table(read.handle) != nullptr) return true;
        database::Table table{.name = read.handle};
        bool is_known = true;
        for (const database::ResultColumn& column : read.rows.columns) {
            is_known &= !column.name.empty() && table.find_column(column.name) == nullptr;
            table.columns.push_back({.name = column.name, .kind = column.kind});
        }
        catalog.tables.push_back(std::move(table));
        return is_known;
    }

    ResultView view_of_derived(const results::StoredResult& result) {
        const SharingRule all = sharing_.strictest();
        ResultView view{.level = ShareLevel::rows};
        const database::Dialect& sqlite = *database::find_dialect("sqlite");
        database::Catalog catalog;
        bool is_known = !result.was_renamed;
        for (const database::SqlToken& token : database::sql_tokens(result.sql, sqlite)) {
            const std::string name = name_in(token);
            const std::size_t number = results::handle_number(name);
            if (number == 0) continue;
            const auto* const read = sources_.results.find(name);
            if (read == nullptr || number >= results::handle_number(result.handle)) {
                is_known = false;
                continue;
            }
            view.level = std::min(view.level, this->view(*read).level);
            is_known &= add_read(*read, catalog);
        }
        if (!is_known || catalog.tables.empty()) {
            view.level = all.level;
            if (!all.masks.empty()) mask_all(result, view);
        } else if (!all.masks.empty()) {
            view.masked = masked_columns({.sql = result.sql,
                                          .dialect = sqlite,
                                          .catalog = catalog,
                                          .masked = masked_of(catalog),
                                          .rule = all,
                                          .columns = result.rows.columns});
        }
        // Further rows of what was read: only the level of all rows shows those.
        if (view.level == ShareLevel::sample) view.level = ShareLevel::stats;
        return view;
    }

    ColumnSet masked_of(const database::Catalog& catalog) {
        ColumnSet masked;
        for (const database::Table& table : catalog.tables) {
            const ResultView& read = view(*sources_.results.find(table.name));
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                if (read.is_masked(i)) masked.insert(&table.columns[i]);
            }
        }
        return masked;
    }

    const ViewSources& sources_;
    const Sharing sharing_;
    const std::stop_token& stop_;
    std::map<std::string, ResultView> views_;
};

}

Sharing sharing_over(const Sharing& sharing, const results::ResultStore& results) {
    if (sharing.elsewhere.empty()) return sharing;
    std::vector<std::string> origins;
    for (const results::StoredResult& result : results.all()) {
        if (!result.database.empty()) origins.push_back(result.database);
    }
    if (results.all().size() < results.last_number()) origins.emplace_back();
    return sharing.with_origins(origins);
}

ResultView view_of(const results::StoredResult& result, const ViewSources& sources,
                   const std::stop_token& stop) {
    ResultView view;
    if (!sources.sharing.hides_nothing()) view = ViewReader(sources, stop).view(result);
    view.head_rows = view.level >= ShareLevel::sample ? sources.head_rows : 0;
    return view;
}

}
