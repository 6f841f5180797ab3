#include "libagent/tools/literal_lookup.h"

#include "libagent/base/text.h"
#include "libagent/database/literal_text.h"

#include <algorithm>
#include <optional>
#include <string>

namespace askdb::tools {
namespace {

using checks::LiteralLookup;
using checks::LiteralUse;
using database::Dialect;

constexpr std::size_t most_listed = 5'000;
constexpr std::size_t most_literals = 12;
constexpr std::size_t longest_piece = 60;

/// A text that the column has as it is compared, if its collation ignores what such may ignore.
struct Doubtful {
    const LiteralUse* use;
    std::string literal;
    std::optional<bool> is_there = {};  ///< As the database says.
};

/// One column, and what it is compared with.
struct LookedAt {
    checks::RelationColumn column;
    std::vector<const LiteralUse*> uses = {};
    std::vector<Doubtful> doubtful = {};
    std::vector<std::string> values = {};
    bool is_whole = false;     ///< `values` are all there are.
    bool is_searched = false;  ///< They are not, but those equal to a literal are among them.
};

std::string core_of(const LiteralUse& use, const std::string& literal) {
    return use.is_pattern ? checks::pattern_core(literal) : literal;
}

class Lookup {
  public:
    Lookup(const LookupInput& input, ExtraQueries& queries) : input_(input), queries_(queries) {
        const std::vector<checks::Scope> scopes = checks::scopes_of(input.statement, input.catalog);
        for (std::size_t select = 0; select < input.statement.selects.size(); ++select) {
            for (const LiteralUse& use : input.statement.selects[select].literals) {
                const auto column = checks::origin_of(input.statement, scopes, select, use.column);
                if (column && column->column->kind == database::Kind::text) add(*column, use);
            }
        }
    }

    std::vector<LiteralLookup> run() {
        for (LookedAt& looked_at : columns_) list_values(looked_at);
        for (LookedAt& looked_at : columns_) find_pieces(looked_at);
        for (LookedAt& looked_at : columns_) ask_collation(looked_at);
        std::vector<LiteralLookup> lookups;
        for (const LookedAt& looked_at : columns_) {
            for (const LiteralUse* use : looked_at.uses) {
                for (const std::string& literal : use->values) {
                    if (lookups.size() == most_literals) return lookups;
                    lookups.push_back(judged(looked_at, *use, literal));
                }
            }
        }
        return lookups;
    }

  private:
    void add(const checks::RelationColumn& column, const LiteralUse& use) {
        auto found = std::find_if(columns_.begin(), columns_.end(), [&](const LookedAt& looked_at) {
            return looked_at.column.column == column.column;
        });
        if (found == columns_.end()) found = columns_.insert(found, LookedAt{.column = column});
        found->uses.push_back(&use);
    }

    std::string text_of(const LookedAt& looked_at) const {
        std::string name = database::quoted(input_.dialect, looked_at.column.column->name);
        return input_.dialect.text_of ? input_.dialect.text_of(name) : name;
    }

    std::string from(const LookedAt& looked_at) const {
        return " FROM " + database::quoted_table(input_.dialect, looked_at.column.table->schema,
                                                 looked_at.column.table->name);
    }

    std::string select_from(const LookedAt& looked_at) const {
        return "SELECT DISTINCT " + text_of(looked_at) + from(looked_at);
    }

    /// Whether these are all that `sql` asks for.
    bool take(const std::string& sql, LookedAt& looked_at) {
        const std::optional<database::Rows> rows = queries_.run(sql, most_listed);
        if (!rows) return false;
        for (std::size_t row = 0; row < rows->row_count(); ++row) {
            if (!rows->cell(row, 0).is_null())
                looked_at.values.emplace_back(rows->cell(row, 0).text);
        }
        return !rows->truncated;
    }

    void list_values(LookedAt& looked_at) {
        looked_at.is_whole = take(select_from(looked_at), looked_at);
    }

    /// Of a column with too many values: those that have a piece of a literal in them. What is
    /// spelled otherwise at the beginning of each word is not found so.
    void find_pieces(LookedAt& looked_at) {
        if (looked_at.is_whole || queries_.is_used_up()) return;
        std::vector<std::string> tests;
        for (const LiteralUse* use : looked_at.uses) {
            for (const std::string& literal : use->values)
                add_tests(looked_at, *use, literal, tests);
        }
        if (tests.empty()) return;
        looked_at.is_searched =
            take(select_from(looked_at) + " WHERE " + join(tests, " OR "), looked_at);
    }

    void add_tests(const LookedAt& looked_at, const LiteralUse& use, const std::string& literal,
                   std::vector<std::string>& tests) const {
        const std::string text = text_of(looked_at);
        if (!use.is_pattern)
            tests.push_back(text + " = " + database::literal_text(input_.dialect, literal));
        for (const std::string& word : split(core_of(use, literal), ' ')) {
            constexpr std::size_t shortest = 3, beginning = 4;
            if (word.size() < shortest) continue;
            const std::string_view piece =
                utf8_prefix(utf8_prefix(word, longest_piece), std::max(beginning, word.size() / 2));
            tests.push_back(
                "lower(" + text + ") LIKE lower(" +
                database::literal_text(input_.dialect, database::containing_pattern(piece)) +
                ") ESCAPE '!'");
        }
    }

    static bool has(const LookedAt& looked_at, const LiteralUse& use, const std::string& literal,
                    const Dialect& dialect) {
        return std::any_of(looked_at.values.begin(), looked_at.values.end(),
                           [&](const std::string& value) {
                               return checks::finds_value(use, literal, value, dialect);
                           });
    }

    /// Which letters are the same only the database knows: of those that may be, it is asked, in
    /// one row for all texts of the column.
    void ask_collation(LookedAt& looked_at) {
        static const Dialect any_dialect = {};
        std::vector<std::string> tests;
        for (const LiteralUse* use : looked_at.uses) {
            for (const std::string& literal : use->values) {
                if (tests.size() == most_literals) break;
                const bool is_doubtful = has(looked_at, *use, literal, input_.dialect) &&
                                         !has(looked_at, *use, literal, any_dialect);
                if (!is_doubtful) continue;
                looked_at.doubtful.push_back({use, literal});
                tests.push_back(
                    "max(CASE WHEN " + text_of(looked_at) + (use->is_pattern ? " LIKE " : " = ") +
                    database::literal_text(input_.dialect, literal) + " THEN 1 ELSE 0 END)");
            }
        }
        if (tests.empty()) return;
        const auto rows = queries_.run("SELECT " + join(tests, ", ") + from(looked_at), 1);
        if (!rows || rows->row_count() != 1) return;
        for (std::size_t i = 0; i < tests.size(); ++i)
            looked_at.doubtful[i].is_there = rows->cell(0, i).text == "1";
    }

    /// Whether the column has a value that the comparison finds; nothing where that is not known.
    std::optional<bool> is_found(const LookedAt& looked_at, const LiteralUse& use,
                                 const std::string& literal) const {
        for (const Doubtful& doubtful : looked_at.doubtful) {
            if (doubtful.use == &use && doubtful.literal == literal) return doubtful.is_there;
        }
        return has(looked_at, use, literal, input_.dialect);
    }

    LiteralLookup judged(const LookedAt& looked_at, const LiteralUse& use,
                         const std::string& literal) const {
        using Found = LiteralLookup::Found;
        LiteralLookup lookup{.column = looked_at.column.table->qualified_name() + "." +
                                       looked_at.column.column->name,
                             .literal = literal,
                             .is_pattern = use.is_pattern};
        const std::optional<bool> is_there = is_found(looked_at, use, literal);
        if (is_there != false) {
            lookup.found = is_there ? Found::exact : Found::unknown;
            return lookup;
        }
        lookup.values = checks::nearest_values(core_of(use, literal), looked_at.values);
        if (!lookup.values.empty()) {
            lookup.found = Found::near;
        } else if (looked_at.is_whole) {
            lookup.found = Found::missing;
        } else if (looked_at.is_searched && !use.is_pattern && use.function.empty()) {
            lookup.found = Found::not_as_written;
        }
        return lookup;
    }

    const LookupInput& input_;
    ExtraQueries& queries_;
    std::vector<LookedAt> columns_;
};

}

std::vector<LiteralLookup> look_up_literals(const LookupInput& input, ExtraQueries& queries) {
    return Lookup(input, queries).run();
}

}
