#include "libagent/models/offline/sources.h"

#include "libagent/models/offline/lexicon.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::models::offline {

using database::Column;
using database::Table;

std::optional<Sources> Sources::join(const JoinGraph& graph, const Table& subject,
                                     const std::vector<const Table*>& tables, std::string& why) {
    auto tree = graph.join(subject, tables);
    if (!tree) {
        std::string names;
        for (const Table* table : tables) {
            if (table != &subject) names += (names.empty() ? "'" : ", '") + table->name + "'";
        }
        why = fmt::format("no keys join '{}' with {}", subject.name, names);
        return std::nullopt;
    }
    if (tree->ambiguous) {
        why = fmt::format("there are two ways to join '{}' with '{}'", subject.name,
                          tree->steps.back().added->name);
        return std::nullopt;
    }
    Sources sources;
    sources.tables_.push_back(&subject);
    for (const JoinStep& step : tree->steps) sources.tables_.push_back(step.added);
    sources.tree_ = std::move(*tree);
    return sources;
}

std::size_t Sources::index_of(const Table& table) const {
    const auto found = std::find(tables_.begin(), tables_.end(), &table);
    return static_cast<std::size_t>(found - tables_.begin());
}

ColumnRef Sources::ref(const Table& table, const Column& column) const {
    return {index_of(table), &column};
}

std::vector<const JoinStep*> Sources::path(const Table& table) const {
    std::vector<const JoinStep*> steps;
    const Table* at = &table;
    for (auto step = tree_.steps.rbegin(); step != tree_.steps.rend(); ++step) {
        if (step->added != at) continue;
        steps.insert(steps.begin(), &*step);
        at = step->known;
    }
    return steps;
}

bool Sources::multiplies(const Table& table) const {
    const auto steps = path(table);
    return std::any_of(steps.begin(), steps.end(), [](const JoinStep* s) { return s->multiplies; });
}

bool Sources::may_miss(const Table& table) const {
    const auto steps = path(table);
    return std::any_of(steps.begin(), steps.end(), [](const JoinStep* s) { return s->may_miss; });
}

bool Sources::multiplies() const {
    return std::any_of(tree_.steps.begin(), tree_.steps.end(),
                       [](const JoinStep& step) { return step.multiplies; });
}

bool Sources::multiplies_beside(const Table& table) const {
    const auto steps = path(table);
    return std::any_of(tree_.steps.begin(), tree_.steps.end(), [&](const JoinStep& step) {
        return step.multiplies && std::find(steps.begin(), steps.end(), &step) == steps.end();
    });
}

bool Sources::goes_down_only(const Table& table) const {
    bool down = false;
    for (const JoinStep* step : path(table)) {
        if (!step->multiplies && down) return false;
        down = down || step->multiplies;
    }
    return down;
}

void Sources::write(Query& query, bool outer) const {
    query.sources = tables_;
    for (std::size_t i = 0; i < tree_.steps.size(); ++i) {
        const JoinStep& step = tree_.steps[i];
        const auto known = std::find(tables_.begin(), tables_.end(), step.known);
        query.joins.push_back(
            {static_cast<std::size_t>(known - tables_.begin()), i + 1, step.on, outer});
    }
}

const Column* key_column(const Table& table) {
    if (table.primary_key.size() != 1) return nullptr;
    return table.find_column(table.primary_key.front());
}

std::vector<const Column*> row_columns(const Table& table) {
    constexpr std::size_t few_columns = 8;
    std::vector<const Column*> columns;
    const Column* key = key_column(table);
    if (const Column* display = display_column(table)) {
        const bool is_name = identifier_words(display->name).back() == "name";
        if (!is_name && key != nullptr && key != display) columns.push_back(key);
        columns.push_back(display);
        return columns;
    }
    std::vector<const Column*> names;
    for (const Column& column : table.columns) {
        const auto words = identifier_words(column.name);
        if (!words.empty() && words.back() == "name") names.push_back(&column);
    }
    if (!names.empty() && names.size() <= 3) return names;
    if (table.columns.size() > few_columns && key != nullptr) return {key};
    for (const Column& column : table.columns) columns.push_back(&column);
    return columns;
}

}
