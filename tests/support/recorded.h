#pragma once

#include "libagent/base/error.h"
#include "libagent/models/answer_stream.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::test {

/// A provider's real answer out of the shared test data.
struct RecordedAnswer {
    std::string name;
    int status = 0;
    bool stream = false;
    std::string body;
    nlohmann::json expected;  ///< Null where nobody wrote down what to expect.
};

/// The recorded answers of one protocol; none, with a warning, when the data is not there.
std::vector<RecordedAnswer> recorded_answers(std::string_view protocol);

using MakeStream = std::function<std::unique_ptr<models::AnswerStream>()>;

/// A reply, or the error that stands in its place.
struct AnswerOutcome {
    std::optional<models::ModelReply> reply;
    Error error;
};

/// What comes out when the body arrives in pieces of that many bytes; what a stream said on the way
/// must be what its reply says.
AnswerOutcome read_answer(const MakeStream& make, std::string_view body, std::size_t piece);

/// Where a stream of server-sent events may break off: before and behind the end of each event.
/// With sanitizers some of these only, for each is read from the beginning.
std::vector<std::size_t> cuts_of(std::string_view sse);

/// Checks text, calls, finish reason and usage.
void check_expected(const AnswerOutcome& outcome, const nlohmann::json& expected);

/// Checks that the answer is read rightly whole and byte by byte.
void check_recorded(const MakeStream& make, const RecordedAnswer& recorded);

}
