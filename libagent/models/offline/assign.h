#pragma once

#include "libagent/models/offline/sketch.h"

#include <vector>

namespace askdb::models::offline {

/// The sketch with each name settled to one link, in all ways that cost at most `most`; cheapest
/// first, at most a few dozen (beam search: names of tables that are in already come cheaper).
std::vector<Sketch> assign_links(const Sketch& sketch, double most);

}
