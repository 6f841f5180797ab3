#include "libagent/models/offline/grammar.h"

#include "libagent/models/offline/grammar_reader.h"
#include "libagent/models/offline/phrases.h"

#include <algorithm>
#include <utility>

namespace askdb::models::offline {
namespace {

constexpr std::size_t max_nodes = 20'000;  ///< Of the search; a few milliseconds.
constexpr std::size_t max_sketches = 400;

constexpr std::string_view lead_phrases[] = {"please",
                                             "can you",
                                             "could you",
                                             "would you",
                                             "i want to know",
                                             "i want to see",
                                             "i want",
                                             "i need",
                                             "i would like to know",
                                             "i would like to see",
                                             "let me know",
                                             "tell me",
                                             "give me",
                                             "give",
                                             "show me",
                                             "show",
                                             "list",
                                             "find",
                                             "find out",
                                             "display",
                                             "return",
                                             "get",
                                             "get me",
                                             "report",
                                             "what is",
                                             "what are",
                                             "what was",
                                             "what were",
                                             "what",
                                             "which",
                                             "which are",
                                             "do you know",
                                             "calculate",
                                             "compute",
                                             "and",
                                             "so",
                                             "list out",
                                             "list me",
                                             "identify",
                                             "whats",
                                             "select",
                                             "retrieve",
                                             "provide",
                                             "provide me with",
                                             "for all"};

/// Depth-first over the slots: a question is a lead ("show me", "what is") and then any sequence of
/// slots that places every word.
class Search {
  public:
    Search(std::span<const Word> words, const Lattice& lattice) : reader_(words, lattice) {}

    Parses run() {
        Reading start;
        reader_.settle(start);
        start = lead(start);
        go(start);
        std::stable_sort(parses_.sketches.begin(), parses_.sketches.end(),
                         [](const Sketch& a, const Sketch& b) { return a.cost < b.cost; });
        return std::move(parses_);
    }

  private:
    /// Over the polite and commanding words before the question itself.
    Reading lead(Reading reading) const {
        while (const auto end = any_phrase_at(reader_.words(), reading.at, lead_phrases)) {
            const auto next = reader_.moved(reading, *end);
            if (!next) break;
            reading = reader_.skipping(*next, {"the", "a", "all", "of", "us", "for"});
        }
        return reading;
    }

    void go(Reading reading) {
        reader_.settle(reading);
        if (++nodes_ > max_nodes || parses_.sketches.size() >= max_sketches) return;
        parses_.farthest = std::max(parses_.farthest, reading.at);
        if (reader_.done(reading)) return finish(reading);
        for (const auto& slots :
             {target_slots(), date_slots(), value_slots(), filter_slots(), shape_slots()}) {
            for (const Slot slot : slots) {
                for (Reading& next : slot(reader_, reading)) go(std::move(next));
            }
        }
        skip(reading);
    }

    /// Over one word that only carries grammar.
    void skip(const Reading& reading) {
        if (reading.sketch.targets.empty()) {
            Reading next = lead(reading);  // "For each site, SHOW ME the average cost".
            if (next.at != reading.at) go(std::move(next));
        }
        const Word& word = reader_.words()[reading.at];
        const bool conjunction = word.kind == WordKind::comma || word.folded == "and";
        // "Where is …?" and "Who …?" ask for something: only later are these words mere grammar.
        const bool asks =
            reading.sketch.targets.empty() && (word.folded == "where" || word.folded == "who");
        const bool filler = word.kind == WordKind::word && is_filler(word.folded) && !asks;
        if (!conjunction && !filler) return;
        auto next = reader_.moved(reading, reading.at + 1);
        if (!next) return;
        if (conjunction) next->after_and = true;
        go(std::move(*next));
    }

    void finish(const Reading& reading) {
        if (reading.pending || reading.limited || reading.after_and) return;
        if (reading.sketch.targets.empty()) return;
        if (reading.verb && !reading.verb_may_stand) return;
        parses_.sketches.push_back(reading.sketch);
        if (!reading.verb) return;
        Sketch& sketch = parses_.sketches.back();
        if (!reading.verb_grouped) sketch.cost += cost_of_bare_verb;
        sketch.nulls.push_back({*reading.verb, true, true});
    }

    Reader reader_;
    Parses parses_;
    std::size_t nodes_ = 0;
};

}

Parses parse_question(std::span<const Word> words, const Lattice& lattice) {
    return Search(words, lattice).run();
}

}
