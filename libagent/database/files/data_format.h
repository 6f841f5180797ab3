#pragma once

#include "libagent/base/error.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

enum class DataFormat {
    csv,   ///< Fields with a separator that is found out.
    tsv,   ///< Fields separated by tabs.
    json,  ///< JSON Lines, or one array of objects.
};

/// By the ending of the name: .csv, .tsv, .tab, .jsonl, .ndjson, .json in any case.
std::optional<DataFormat> data_format_of_name(std::string_view path);

/// Why a file that is called so cannot be read although it holds tables (.parquet, .xlsx,
/// .csv.gz, …), and what to type instead; nothing for other names.
std::optional<Error> unreadable_data_file(const std::string& path);

/// "Orders_2024" for "data/Orders 2024.csv": the stem as a plain ASCII identifier of at most 60
/// bytes, its case kept unless it has letters beyond ASCII; `t_` before a digit and before
/// `sqlite_`, "data" when nothing is left.
std::string table_name_of_file(std::string_view path);

/// Makes each name differ from those before it, ignoring ASCII case, by `_2`, `_3`, ….
void make_distinct(std::vector<std::string>& names);

}
