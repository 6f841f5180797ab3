#include "libagent/models/offline/lexicon.h"

#include "libagent/base/identifier.h"
#include "libagent/base/text.h"
#include "libagent/models/offline/currencies.h"
#include "libagent/models/offline/stem.h"
#include "libagent/models/offline/words.h"

#include <algorithm>
#include <utility>

namespace askdb::models::offline {
namespace {

using database::Column;
using database::Table;
using Stems = std::vector<std::string>;

constexpr double cost_of_dropped_prefix = 0.05;  ///< "name" for sites.site_name.
constexpr double cost_of_dropped_tail = 0.15;    ///< "opened" for opened_on.
constexpr double cost_of_part = 0.4;             ///< "cost" for purchase_cost.

constexpr std::pair<std::string_view, std::string_view> abbreviations[] = {
    {"qty", "quantity"},         {"num", "number"},         {"nbr", "number"},
    {"amt", "amount"},           {"addr", "address"},       {"dept", "department"},
    {"desc", "description"},     {"emp", "employee"},       {"cust", "customer"},
    {"prod", "product"},         {"cat", "category"},       {"yr", "year"},
    {"mgr", "manager"},          {"acct", "account"},       {"inv", "invoice"},
    {"loc", "location"},         {"org", "organization"},   {"pct", "percent"},
    {"fname", "first name"},     {"lname", "last name"},    {"tel", "telephone"},
    {"avg", "average"},          {"ref", "reference"},      {"dob", "birth date"},
    {"firstname", "first name"}, {"lastname", "last name"}, {"min", "minimum"},
    {"max", "maximum"},          {"hrs", "hours"},          {"wo", "work order"}};

/// Of a table that a table of the default schema hides: it is not what its bare name means.
constexpr double cost_of_hidden_table = 0.2;

constexpr std::string_view light_tails[] = {"on",   "at",   "date",  "name",
                                            "code", "time", "title", "label"};

void add_expanded(std::vector<std::string>& words, const std::string& word) {
    for (const auto& [abbreviation, meaning] : abbreviations) {
        if (word != abbreviation) continue;
        for (std::string& part : split(meaning, ' ')) words.push_back(std::move(part));
        return;
    }
    words.push_back(word);
}

/// The words of an identifier as they stand there.
std::vector<std::string> plain_words(std::string_view identifier) {
    std::vector<std::string> words;
    for (const std::string_view word : split_identifier(identifier)) words.push_back(folded(word));
    return words;
}

std::string stem_key(std::span<const std::string> stems) {
    Stems sorted(stems.begin(), stems.end());
    std::sort(sorted.begin(), sorted.end());
    return join(sorted, " ");
}

}

std::vector<std::string> identifier_words(std::string_view identifier) {
    std::vector<std::string> words;
    for (const std::string& word : plain_words(identifier)) add_expanded(words, word);
    return words;
}

class Lexicon::Builder {
  public:
    Builder(Lexicon& lexicon, const database::Catalog& catalog)
        : lexicon_(lexicon), catalog_(catalog) {}

    void add_table(const Table& table) {
        extra_ = is_hidden(table) ? cost_of_hidden_table : 0;
        Stems name = stems_of(table.name);
        add(name, {&table, nullptr, 0});
        add(written_stems(table.name), {&table, nullptr, 0});
        if (name.size() > 1) {
            for (const std::string& stem : name) {
                auto& tables = lexicon_.tables_by_stem_[stem];
                if (tables.empty() || tables.back() != &table) tables.push_back(&table);
            }
        }
        for (const Column& column : table.columns) add_column(table, name, column);
        lexicon_.table_stems_[&table] = std::move(name);
    }

    void finish() {
        for (auto& [key, links] : lexicon_.links_) {
            std::stable_sort(links.begin(), links.end(),
                             [](const NameLink& a, const NameLink& b) { return a.cost < b.cost; });
        }
    }

  private:
    Stems stems_of(std::string_view identifier) {
        Stems stems;
        for (const std::string& word : identifier_words(identifier))
            stems.push_back(stemmer_.stem(word));
        return stems;
    }

    /// The same without writing abbreviations out: how the name stands in the database.
    Stems written_stems(std::string_view identifier) {
        Stems stems;
        for (const std::string& word : plain_words(identifier))
            stems.push_back(stemmer_.stem(word));
        return stems;
    }

    bool is_hidden(const Table& table) const {
        if (table.schema.empty()) return false;
        return std::any_of(catalog_.tables.begin(), catalog_.tables.end(), [&](const Table& other) {
            return other.schema.empty() && equal_ignoring_case(other.name, table.name);
        });
    }

    void add(const Stems& stems, NameLink link) {
        if (stems.empty()) return;
        link.cost += extra_;
        auto& links = lexicon_.links_[stem_key(stems)];
        for (NameLink& known : links) {
            if (known.table != link.table || known.column != link.column) continue;
            if (link.cost < known.cost) known = link;
            return;
        }
        links.push_back(link);
    }

    void add_column(const Table& table, const Stems& table_name, const Column& column) {
        const Stems name = stems_of(column.name);
        if (name.empty()) return;
        add(name, {&table, &column, 0});
        const Stems written = written_stems(column.name);
        if (written != name) {
            add(written, {&table, &column, 0});  // "dept", beside "department".
            add_tail_dropped(written, {&table, &column, cost_of_dropped_tail});
        }
        Stems own = name;
        const bool prefixed = name.size() > table_name.size() &&
                              std::equal(table_name.begin(), table_name.end(), name.begin());
        if (prefixed) {
            own.erase(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(table_name.size()));
            add(own, {&table, &column, cost_of_dropped_prefix});
        } else {
            Stems full = table_name;
            full.insert(full.end(), name.begin(), name.end());
            add(full, {&table, &column, cost_of_dropped_prefix, true});
        }
        add_tail_dropped(own, {&table, &column, cost_of_dropped_tail});
        add_parts(own, {&table, &column, cost_of_part});
        const bool day =
            column.kind == database::Kind::date || column.kind == database::Kind::timestamp;
        if (day && own.size() > 1 && (own.back() == "on" || own.back() == "at")) {
            own.back() = stemmer_.stem("date");  // "completion date" for completed_on.
            add(own, {&table, &column, cost_of_dropped_prefix});
        }
    }

    void add_tail_dropped(const Stems& name, const NameLink& link) {
        if (name.size() < 2) return;
        const std::string& tail = name.back();
        const bool light =
            is_currency_code(tail) ||  // "cost" for cost_eur.
            std::any_of(std::begin(light_tails), std::end(light_tails),
                        [&](std::string_view t) { return stemmer_.stem(t) == tail; });
        if (!light) return;
        add(Stems(name.begin(), name.end() - 1), link);
    }

    void add_parts(const Stems& name, const NameLink& link) {
        if (name.size() < 2 || name.back() == "id") return;
        for (const std::string& stem : name) {
            if (stem.size() > 2) add({stem}, link);
        }
        if (name.size() < 3) return;
        add(Stems(name.begin(), name.end() - 1), link);
        add(Stems(name.begin() + 1, name.end()), link);
    }

    Lexicon& lexicon_;
    const database::Catalog& catalog_;
    double extra_ = 0;  ///< Of all names of the table that is being added.
    Stemmer stemmer_;
};

Lexicon::Lexicon(const database::Catalog& catalog) {
    Builder builder(*this, catalog);
    for (const Table& table : catalog.tables) builder.add_table(table);
    if (catalog.tables.size() == 1) only_table_ = &catalog.tables.front();
    builder.finish();
}

std::span<const NameLink> Lexicon::find(std::span<const std::string> stems) const {
    const auto found = links_.find(stem_key(stems));
    if (found == links_.end()) return {};
    return found->second;
}

std::span<const Table* const> Lexicon::tables_with(const std::string& stem) const {
    const auto found = tables_by_stem_.find(stem);
    if (found == tables_by_stem_.end()) return {};
    return found->second;
}

const std::vector<std::string>& Lexicon::stems(const Table& table) const {
    return table_stems_.at(&table);
}

const Column* display_column(const Table& table) {
    for (const std::string_view wanted : {"name", "title", "label"}) {
        for (const Column& column : table.columns) {
            if (equal_ignoring_case(column.name, wanted)) return &column;
        }
    }
    for (const std::string_view wanted : {"name", "title", "label"}) {
        const Column* found = nullptr;
        for (const Column& column : table.columns) {
            const auto words = identifier_words(column.name);
            if (words.empty() || words.back() != wanted || column.kind != database::Kind::text)
                continue;
            const auto table_words = identifier_words(table.name);
            const bool own = words.size() == 2 && !table_words.empty() &&
                             table_words.back().starts_with(words.front());
            if (own) return &column;
            if (found != nullptr) return nullptr;  // Two names: neither stands for the row alone.
            found = &column;
        }
        if (found != nullptr) return found;
    }
    return nullptr;
}

}
