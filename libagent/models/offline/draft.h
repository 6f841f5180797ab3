#pragma once

#include "libagent/models/offline/knowledge.h"
#include "libagent/models/offline/sketch.h"
#include "libagent/models/offline/sources.h"

#include <string>

namespace askdb::models::offline {

/// A settled sketch on its way to a query. Borrows everything.
struct Draft {
    const Sketch& sketch;
    const Sources& sources;  ///< Its subject is what is counted or listed.
    const Knowledge& knowledge;
    Query& query;      ///< What is written so far.
    std::string& why;  ///< Set when the sketch makes no sense.
};

}
