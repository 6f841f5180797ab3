#pragma once

#include <string>
#include <string_view>

namespace askdb::cli {
struct KeptAnswer;
}

namespace askdb::cli::repl {

class Shell;

/// The last answer, as a person calls it right or wrong.
struct RatedAnswer {
    std::string question;
    std::string answer;
    std::string sql;       ///< Behind it; empty: none ran.
    std::string database;  ///< Whose it is; the default one where no statement ran.
    std::string dialect;
};

/// Throws Failure(usage) when there is no answer yet.
RatedAnswer last_answer_to_rate(Shell& shell);

/// Remarks in the conversation that its last answer is `rating` ("good"), and tells of the file in
/// which that is kept.
void tell_rating(Shell& shell, std::string_view rating, const KeptAnswer& kept);

}
