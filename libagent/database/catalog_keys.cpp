#include "libagent/base/text.h"
#include "libagent/database/catalog.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace askdb::database {
namespace {

/// `siteId`, `site_id` and `SITE-ID` are the words "site", "id".
std::vector<std::string> name_words(std::string_view name) {
    std::vector<std::string> words(1);
    bool after_lower = false;
    for (const char c : name) {
        const bool is_upper = c >= 'A' && c <= 'Z';
        const bool is_separator = c == '_' || c == '-' || c == ' ' || c == '.';
        if ((is_separator || (is_upper && after_lower)) && !words.back().empty()) {
            words.emplace_back();
        }
        if (!is_separator) words.back() += c;
        after_lower = !is_upper && !is_separator;
    }
    if (words.back().empty()) words.pop_back();
    for (std::string& word : words) word = lower_ascii(word);
    return words;
}

std::string joined_from(const std::vector<std::string>& words, std::size_t first) {
    std::string out;
    for (std::size_t i = first; i < words.size(); ++i) out += words[i];
    return out;
}

std::string plain_name(std::string_view name) {
    return joined_from(name_words(name), 0);
}

/// Names that say nothing about which table they belong to.
bool is_vague(std::string_view plain) {
    constexpr std::array vague = {"id",   "name", "type", "code",   "key",  "no",   "nr",
                                  "num",  "uuid", "guid", "number", "date", "year", "month",
                                  "time", "pk",   "oid",  "rowid",  "value"};
    return std::find(vague.begin(), vague.end(), plain) != vague.end();
}

/// A name that ends as identifiers do, with more before it: `person_id`, `country_code`.
bool is_specific(const std::vector<std::string>& words) {
    constexpr std::array endings = {"id", "code", "key", "no", "nr", "num", "number", "uuid"};
    const std::string plain = joined_from(words, 0);
    if (is_vague(plain)) return false;
    constexpr std::size_t shortest_prefix = 2;
    return std::any_of(endings.begin(), endings.end(), [&plain](std::string_view ending) {
        return plain.ends_with(ending) && plain.size() >= ending.size() + shortest_prefix;
    });
}

/// What a column may call one row of this table: `sites` gives "sites" and "site".
std::vector<std::string> table_stems(std::string_view table) {
    const std::string plain = plain_name(table);
    std::vector<std::string> stems{plain};
    const auto without = [&plain](std::size_t count) {
        return plain.substr(0, plain.size() - count);
    };
    constexpr std::size_t shortest = 4;
    if (plain.size() < shortest || !plain.ends_with('s')) return stems;
    if (plain.ends_with("ies")) stems.push_back(without(3) + "y");
    for (const std::string_view ending : {"xes", "ches", "shes", "sses", "uses", "zes", "oes"}) {
        if (plain.ends_with(ending)) stems.push_back(without(2));
    }
    if (!plain.ends_with("ss") && !plain.ends_with("us")) stems.push_back(without(1));
    return stems;
}

bool kinds_agree(const Column& a, const Column& b) {
    if (a.type.empty() || b.type.empty() || a.kind == b.kind) return true;
    const auto is_exact = [](Kind kind) { return kind == Kind::integer || kind == Kind::decimal; };
    return is_exact(a.kind) && is_exact(b.kind);
}

/// One table that keys may point at: its primary key has one column.
struct KeyTarget {
    const Table* table;
    const Column* key;
    bool is_home;  ///< The key's name has the table's own in it, or none at all.
};

/// Which tables the names of columns may mean.
class KeyIndex {
  public:
    explicit KeyIndex(const Catalog& catalog) {
        for (const Table& table : catalog.tables) {
            if (table.primary_key.size() == 1) add(table);
        }
    }

    std::optional<KeyTarget> find(const Table& table, const Column& column) const {
        const std::vector<std::string> words = name_words(column.name);
        const std::string plain = joined_from(words, 0);
        if (is_vague(plain)) return std::nullopt;
        if (const auto* found = look_up(by_key_name_, plain)) return only(*found, table, column);
        if (const auto* found = look_up(by_table_name_, plain)) return only(*found, table, column);
        for (std::size_t first = 1; first < words.size(); ++first) {
            const auto* found = look_up(by_specific_key_, joined_from(words, first));
            if (found) return only(*found, table, column);
        }
        return std::nullopt;
    }

  private:
    using Names = std::unordered_map<std::string, std::vector<KeyTarget>>;

    void add(const Table& table) {
        const Column* key = table.find_column(table.primary_key.front());
        if (!key) return;
        const std::vector<std::string> words = name_words(key->name);
        const std::string plain = joined_from(words, 0);
        const std::vector<std::string> stems = table_stems(table.name);
        const bool has_stem =
            std::any_of(stems.begin(), stems.end(), [&plain](const std::string& stem) {
                return plain.starts_with(stem) && plain.size() > stem.size();
            });
        const KeyTarget target{&table, key, has_stem || is_vague(plain)};
        if (is_specific(words)) {
            by_key_name_[plain].push_back(target);
            by_specific_key_[plain].push_back(target);
        }
        if (!target.is_home) return;
        for (const std::string& stem : stems) {
            if (is_vague(plain)) by_key_name_[stem + plain].push_back(target);
            by_table_name_[stem].push_back(target);
        }
    }

    static const std::vector<KeyTarget>* look_up(const Names& names, const std::string& name) {
        const auto found = names.find(name);
        return found == names.end() ? nullptr : &found->second;
    }

    /// The one target that is meant, if it is certain: those whose key is named after their table
    /// go before the others, then those of the same schema.
    static std::optional<KeyTarget> only(const std::vector<KeyTarget>& found, const Table& table,
                                         const Column& column) {
        const bool is_own_key =
            table.primary_key.size() == 1 && table.primary_key.front() == column.name;
        std::vector<KeyTarget> targets;
        for (const KeyTarget& target : found) {
            if (is_own_key && target.table == &table && target.is_home) return std::nullopt;
            if (is_own_key && (target.table == &table || !target.is_home)) continue;
            if (kinds_agree(*target.key, column)) targets.push_back(target);
        }
        keep_if_any(targets, [](const KeyTarget& target) { return target.is_home; });
        keep_if_any(targets, [&table](const KeyTarget& target) {
            return target.table->schema == table.schema;
        });
        if (targets.size() != 1) return std::nullopt;
        return targets.front();
    }

    template <class Test>
    static void keep_if_any(std::vector<KeyTarget>& targets, Test test) {
        if (std::none_of(targets.begin(), targets.end(), test)) return;
        std::erase_if(targets, [&test](const KeyTarget& target) { return !test(target); });
    }

    Names by_key_name_;      ///< `siteid`: the name of a key, or of a table with a vague key's.
    Names by_table_name_;    ///< `site`.
    Names by_specific_key_;  ///< `employeeid`: may stand behind a role, `manager_employee_id`.
};

bool has_declared_key(const Table& table, const Column& column) {
    return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                       [&column](const ForeignKey& key) {
                           return std::any_of(key.columns.begin(), key.columns.end(),
                                              [&column](const std::string& name) {
                                                  return equal_ignoring_case(name, column.name);
                                              });
                       });
}

}

void infer_foreign_keys(Catalog& catalog) {
    const KeyIndex index(catalog);
    for (Table& table : catalog.tables) {
        for (const Column& column : table.columns) {
            if (has_declared_key(table, column)) continue;
            const auto target = index.find(table, column);
            if (!target) continue;
            table.foreign_keys.push_back({.columns = {column.name},
                                          .table = target->table->qualified_name(),
                                          .referenced = {target->key->name},
                                          .inferred = true});
        }
    }
}

}
