#include "libagent/loop/kept_results.h"

#include "libagent/loop/kept_result_json.h"
#include "libagent/results/handle.h"
#include "libagent/results/writer.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <string>
#include <string_view>

namespace askdb::loop {
namespace {

constexpr std::size_t largest_kept_result = std::size_t{16} << 20;
constexpr std::size_t most_restored_bytes = std::size_t{64} << 20;
constexpr std::string_view rows_ending = ".csv";
constexpr std::string_view statement_ending = ".sql";
constexpr std::string_view too_large = "larger than 16 MiB";

/// 3 of "r3" + `ending`; 0 for any other name.
std::size_t number_of(std::string_view name, std::string_view ending) {
    if (!name.ends_with(ending)) return 0;
    name.remove_suffix(ending.size());
    return results::handle_number(name);
}

/// A cell without text takes its comma too.
bool is_kept_whole(const database::Rows& rows) {
    return rows.text_bytes() + rows.cell_count() <= largest_kept_result;
}

session::Artifact rows_artifact(const results::StoredResult& result) {
    const results::WriterSpec* const csv = results::find_writer("csv");
    assert(csv != nullptr);
    results::StringSink sink;
    results::write_rows(*csv, result.rows, {}, sink);
    std::string metadata = kept_result_json(result, sink.text.size());
    return {.kind = "data",
            .name = result.handle + std::string(rows_ending),
            .bytes = std::move(sink.text),
            .metadata = std::move(metadata)};
}

void restore_result(results::ResultStore& results, std::size_t number,
                    const session::Artifact& artifact) {
    Result<KeptResult> kept = kept_result_of(artifact.metadata);
    if (!kept) return;
    Result<database::Rows> rows = results::rows_of_csv(artifact.bytes, kept.value().columns);
    if (!rows || rows.value().row_count() != kept.value().rows) return;
    rows.value().truncated = kept.value().truncated;
    rows.value().milliseconds = kept.value().milliseconds;
    results.put_back(number, {.handle = {},
                              .database = std::move(kept.value().database),
                              .sql = std::move(kept.value().sql),
                              .rows = std::move(rows).value(),
                              .as_of = kept.value().as_of});
}

}

std::vector<session::Artifact> kept_results(const results::ResultStore& results,
                                            std::size_t after) {
    std::vector<session::Artifact> artifacts;
    for (const results::StoredResult& result : results.all()) {
        if (results::handle_number(result.handle) <= after) continue;
        const bool is_whole = is_kept_whole(result.rows);
        if (is_whole) artifacts.push_back(rows_artifact(result));
        artifacts.push_back(
            {.kind = "code",
             .name = result.handle + std::string(statement_ending),
             .bytes = result.sql,
             .metadata = kept_statement_json(result, is_whole ? std::string_view() : too_large)});
    }
    return artifacts;
}

std::vector<const session::Artifact*> rows_to_restore(
    std::span<const session::Artifact> artifacts) {
    std::map<std::size_t, const session::Artifact*, std::greater<>> newest_first;
    for (const session::Artifact& artifact : artifacts) {
        const std::size_t number = number_of(artifact.name, rows_ending);
        if (number > 0) newest_first[number] = &artifact;
    }
    std::vector<const session::Artifact*> chosen;
    std::size_t left = most_restored_bytes;
    for (const auto& [number, artifact] : newest_first) {
        const Result<KeptResult> kept = kept_result_of(artifact->metadata);
        if (!kept || kept.value().bytes > left) continue;
        left -= kept.value().bytes;
        chosen.push_back(artifact);
    }
    std::reverse(chosen.begin(), chosen.end());
    return chosen;
}

void restore_results(results::ResultStore& results, std::span<const session::Artifact> artifacts) {
    for (const session::Artifact* artifact : rows_to_restore(artifacts))
        restore_result(results, number_of(artifact->name, rows_ending), *artifact);
    for (const session::Artifact& artifact : artifacts)
        results.skip_to(result_number(artifact.name));
}

std::size_t result_number(std::string_view name) {
    return std::max(number_of(name, rows_ending), number_of(name, statement_ending));
}

}
