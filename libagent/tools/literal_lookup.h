#pragma once

#include "libagent/checks/literal_hints.h"
#include "libagent/checks/select_scope.h"
#include "libagent/tools/extra_queries.h"

#include <vector>

namespace askdb::tools {

struct LookupInput {
    const checks::StatementShape& statement;
    const database::Catalog& catalog;
    const database::Dialect& dialect;
};

/// Looks up each text that the statement compares a text column with in that column: by a list of
/// its values, where that is short, else by those that have a piece of the text. Texts of columns
/// that are computed, or hold no texts, are passed over.
std::vector<checks::LiteralLookup> look_up_literals(const LookupInput& input,
                                                    ExtraQueries& queries);

}
