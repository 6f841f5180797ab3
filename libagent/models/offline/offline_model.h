#pragma once

#include "libagent/database/database.h"
#include "libagent/knowledge/knowledge.h"
#include "libagent/models/model.h"

#include <memory>
#include <string_view>

namespace askdb::models::offline {

/// What a person does next, as the front end takes it: no full stop.
struct NextSteps {
    std::string_view all_rows = "see them all with --data csv";  ///< "{}" is the result's handle.
    std::string_view other_model = "choose a language model with -m";
};

/// The built-in planner: a deterministic semantic parser over the catalog and the values of one
/// database. It needs no key and no network. It answers what it understands completely, by one
/// `query` call, and then words the rows; otherwise it abstains, naming the words that it could not
/// place. The index of names and values is built at the first question and kept. A question that
/// people have verified a statement for is answered by that statement, and the answer says so.
/// Borrows both, and the texts of `steps`; `learned` may be null.
std::unique_ptr<Model> make_offline_model(database::Database& database,
                                          askdb::knowledge::Knowledge* learned = nullptr,
                                          const NextSteps& steps = {});

}
