#pragma once

#include "libagent/base/result.h"
#include "libagent/results/exact_csv.h"
#include "libagent/results/result_store.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::loop {

/// What a session keeps of a result beside its rows.
struct KeptResult {
    std::string database = {};
    std::string sql = {};
    std::size_t rows = 0;
    std::size_t bytes = 0;  ///< Of the CSV.
    bool truncated = false;
    double milliseconds = 0;
    WallTime as_of = {};
    std::vector<results::CsvColumn> columns = {};
};

/// The metadata of `r1.csv`: all that rows_of_csv() and ResultStore::add() want to know again.
std::string kept_result_json(const results::StoredResult& result, std::size_t csv_bytes);

/// Errc::bad_input names the field that is missing; unknown ones are passed over.
Result<KeptResult> kept_result_of(std::string_view json);

/// The metadata of `r1.sql`; `why_no_rows` is empty where the rows are kept too.
std::string kept_statement_json(const results::StoredResult& result, std::string_view why_no_rows);

}
