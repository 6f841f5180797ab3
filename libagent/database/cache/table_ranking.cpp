#include "libagent/database/cache/table_ranking.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <unordered_map>
#include <utility>

namespace askdb::database {
namespace {

/// What a table gets of the points of the best two that keys join it with.
constexpr double neighbour_part = 0.4;
/// A table that more keys than these point at says little about each of them.
constexpr std::size_t usual_degree = 8;
/// Each further table with the same columns counts so much less than the one before.
constexpr double same_shape_part = 0.6;

using Neighbours = std::vector<std::vector<std::size_t>>;

Neighbours neighbours_of(const Catalog& catalog) {
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < catalog.tables.size(); ++i)
        places.emplace(catalog.tables[i].qualified_name(), i);
    Neighbours neighbours(catalog.tables.size());
    for (std::size_t i = 0; i < catalog.tables.size(); ++i) {
        for (const ForeignKey& key : catalog.tables[i].foreign_keys) {
            const auto found = places.find(key.table);
            if (found == places.end() || found->second == i) continue;
            neighbours[i].push_back(found->second);
            neighbours[found->second].push_back(i);
        }
    }
    for (std::vector<std::size_t>& of_one : neighbours) {
        std::sort(of_one.begin(), of_one.end());
        of_one.erase(std::unique(of_one.begin(), of_one.end()), of_one.end());
    }
    return neighbours;
}

/// What the best two neighbours pass on to one table.
double passed_on(const std::vector<std::size_t>& of_one, const Neighbours& all,
                 const std::vector<double>& points) {
    double best = 0;
    double second = 0;
    for (const std::size_t other : of_one) {
        const auto degree = static_cast<double>(std::max(all[other].size(), usual_degree));
        const double given = points[other] * static_cast<double>(usual_degree) / degree;
        if (given > best) {
            second = std::exchange(best, given);
        } else {
            second = std::max(second, given);
        }
    }
    return neighbour_part * (best + second);
}

std::string shape_of(const Table& table) {
    std::string shape;
    for (const Column& column : table.columns) shape += lower_ascii(column.name) + '\n';
    return shape;
}

std::vector<std::size_t> ordered_by(const std::vector<double>& points) {
    std::vector<std::size_t> order(points.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&points](std::size_t a, std::size_t b) { return points[a] > points[b]; });
    return order;
}

}

std::vector<std::size_t> rank_tables(const Catalog& catalog, const std::vector<TableHit>& hits) {
    std::unordered_map<std::string, double> by_name;
    for (const TableHit& hit : hits) by_name[hit.table] = hit.points;
    std::vector<double> own(catalog.tables.size(), 0);
    for (std::size_t i = 0; i < own.size(); ++i) {
        const auto found = by_name.find(catalog.tables[i].qualified_name());
        if (found != by_name.end()) own[i] = found->second;
    }
    const Neighbours neighbours = neighbours_of(catalog);
    std::vector<double> points = own;
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] += passed_on(neighbours[i], neighbours, own);
    // Which of them goes first, their own words decide: keys may favour a copy by chance.
    std::unordered_map<std::string, double> share_of_shape;
    for (const std::size_t index : ordered_by(own)) {
        if (points[index] <= 0) continue;
        double& share =
            share_of_shape.try_emplace(shape_of(catalog.tables[index]), 1.0).first->second;
        points[index] *= share;
        share *= same_shape_part;
    }
    return ordered_by(points);
}

}
