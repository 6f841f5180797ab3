#include "libagent/loop/receipts.h"

#include "libagent/results/receipt.h"

#include <algorithm>

namespace askdb::loop {

void add_receipt(chat::Step& step, const results::StoredResult& result,
                 std::span<database::Database* const> databases) {
    const auto found =
        std::find_if(databases.begin(), databases.end(), [&](const database::Database* database) {
            return !result.database.empty() && database->name() == result.database;
        });
    database::Database* const source = found == databases.end() ? nullptr : *found;
    const database::Dialect& dialect =
        source != nullptr ? source->dialect() : *database::find_dialect("sqlite");
    step.database = result.database;
    step.shape_hash =
        results::shape_hash(result.rows.columns, source != nullptr ? results::TypesFrom::database
                                                                   : results::TypesFrom::rows);
    step.result_hash =
        results::result_hash(result.rows, results::asks_for_order(result.sql, dialect));
    const database::Catalog* const catalog = source != nullptr ? source->known_catalog() : nullptr;
    if (catalog == nullptr) return;
    step.schema_hash =
        results::schema_hash(results::named_tables(result.sql, source->dialect(), *catalog));
}

}
