// What a connection brings besides rows: the catalog, its stamp and samples, and the dialect.
#include "libagent/database/odbc/odbc_connection.h"
#include "libagent/database/statement_timeout.h"

#include <fmt/format.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace askdb::database {
namespace {

constexpr std::chrono::seconds longest_catalog{120};

}

template <class Answer>
Answer OdbcConnection::ask_catalog(std::function<Answer(OdbcLink&)> ask,
                                   const std::stop_token& stop) {
    const auto answer = std::make_shared<Answer>();
    const Ending ending =
        run({.run = [answer, ask = std::move(ask)](OdbcLink& link) { *answer = ask(link); },
             .timeout = longest_catalog,
             .stop = stop});
    if (ending.is_late) {
        throw Failure(
            Error{Errc::timeout, fmt::format("the catalog of '{}' could not be read in {} s",
                                             route_.name, longest_catalog.count())});
    }
    return std::move(*answer);
}

Catalog OdbcConnection::load_catalog(std::stop_token stop) {
    return ask_catalog<Catalog>(
        [](OdbcLink& link) { return link.server->load_catalog(link.session); }, stop);
}

std::optional<CatalogStamp> OdbcConnection::catalog_stamp(const CatalogStamp* known,
                                                          std::stop_token stop) {
    // The worker may outlive the call: it has a copy of its own.
    std::optional<CatalogStamp> before;
    if (known != nullptr) before = *known;
    return ask_catalog<std::optional<CatalogStamp>>(
        [before = std::move(before)](OdbcLink& link) {
            return link.server->catalog_stamp(link.session, before ? &*before : nullptr);
        },
        stop);
}

void OdbcConnection::refresh_row_estimates(Catalog& catalog, std::stop_token stop) {
    const Catalog counted = ask_catalog<Catalog>(
        [](OdbcLink& link) { return link.server->load_row_estimates(link.session); }, stop);
    std::unordered_map<std::string, std::optional<std::int64_t>> estimates;
    for (const Table& table : counted.tables)
        estimates.emplace(table.qualified_name(), table.row_estimate);
    for (Table& table : catalog.tables) {
        const auto found = estimates.find(table.qualified_name());
        if (found != estimates.end()) table.row_estimate = found->second;
    }
}

std::vector<TableSample> OdbcConnection::sample_values(std::span<const Table* const> tables,
                                                       std::chrono::milliseconds,
                                                       std::stop_token stop) {
    const std::vector<TableSample> found = ask_catalog<std::vector<TableSample>>(
        [](OdbcLink& link) { return link.server->sample_values(link.session); }, stop);
    if (found.empty()) return {};
    std::unordered_map<std::string_view, std::string_view> values;
    for (const TableSample& sample : found) values.emplace(sample.table, sample.values);
    std::vector<TableSample> samples;
    for (const Table* table : tables) {
        std::string name = table->qualified_name();
        const auto of_table = values.find(name);
        std::string text(of_table == values.end() ? std::string_view() : of_table->second);
        samples.push_back({.table = std::move(name), .values = std::move(text)});
    }
    return samples;
}

std::shared_ptr<const Dialect> OdbcConnection::describe_dialect(std::stop_token stop) {
    auto described = std::make_shared<std::shared_ptr<const Dialect>>();
    const std::chrono::milliseconds timeout = Limits{}.timeout;
    const Ending ending = run(
        {.run = [described](
                    OdbcLink& link) { *described = link.server->describe_dialect(link.session); },
         .timeout = timeout,
         .stop = stop});
    if (ending.is_late) throw Failure(statement_timeout(timeout));
    return std::move(*described);
}

}
