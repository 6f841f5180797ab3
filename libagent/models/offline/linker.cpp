#include "libagent/models/offline/linker.h"

#include "libagent/base/text.h"
#include "libagent/models/offline/phrases.h"
#include "libagent/models/offline/stem.h"

#include <algorithm>

namespace askdb::models::offline {
namespace {

constexpr std::size_t longest_name = 6;
constexpr double cost_of_gap = 0.05;  ///< "work orders that are overdue".
// Not one of them alone: "the record temperature" is no row.
constexpr std::string_view row_words[] = {"rows", "records", "lines", "entries"};
constexpr double cost_of_function = 0.3;  ///< A name made of a word that also is grammar.

class Linker {
  public:
    Linker(std::span<const Word> words, const Lexicon& lexicon, const ValueIndex& values)
        : words_(words), lexicon_(lexicon), values_(values) {
        lattice_.at.resize(words.size());
    }

    Lattice run() {
        for (std::size_t first = 0; first < words_.size(); ++first) {
            if (words_[first].kind == WordKind::quoted) {
                link_quoted(first);
                continue;
            }
            const std::size_t longest = std::max(longest_name, values_.longest());
            const std::size_t end = std::min(words_.size(), first + longest);
            for (std::size_t last = first; last < end; ++last) {
                if (!is_plain(words_[last])) break;
                link_span(first, last + 1);
            }
        }
        link_scattered();
        for (auto& mentions : lattice_.at) {
            std::stable_sort(mentions.begin(), mentions.end(),
                             [](const Mention& a, const Mention& b) {
                                 return a.words.count() > b.words.count();
                             });
        }
        return std::move(lattice_);
    }

  private:
    static bool is_plain(const Word& word) {
        return word.kind == WordKind::word || word.kind == WordKind::number;
    }

    void add(Mention mention) {
        if (mention.links.empty()) return;
        lattice_.placed |= mention.words;
        lattice_.at[mention.first].push_back(std::move(mention));
    }

    Mention mention_of(std::size_t first, std::size_t end) const {
        Mention mention;
        mention.first = first;
        for (std::size_t i = first; i < end; ++i) {
            mention.words.set(i);
            if (i > first) mention.text += ' ';
            mention.text += words_[i].text;
        }
        return mention;
    }

    static void add_values(Mention& mention, std::span<const ValueLink> found) {
        for (const ValueLink& value : found) {
            const auto known =
                std::find_if(mention.links.begin(), mention.links.end(), [&](const Link& link) {
                    return link.kind == LinkKind::value && link.column == value.column &&
                           link.plural == value.plural;
                });
            if (known != mention.links.end())
                known->values.push_back(value.value);
            else
                mention.links.push_back({LinkKind::value,
                                         value.table,
                                         value.column,
                                         {value.value},
                                         value.cost,
                                         value.plural});
        }
    }

    void link_quoted(std::size_t at) {
        Mention mention = mention_of(at, at + 1);
        Stemmer stemmer;
        const std::vector<std::string> words = value_words(words_[at].text);
        std::vector<std::string> stems;
        for (const std::string& word : words) stems.push_back(stemmer.stem(word));
        add_values(mention, values_.find(words, stems));
        std::erase_if(mention.links, [](const Link& link) { return link.cost > 0; });
        if (mention.links.empty()) add_exact_names(mention, words_[at].text);
        add(std::move(mention));
    }

    /// A name as SQL writes it: `work_orders`, "order details".
    void add_exact_names(Mention& mention, const std::string& text) {
        Stemmer stemmer;
        std::vector<std::string> stems;
        for (const std::string& word : identifier_words(text)) stems.push_back(stemmer.stem(word));
        for (const NameLink& link : lexicon_.find(stems)) {
            const bool is_table = link.column == nullptr;
            if (!equal_ignoring_case(is_table ? link.table->name : link.column->name, text))
                continue;
            const LinkKind kind = is_table ? LinkKind::table : LinkKind::column;
            mention.links.push_back({kind, link.table, link.column, {}, link.cost, false});
        }
        drop_keys_of_named_tables(mention);
    }

    void link_span(std::size_t first, std::size_t end) {
        std::vector<std::string> folded_words, stems, name_stems;
        bool content = false;
        bool letters = false;
        for (std::size_t i = first; i < end; ++i) {
            folded_words.push_back(words_[i].folded);
            stems.push_back(words_[i].stem);
            const bool grammar = is_function_word(words_[i].folded);
            content = content || !grammar;
            letters = letters || words_[i].kind == WordKind::word;
            if (!is_name_glue(words_[i].folded)) name_stems.push_back(words_[i].stem);
        }
        Mention mention = mention_of(first, end);
        const bool edges =
            !is_name_glue(words_[first].folded) && !is_name_glue(words_[end - 1].folded);
        const bool counts = count_at(words_, first).has_value() && end > first + 1;
        if (letters && edges && !counts && end - first <= longest_name)
            add_names(mention, name_stems, content);
        if (letters && content) add_values(mention, values_.find(folded_words, stems));
        const bool is_identifier = words_[first].text.find('_') != std::string::npos;
        if (end == first + 1 && is_identifier && mention.links.empty())
            add_exact_names(mention, words_[first].text);
        if (end == first + 1) add_rows(mention, words_[first].folded);
        drop_states_like_dates(mention);
        add(std::move(mention));
    }

    /// "Opened" names the date opened_on; only the very word "open" names the status.
    void drop_states_like_dates(Mention& mention) const {
        const bool date =
            std::any_of(mention.links.begin(), mention.links.end(), [&](const Link& link) {
                return link.kind == LinkKind::column && link.cost < cost_of_vague_name &&
                       (link.column->kind == database::Kind::date ||
                        link.column->kind == database::Kind::timestamp ||
                        values_.profile(*link.column).dates);
            });
        if (!date) return;
        std::erase_if(mention.links, [](const Link& link) {
            return link.kind == LinkKind::value && link.cost > 0 && !link.plural;
        });
    }

    void add_names(Mention& mention, const std::vector<std::string>& stems, bool content) {
        const double extra = content ? 0 : cost_of_function;
        const bool glued = stems.size() < mention.words.count();
        for (const NameLink& link : lexicon_.find(stems)) {
            if (glued && link.with_table) continue;  // "city of the site" names two things.
            const LinkKind kind = link.column == nullptr ? LinkKind::table : LinkKind::column;
            mention.links.push_back({kind, link.table, link.column, {}, link.cost + extra, false});
        }
        drop_keys_of_named_tables(mention);
    }

    /// "Rows" are those of the only table, unless something else is called so.
    void add_rows(Mention& mention, const std::string& word) const {
        if (!mention.links.empty() || lexicon_.only_table() == nullptr) return;
        if (std::find(std::begin(row_words), std::end(row_words), word) == std::end(row_words))
            return;
        mention.links.push_back({LinkKind::table, lexicon_.only_table(), nullptr, {}, 0, false});
    }

    /// A word that names a table does not mean a key column that points at it: the row is meant. A
    /// view may copy the row's name into such a column.
    static void drop_keys_of_named_tables(Mention& mention) {
        const auto names = [&](const std::string& table) {
            return std::any_of(mention.links.begin(), mention.links.end(), [&](const Link& link) {
                return link.kind == LinkKind::table && link.cost == 0 &&
                       equal_ignoring_case(link.table->name, table);
            });
        };
        const auto points_there = [&](const Link& link, bool by_itself) {
            if (link.kind != LinkKind::column) return false;
            return std::any_of(
                link.table->foreign_keys.begin(), link.table->foreign_keys.end(),
                [&](const database::ForeignKey& key) {
                    return key.columns.size() == 1 && names(key.table) &&
                           (!by_itself || equal_ignoring_case(key.columns[0], link.column->name));
                });
        };
        std::erase_if(mention.links, [&](const Link& link) { return points_there(link, true); });
        for (Link& link : mention.links)
            link.copied =
                link.kind == LinkKind::column && link.table->is_view && points_there(link, false);
    }

    /// "work orders are overdue" names overdue_work_orders: all its words are there, with nothing
    /// but grammar between them.
    void link_scattered() {
        std::vector<const database::Table*> tried;
        for (const Word& word : words_) {
            if (word.kind != WordKind::word) continue;
            for (const database::Table* table : lexicon_.tables_with(word.stem)) {
                if (std::find(tried.begin(), tried.end(), table) != tried.end()) continue;
                tried.push_back(table);
                for (std::size_t first = 0; first < words_.size(); ++first)
                    try_scattered(*table, first);
            }
        }
    }

    void try_scattered(const database::Table& table, std::size_t first) {
        std::vector<std::string> missing = lexicon_.stems(table);
        Mention mention;
        mention.first = first;
        bool gap = false;
        for (std::size_t i = first; i < words_.size() && !missing.empty(); ++i) {
            const auto found = std::find(missing.begin(), missing.end(), words_[i].stem);
            if (found == missing.end()) {
                if (i == first || !is_gap_word(words_[i].folded)) return;
                gap = true;
                continue;
            }
            missing.erase(found);
            mention.words.set(i);
            mention.text += (mention.text.empty() ? "" : " ") + words_[i].text;
        }
        if (!missing.empty() || !gap) return;
        mention.links.push_back({LinkKind::table, &table, nullptr, {}, cost_of_gap, false});
        add(std::move(mention));
    }

    std::span<const Word> words_;
    const Lexicon& lexicon_;
    const ValueIndex& values_;
    Lattice lattice_;
};

}

Lattice link_words(std::span<const Word> words, const Lexicon& lexicon, const ValueIndex& values) {
    return Linker(words, lexicon, values).run();
}

}
