#pragma once

#include "cli/command.h"

#include <string>

namespace askdb::cli {

/// An answer that a person calls right.
struct GoodAnswer {
    std::string question;
    std::string sql;
    std::string database;      ///< Its name; see database::Database::name().
    std::string dialect = {};  ///< Of that; see database::Dialect::name.
    std::string note = {};     ///< What the person adds, if anything.
};

/// An answer that a person calls wrong. Either `correction` or `right_sql` says what is right.
struct BadAnswer {
    std::string question;
    std::string database;
    std::string dialect = {};
    std::string wrong_sql = {};
    std::string wrong_answer = {};
    std::string correction = {};  ///< In the person's words.
    std::string right_sql = {};
};

/// Where an answer is kept.
struct KeptAnswer {
    std::string path;
    bool is_new = true;  ///< False: it was kept there already.
};

/// Keeps the answer as a file under `knowledge/`, the project's where a project's configuration is
/// in force, else the one beside the user's. From the next question on it is
/// known, in this process too. What is kept already is kept once. Throws Failure(usage) when it
/// cannot be kept: no question, no statement, nothing that says what is right, no folder to write
/// to, and a statement that is kept as wrong for the same question.
KeptAnswer keep_good(const CommandContext& context, const GoodAnswer& answer);
KeptAnswer keep_bad(const CommandContext& context, const BadAnswer& answer);

}
