#pragma once

#include "libagent/models/offline/linker.h"
#include "libagent/models/offline/sketch.h"
#include "libagent/models/offline/words.h"

#include <span>
#include <vector>

namespace askdb::models::offline {

/// All ways to read the question that place each of its words; none when some word has no place.
/// `farthest` is the first word at which every attempt failed.
struct Parses {
    std::vector<Sketch> sketches;
    std::size_t farthest = 0;
};

/// Pure; bounded work for any question.
Parses parse_question(std::span<const Word> words, const Lattice& lattice);

}
