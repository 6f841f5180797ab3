#pragma once

#include "libagent/database/dialect.h"
#include "libagent/models/offline/planner.h"

namespace askdb::test {

/// A catalog made by hand: sites, pumps at sites, jobs on pumps, a view of late jobs.
inline database::Catalog shop_catalog() {
    using database::Kind;
    database::Catalog catalog;
    database::Table jobs{.schema = "", .name = "jobs"};
    jobs.columns = {
        {"job_id", "INTEGER", Kind::integer, false}, {"pump_id", "INTEGER", Kind::integer, false},
        {"title", "TEXT", Kind::text, false},        {"priority", "TEXT", Kind::text, false},
        {"opened_on", "DATE", Kind::date, false},    {"completed_on", "DATE", Kind::date, true},
        {"cost", "DECIMAL", Kind::decimal, false}};
    jobs.primary_key = {"job_id"};
    jobs.foreign_keys = {{{"pump_id"}, "pumps", {"pump_id"}}};
    database::Table late = jobs;
    late.name = "late_jobs";
    late.is_view = true;
    late.primary_key.clear();
    late.foreign_keys.front().inferred = true;
    database::Table pumps{.schema = "", .name = "pumps"};
    pumps.columns = {{"pump_id", "INTEGER", Kind::integer, false},
                     {"site_id", "INTEGER", Kind::integer, false},
                     {"name", "TEXT", Kind::text, false},
                     {"maker", "TEXT", Kind::text, false},
                     {"purchase_cost", "DECIMAL", Kind::decimal, true}};
    pumps.primary_key = {"pump_id"};
    pumps.foreign_keys = {{{"site_id"}, "sites", {"site_id"}}};
    database::Table sites{.schema = "", .name = "sites"};
    sites.columns = {{"site_id", "INTEGER", Kind::integer, false},
                     {"name", "TEXT", Kind::text, false},
                     {"city", "TEXT", Kind::text, true}};
    sites.primary_key = {"site_id"};
    catalog.tables = {jobs, late, pumps, sites};
    return catalog;
}

/// The catalog with some values, and the planner over both.
struct KnownShop {
    KnownShop() : knowledge(catalog, values(catalog)) {}

    std::string sql(std::string_view question) const {
        const auto planned = models::offline::plan_question(
            question, knowledge, *database::find_dialect("sqlite"), {.show_measure = false});
        const auto* plan = std::get_if<models::offline::Plan>(&planned);
        return plan == nullptr ? "" : plan->sql;
    }
    /// Why it abstains; empty when it does not.
    std::string why(std::string_view question) const {
        const auto planned =
            models::offline::plan_question(question, knowledge, *database::find_dialect("sqlite"));
        const auto* abstention = std::get_if<models::offline::Abstention>(&planned);
        return abstention == nullptr ? "" : abstention->text;
    }

    static models::offline::ValueIndex values(const database::Catalog& catalog) {
        models::offline::ValueIndex index;
        const auto add = [&](const char* table, const char* column, const char* value) {
            const database::Table& found = *catalog.find_table(table);
            index.add(found, *found.find_column(column), value);
        };
        add("jobs", "priority", "critical");
        add("jobs", "priority", "low");
        add("pumps", "maker", "Brandt & Sohn");
        add("sites", "name", "North Mill");
        add("sites", "city", "Almería");
        add("sites", "city", "Gijón");
        return index;
    }

    database::Catalog catalog = shop_catalog();
    models::offline::Knowledge knowledge;
};

}
