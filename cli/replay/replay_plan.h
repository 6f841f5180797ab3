#pragma once

#include "libagent/base/result.h"
#include "libagent/session/archive.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// One result of a conversation, and how it is made anew.
struct ReplayStep {
    int turn = 0;
    std::string_view question = {};       ///< Of its turn. Borrowed, as all of this.
    const chat::Step* kept = nullptr;     ///< With its handle and its statement.
    bool is_answer = false;               ///< It is the result behind the turn's answer.
    bool reads_results = false;           ///< Its statement goes over other results.
    std::string database = {};            ///< Where it ran, else; empty: nothing says so.
    std::vector<std::size_t> needs = {};  ///< The steps that it reads: indices below its own.
    std::string why_not = {};             ///< Why it does not run again; empty: it does.
};

/// All results of the turns that nobody took back, in order. Borrows the transcript. Pure.
std::vector<ReplayStep> replay_steps(const session::Transcript& transcript);

/// What a replay is about; borrowed.
struct ReplayChoice {
    const session::Transcript& transcript;
    const std::vector<ReplayStep>& steps;
    std::optional<int> turn = {};  ///< The turn that --turn names.
};

/// The step behind the answer of the turn, else of the last one whose result can be made anew.
/// Errc::usage for a turn that there is not, Errc::refused where its result is not made again,
/// Errc::no_answer where there is no result. Pure.
Result<std::size_t> step_to_print(const ReplayChoice& choice);

/// All steps, or all of the turn. Errors as above, but for steps that are not made again. Pure.
Result<std::vector<std::size_t>> steps_to_check(const ReplayChoice& choice);

/// `chosen` and all that they read, also through others, in order. Pure.
std::vector<std::size_t> with_needs(const std::vector<ReplayStep>& steps,
                                    const std::vector<std::size_t>& chosen);

/// The databases that statements among `chosen` ran in, each once. Pure.
std::vector<std::string> databases_of(const std::vector<ReplayStep>& steps,
                                      const std::vector<std::size_t>& chosen);

}
