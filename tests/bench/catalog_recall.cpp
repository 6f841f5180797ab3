// Whether the prompt holds the tables that a question needs, when a database has 5,000 of them.
//
//   bench_catalog_recall DATA-FOLDER WORK-FOLDER [EVERY [FIRST]]
//
// DATA-FOLDER has tune.jsonl ({"question", "path", "gold_sql"}) and the SQLite files that it
// names. All of their tables go into one database in WORK-FOLDER, with up to 200 rows each, under
// their own names, or behind their database's where two have the same; then, until there are 5,000,
// copies of all of them under names like those that real databases collect (orders_2019,
// stg_orders). Only the originals count: a copy has the same columns and values, so that nothing
// but its longer name tells it from them. Each question that is asked of one database is then asked
// of all. The tables that it needs are those that SQLite reads for the accepted statement.

#include "libagent/database/database.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/loop/ask.h"
#include "libagent/loop/digest.h"

#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace askdb;
using Clock = std::chrono::steady_clock;

constexpr std::size_t wanted_tables = 5'000;
constexpr const char* copied_rows = "200";
constexpr std::size_t default_every = 7;

/// What copies are called: a front and an end.
constexpr std::pair<const char*, const char*> copy_names[] = {
    {"", ""},         {"", "_2019"},   {"stg_", ""},      {"", "_archive"}, {"", "_2020"},
    {"old_", ""},     {"", "_backup"}, {"tmp_", ""},      {"", "_2021"},    {"", "_history"},
    {"raw_", ""},     {"", "_2022"},   {"", "_snapshot"}, {"test_", ""},    {"", "_eu"},
    {"", "_staging"}, {"dev_", ""},    {"", "_2023"},     {"", "_us"},      {"", "_v2"}};

double milliseconds_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

using Names = std::map<std::string, std::string>;  ///< From lower case to what it is called now.

std::string lower(std::string text) {
    for (char& c : text) c = (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

std::string in_quotes(const std::string& name) {
    std::string out = "\"";
    for (const char c : name) out.append(c == '"' ? 2 : 1, c);
    return out + "\"";
}

class Handle {
  public:
    explicit Handle(const std::string& path) {
        if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) throw std::runtime_error(path);
    }
    ~Handle() { sqlite3_close(db_); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    void run(const std::string& sql) {
        char* why = nullptr;
        if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, &why) != SQLITE_OK)
            throw std::runtime_error(sql + ": " + why);
    }
    sqlite3* raw() const { return db_; }

  private:
    sqlite3* db_ = nullptr;
};

/// One of the small databases.
struct Source {
    std::string path;
    database::Catalog catalog;
    Names names = {};  ///< Of the originals in the big database.
};

std::vector<Source> read_sources(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "db"))
        if (entry.path().extension() == ".sqlite") paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<Source> sources;
    std::map<std::string, int> uses;
    for (const auto& path : paths) {
        const auto connection = database::make_sqlite_source(path.string())->connect({});
        sources.push_back({path.string(), connection->load_catalog({})});
        std::erase_if(sources.back().catalog.tables,
                      [](const database::Table& table) { return table.is_view; });
        for (const database::Table& table : sources.back().catalog.tables)
            ++uses[lower(table.name)];
    }
    for (Source& source : sources) {
        const std::string stem = std::filesystem::path(source.path).stem().string();
        for (const database::Table& table : source.catalog.tables) {
            const std::string key = lower(table.name);
            std::string name = uses[key] == 1 ? table.name : stem + "_" + table.name;
            if (uses[key] > 1 && uses.contains(lower(name))) name += "_";
            source.names[key] = name;
        }
    }
    return sources;
}

std::string create_sql(const database::Table& table, const Names& names) {
    std::string body;
    for (const database::Column& column : table.columns)
        body += (body.empty() ? "" : ", ") + in_quotes(column.name) + " " + column.type;
    const auto listed = [](const std::vector<std::string>& columns) {
        std::string text;
        for (const std::string& column : columns)
            text += (text.empty() ? "" : ", ") + in_quotes(column);
        return "(" + text + ")";
    };
    if (!table.primary_key.empty()) body += ", PRIMARY KEY " + listed(table.primary_key);
    for (const database::ForeignKey& key : table.foreign_keys) {
        const auto target = names.find(lower(key.table));
        if (target == names.end()) continue;
        body += ", FOREIGN KEY " + listed(key.columns) + " REFERENCES " +
                in_quotes(target->second) + listed(key.referenced);
    }
    return "CREATE TABLE " + in_quotes(names.at(lower(table.name))) + " (" + body + ")";
}

/// All tables of the source once more, under names with this front and end.
std::size_t copy_source(Handle& big, const Source& source,
                        const std::pair<const char*, const char*>& around, std::size_t most) {
    Names names;
    for (const auto& [key, name] : source.names) names[key] = around.first + name + around.second;
    std::size_t count = 0;
    big.run("ATTACH '" + source.path + "' AS source; BEGIN");
    for (const database::Table& table : source.catalog.tables) {
        if (count == most) break;
        big.run(create_sql(table, names));
        big.run("INSERT OR IGNORE INTO main." + in_quotes(names.at(lower(table.name))) +
                " SELECT * FROM source." + in_quotes(table.name) + " LIMIT " + copied_rows);
        ++count;
    }
    big.run("COMMIT; DETACH source");
    return count;
}

void build(const std::string& path, const std::vector<Source>& sources) {
    const std::string unfinished = path + ".unfinished";
    std::filesystem::remove(unfinished);
    Handle big(unfinished);
    big.run("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY");
    std::size_t count = 0;
    for (const auto& around : copy_names)
        for (const Source& source : sources)
            count += copy_source(big, source, around, wanted_tables - count);
    std::filesystem::rename(unfinished, path);
}

/// The tables that a statement reads, in lower case; empty when it does not compile.
std::set<std::string> tables_read(const std::string& path, const std::string& sql) {
    Handle source(path);
    std::set<std::string> tables;
    sqlite3_set_authorizer(
        source.raw(),
        [](void* to, int action, const char* table, const char*, const char*, const char*) {
            if (action == SQLITE_READ && table != nullptr && *table != '\0')
                static_cast<std::set<std::string>*>(to)->insert(lower(table));
            return SQLITE_OK;
        },
        &tables);
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(source.raw(), sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
        tables.clear();
    sqlite3_finalize(statement);
    return tables;
}

struct Asked {
    std::string question;
    std::set<std::string> needed;  ///< As the big database calls them.
};

std::vector<Asked> read_questions(const std::filesystem::path& folder,
                                  const std::vector<Source>& sources, std::size_t every,
                                  std::size_t first) {
    std::ifstream file(folder / "tune.jsonl");
    std::vector<Asked> questions;
    std::size_t number = 0;
    for (std::string text; std::getline(file, text); ++number) {
        if (number % every != first) continue;
        const auto json = nlohmann::json::parse(text);
        const std::string path = (folder / json.at("path").get<std::string>()).string();
        const auto source = std::find_if(sources.begin(), sources.end(),
                                         [&](const Source& one) { return one.path == path; });
        if (source == sources.end()) continue;
        Asked asked{json.at("question").get<std::string>(), {}};
        for (const std::string& table : tables_read(path, json.at("gold_sql").get<std::string>())) {
            const auto name = source->names.find(table);
            if (name != source->names.end()) asked.needed.insert(name->second);
        }
        if (!asked.needed.empty()) questions.push_back(std::move(asked));
    }
    return questions;
}

/// The tables that have a line of their own, and all that are named.
struct Shown {
    std::set<std::string> described;
    std::set<std::string> named;
};

Shown shown_in(const std::string& digest, const database::Catalog& catalog,
               const database::Dialect& dialect) {
    static std::map<std::string, std::string> plain;  // From how the digest writes them.
    if (plain.empty())
        for (const database::Table& table : catalog.tables)
            plain[database::quoted(dialect, table.name)] = table.name;
    Shown shown;
    const auto add = [&](const std::string& written, bool is_described) {
        const auto found = plain.find(written);
        if (found == plain.end()) return;
        shown.named.insert(found->second);
        if (is_described) shown.described.insert(found->second);
    };
    const std::string others = "Other tables (describe_tables tells their columns): ";
    for (std::size_t at = 0; at < digest.size();) {
        const std::size_t end = std::min(digest.find('\n', at), digest.size());
        std::string line = digest.substr(at, end - at);
        at = end + 1;
        if (line.starts_with(others)) {
            line.erase(0, others.size());
            for (std::size_t from = 0; from < line.size();) {
                const std::size_t to = std::min(line.find(", ", from), line.size());
                add(line.substr(from, to - from), false);
                from = to + 2;
            }
        } else {
            add(line.substr(0, std::min(line.find(" (~"), line.find(": "))), true);
        }
    }
    return shown;
}

struct Recall {
    std::size_t questions = 0, all_described = 0, all_named = 0;
    std::size_t needed = 0, described = 0, named = 0;
    double milliseconds = 0;
    std::size_t lines = 0;

    void add(const Asked& asked, const Shown& shown) {
        std::size_t of_described = 0, of_named = 0;
        for (const std::string& table : asked.needed) {
            of_described += shown.described.count(table);
            of_named += shown.named.count(table);
        }
        ++questions;
        needed += asked.needed.size();
        described += of_described;
        named += of_named;
        all_described += of_described == asked.needed.size();
        all_named += of_named == asked.needed.size();
        lines += shown.described.size();
    }
    void print(const char* what) const {
        const auto percent = [](std::size_t part, std::size_t of) {
            return 100.0 * static_cast<double>(part) /
                   static_cast<double>(std::max<std::size_t>(of, 1));
        };
        std::printf(
            "%-26s %8.1f %% %9.1f %% %11.1f %% %9.1f %% %8.1f %8.1f\n", what,
            percent(all_described, questions), percent(described, needed),
            percent(all_named, questions), percent(named, needed),
            static_cast<double>(lines) / static_cast<double>(std::max<std::size_t>(questions, 1)),
            milliseconds / static_cast<double>(std::max<std::size_t>(questions, 1)));
    }
};

Recall measure(database::Database& database, const std::vector<Asked>& questions, bool by_index,
               bool tell_misses) {
    const database::Catalog& catalog = database.catalog({});
    Recall recall;
    for (const Asked& asked : questions) {
        loop::TableRanking ranking;
        if (by_index) ranking = [&] { return database.rank_tables(catalog, asked.question); };
        const auto begin = Clock::now();
        const std::string digest =
            loop::catalog_digest({catalog, database.dialect()}, asked.question,
                                 loop::TurnLimits{}.digest_tokens, ranking);
        recall.milliseconds += milliseconds_since(begin);
        const Shown shown = shown_in(digest, catalog, database.dialect());
        recall.add(asked, shown);
        if (!tell_misses) continue;
        for (const std::string& table : asked.needed) {
            if (shown.described.contains(table)) continue;
            const std::vector<std::size_t> order = database.rank_tables(catalog, asked.question);
            const auto place = std::find_if(order.begin(), order.end(), [&](std::size_t index) {
                return catalog.tables[index].name == table;
            });
            std::fprintf(stderr, "%s (place %zd): %s\n", table.c_str(), place - order.begin(),
                         asked.question.c_str());
        }
    }
    return recall;
}

/// What a run has to wait for before it can ask a model: the catalog, then the digest.
void time_first_question(const std::string& path, const std::string& folder, const char* what) {
    const auto begin = Clock::now();
    database::Database database("mixed", database::make_sqlite_source(path));
    database.keep_catalogs({.folder = folder});
    const database::Catalog& catalog = database.catalog({});
    const double loaded = milliseconds_since(begin);
    const std::string question = "Which customers have ordered most?";
    const std::string digest = loop::catalog_digest(
        {catalog, database.dialect()}, question, loop::TurnLimits{}.digest_tokens,
        [&] { return database.rank_tables(catalog, question); });
    std::printf("%-28s catalog %6.1f ms, with the digest %6.1f ms\n", what, loaded,
                milliseconds_since(begin));
    database.finish_behind();
}

}

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fputs("usage: bench_catalog_recall DATA-FOLDER WORK-FOLDER [EVERY [FIRST]]\n", stderr);
        return 2;
    }
    const std::filesystem::path data(argv[1]);
    const std::filesystem::path work(argv[2]);
    const std::size_t every = argc > 3 ? std::stoul(argv[3]) : default_every;
    const std::size_t first = argc > 4 ? std::stoul(argv[4]) : 0;
    const std::vector<Source> sources = read_sources(data);
    const std::string path = (work / "mixed.db").string();
    if (!std::filesystem::exists(path)) build(path, sources);
    const std::vector<Asked> questions = read_questions(data, sources, every, first);

    const std::string folder = (work / "cache").string();
    std::filesystem::remove_all(folder);
    time_first_question(path, folder, "5,000 tables, cold:");
    time_first_question(path, folder, "5,000 tables, kept:");
    std::filesystem::remove_all(folder);
    database::Database database("mixed", database::make_sqlite_source(path));
    database.keep_catalogs({.folder = folder});
    const database::Catalog& catalog = database.catalog({});
    std::printf("%zu tables, %zu questions from %zu databases; %zu tokens of digest\n",
                catalog.tables.size(), questions.size(), sources.size(),
                loop::TurnLimits{}.digest_tokens);
    std::printf("%-26s %10s %11s %13s %11s %8s %8s\n", "", "all descr.", "of needed", "all named",
                "of needed", "tables", "ms");
    measure(database, questions, false, false).print("overlap of words");
    const bool tell_misses = argc > 5;
    {
        database::Database in_memory("mixed", database::make_sqlite_source(path));
        measure(in_memory, questions, true, false).print("index, without values");
    }
    database.rank_tables(catalog, "anything");
    const auto begin = Clock::now();
    database.finish_behind();
    const double gathered = milliseconds_since(begin);
    measure(database, questions, true, tell_misses).print("index, with values");
    std::printf("values gathered behind in %.0f ms\n", gathered);
    return 0;
}
