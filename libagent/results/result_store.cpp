#include "libagent/results/result_store.h"

#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/database/guard.h"
#include "libagent/database/sqlite/sqlite_scratch.h"
#include "libagent/database/statement_timeout.h"
#include "libagent/results/handle.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace askdb::results {
namespace {

using std::chrono::milliseconds;

milliseconds time_left(std::chrono::steady_clock::time_point deadline) {
    const auto left = deadline - std::chrono::steady_clock::now();
    return std::max(milliseconds::zero(), std::chrono::duration_cast<milliseconds>(left));
}

/// In lower case, from SQLite's words; empty: there is none.
std::string table_that_is_missing(std::string_view message) {
    constexpr std::string_view words = "no such table: ";
    const std::size_t at = message.find(words);
    if (at == std::string_view::npos) return {};
    const std::string_view name = message.substr(at + words.size());
    const std::string table = lower_ascii(name.substr(0, name.find(' ')));
    return table.substr(table.rfind('.') + 1);
}

const database::Dialect& scratch_dialect() {
    const database::Dialect* dialect = database::find_dialect("sqlite");
    assert(dialect != nullptr);
    return *dialect;
}

}

ResultStore::ResultStore() = default;
ResultStore::~ResultStore() = default;

const StoredResult& ResultStore::add(std::string database, std::string sql, database::Rows rows,
                                     WallTime as_of) {
    return results_.emplace_back(StoredResult{handle_of(++last_number_), std::move(database),
                                              std::move(sql), std::move(rows), as_of, false});
}

void ResultStore::put_back(std::size_t number, StoredResult result) {
    result.handle = handle_of(number);
    if (find(result.handle) != nullptr) return;
    results_.push_back(std::move(result));
    skip_to(number);
}

const StoredResult* ResultStore::find(std::string_view handle) const {
    for (const StoredResult& result : results_) {
        if (equal_ignoring_case(result.handle, handle)) return &result;
    }
    return nullptr;
}

void ResultStore::skip_to(std::size_t number) {
    last_number_ = std::max(last_number_, number);
}

std::vector<std::pair<std::string, std::string>> ResultStore::rename(std::size_t after,
                                                                     std::size_t last) {
    std::vector<std::pair<std::string, std::string>> renamed;
    skip_to(last);
    for (StoredResult& result : results_) {
        const std::size_t number = handle_number(result.handle);
        if (number <= after || number > last) continue;
        const std::string old = std::exchange(result.handle, handle_of(++last_number_));
        renamed.emplace_back(old, result.handle);
        result.was_renamed = true;
    }
    const std::lock_guard lock(mutex_);
    if (!renamed.empty()) scratch_.reset();  // Its tables are called as the results were.
    if (!renamed.empty()) loaded_.clear();
    return renamed;
}

bool ResultStore::is_gone(std::string_view handle) const {
    const std::size_t number = handle_number(handle);
    return number > 0 && number <= last_number_ && find(handle) == nullptr;
}

Result<database::Rows> ResultStore::query(std::string_view sql, const database::Limits& limits,
                                          std::stop_token stop) const {
    if (auto refusal = database::judge_read_only(sql, scratch_dialect())) return *refusal;
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::hours longest_timeout{24 * 365};  // More would overflow the clock.
    const std::lock_guard lock(mutex_);
    const auto began = Clock::now();
    const auto deadline = began + std::min<milliseconds>(limits.timeout, longest_timeout);
    if (auto error = load_named_in(sql, deadline, stop)) {
        if (error->code == Errc::timeout) return database::statement_timeout(limits.timeout);
        return std::move(*error);
    }
    database::Limits rest = limits;
    rest.timeout = time_left(deadline);
    Result<database::Rows> rows = scratch_->query(sql, rest, stop);
    if (!rows) {
        if (rows.error().code == Errc::timeout) return database::statement_timeout(limits.timeout);
        const std::string missing = table_that_is_missing(rows.error().message);
        if (!is_gone(missing)) return rows;
        return Error{Errc::bad_input,
                     "the result '" + missing + "' is no longer kept: run its statement again"};
    }
    rows.value().milliseconds =
        std::chrono::duration<double, std::milli>(Clock::now() - began).count();
    return rows;
}

std::optional<Error> ResultStore::load_named_in(std::string_view sql,
                                                std::chrono::steady_clock::time_point deadline,
                                                const std::stop_token& stop) const {
    if (!scratch_) scratch_ = std::make_unique<database::SqliteScratch>();
    loaded_.resize(results_.size());
    const std::string text = lower_ascii(sql);
    for (std::size_t i = 0; i < results_.size(); ++i) {
        throw_if_stopped(stop);
        const StoredResult& result = results_[i];
        // Any mention will do: a handle loaded in vain costs time, a missing one the answer.
        const bool named = text.find(result.handle) != std::string::npos;
        if (loaded_[i] || !named || result.rows.columns.empty()) continue;
        const milliseconds left = time_left(deadline);
        if (auto error = scratch_->add_table(result.handle, result.rows, left, stop)) return error;
        loaded_[i] = true;
    }
    return std::nullopt;
}

}
