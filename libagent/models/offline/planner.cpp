#include "libagent/models/offline/planner.h"

#include "libagent/base/text.h"
#include "libagent/models/offline/grammar.h"
#include "libagent/models/offline/phrases.h"
#include "libagent/models/offline/sql.h"
#include "libagent/models/offline/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace askdb::models::offline {
namespace {

constexpr double most_cost = 0.9;  ///< A reading that costs more is a guess.
constexpr double tie_margin = 0.09;
constexpr double second_best_margin = 0.12;  ///< Worse than what was refused by more: a guess.

/// What to try next, with the tables that there are.
std::string next_step(const Knowledge& knowledge, std::string_view other_model) {
    constexpr std::size_t few_tables = 8;
    if (knowledge.catalog.tables.empty()) return "The database has no tables";
    std::string names;
    for (std::size_t i = 0; i < std::min(few_tables, knowledge.catalog.tables.size()); ++i)
        names += (i > 0 ? ", " : "") + knowledge.catalog.tables[i].qualified_name();
    if (knowledge.catalog.tables.size() > few_tables) names += ", …";
    return fmt::format("Tables: {}. Rephrase the question, or {}", names, other_model);
}

/// Why a text gives no words at all.
std::string words_why(std::string_view question) {
    constexpr std::size_t no_question = 200;  ///< Bytes; more is one that is too long.
    return question.size() < no_question ? "I found no words in the question"
                                         : "The question is too long: ask in fewer words";
}

/// Says why there is no plan, and what to try next.
struct Abstaining {
    const Knowledge& knowledge;
    std::string_view other_model;

    Abstention operator()(const std::string& why) const {
        std::string text = why + (why.ends_with('?') ? "\n" : ".\n");
        if (knowledge.values.incomplete())
            text +=
                "Not all values of the database could be read in time: some are not known "
                "here.\n";
        return {text + next_step(knowledge, other_model)};
    }
};

/// Words that name nothing in the database and nothing in the grammar.
std::vector<std::string> unplaced_words(std::span<const Word> words, const Lattice& lattice) {
    std::vector<std::string> unplaced;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Word& word = words[i];
        const bool content = word.kind == WordKind::word || word.kind == WordKind::quoted ||
                             word.kind == WordKind::odd;
        if (!content || lattice.placed.test(i) || is_phrase_word(word.folded)) continue;
        unplaced.push_back("\"" + visible(word.text) + "\"");
    }
    return unplaced;
}

std::string why_unparsed(std::span<const Word> words, const Lattice& lattice,
                         std::size_t stuck_at) {
    const auto unplaced = unplaced_words(words, lattice);
    if (!unplaced.empty()) return "I could not place " + join(unplaced, ", ");
    if (stuck_at < words.size())
        return fmt::format("I know the words, but could not tell what \"{}\" does there",
                           visible(words[stuck_at].text));
    return "I know the words, but could not tell what is asked for";
}

struct Candidate {
    Resolved resolved;
    std::string sql;
};

struct BestReadings {
    std::vector<Candidate> all;  ///< About as good as the best one, cheapest first.
    Refusal refusal;             ///< Of what was not sound.
};

BestReadings best_readings(const Parses& parses, const Knowledge& knowledge,
                           const database::Dialect& dialect, const PlanOptions& options) {
    BestReadings best;
    double most = most_cost;
    for (const Sketch& sketch : parses.sketches) {
        if (sketch.cost > most) break;
        Resolutions resolutions = resolve(sketch, knowledge, options, most);
        if (resolutions.refusal.cost < best.refusal.cost)
            best.refusal = std::move(resolutions.refusal);
        for (Resolved& resolved : resolutions.sound) {
            std::string sql = to_sql(resolved.query, dialect);
            most = std::min(most, resolved.cost + tie_margin);
            const auto same = std::find_if(best.all.begin(), best.all.end(),
                                           [&](const Candidate& c) { return c.sql == sql; });
            if (same == best.all.end())
                best.all.push_back({std::move(resolved), std::move(sql)});
            else if (resolved.cost < same->resolved.cost)
                same->resolved = std::move(resolved);
        }
    }
    std::erase_if(best.all, [&](const Candidate& c) { return c.resolved.cost > most; });
    std::stable_sort(best.all.begin(), best.all.end(), [](const Candidate& a, const Candidate& b) {
        return a.resolved.cost < b.resolved.cost;
    });
    return best;
}

std::string difference(const Candidate& a, const Candidate& b) {
    const std::string first = reading_of(a.resolved.query);
    const std::string second = reading_of(b.resolved.query);
    if (first != second) return fmt::format("did you mean {}, or {}?", first, second);
    const std::string one = a.resolved.query.sources.front()->qualified_name();
    const std::string other = b.resolved.query.sources.front()->qualified_name();
    if (one != other) return fmt::format("did you mean {} in {}, or in {}?", first, one, other);
    return fmt::format("did you mean {}, or {}?", a.sql, b.sql);
}

}

Planned plan_question(std::string_view question, const Knowledge& knowledge,
                      const database::Dialect& dialect, const PlanOptions& options) {
    const Abstaining abstain{knowledge, options.other_model};
    const std::vector<Word> words = question_words(question);
    if (words.empty()) return abstain(words_why(question));
    const Lattice lattice = link_words(words, knowledge.lexicon, knowledge.values);
    const Parses parses = parse_question(words, lattice);
    if (parses.sketches.empty()) return abstain(why_unparsed(words, lattice, parses.farthest));
    auto [best, refusal] = best_readings(parses, knowledge, dialect, options);
    if (best.empty() || best.front().resolved.cost > refusal.cost + second_best_margin)
        return abstain("I could not make sense of it: " +
                       (refusal.why.empty() ? std::string("it is too vague") : refusal.why));
    if (best.size() > 1) return abstain("I see two readings: " + difference(best[0], best[1]));
    if (std::string unknown = why_not_sql(best.front().resolved.query, dialect); !unknown.empty())
        return abstain(unknown);
    std::string reading = reading_of(best.front().resolved.query);
    return Plan{std::move(best.front().resolved.query), std::move(best.front().sql),
                std::move(reading)};
}

}
