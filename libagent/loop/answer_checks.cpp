#include "libagent/loop/answer_checks.h"

#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/checks/answer_names.h"
#include "libagent/checks/answer_numbers.h"
#include "libagent/checks/none_claims.h"
#include "libagent/loop/cut_claims.h"
#include "libagent/loop/rested_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace askdb::loop {
namespace {

constexpr std::size_t most_cells = 2'000'000;
constexpr std::size_t most_told_bytes = 100;  ///< Of a number or a name in a warning.

std::vector<checks::CheckedResult> newest_results(const results::ResultStore& store) {
    std::vector<checks::CheckedResult> results;
    std::size_t cells = 0;
    const auto& all = store.all();
    for (auto result = all.rbegin(); result != all.rend(); ++result) {
        cells += result->rows.cell_count();
        if (cells > most_cells && !results.empty()) break;
        results.push_back({.handle = result->handle, .rows = result->rows, .sql = result->sql});
    }
    return results;
}

/// The tables and columns of what is known already: no check waits for a catalog.
std::vector<std::string> names_of_schema(std::span<database::Database* const> databases,
                                         const std::stop_token& stop) {
    std::vector<std::string> names;
    for (database::Database* const database : databases) {
        try {
            for (const database::Table& table : database->catalog(stop).tables) {
                names.push_back(table.name);
                for (const database::Column& column : table.columns) names.push_back(column.name);
            }
        } catch (const Failure&) {
            continue;  // Then its names count as unknown.
        }
    }
    return names;
}

/// The tables as a result: how many there are, how many columns each has, and the rows that the
/// engine expects in it.
database::Rows rows_of_schema(std::span<database::Database* const> databases,
                              const std::stop_token& stop) {
    using database::Kind;
    database::Rows rows;
    rows.columns = {{.name = "table"}, {.name = "columns"}, {.name = "estimated rows"}};
    for (database::Database* const database : databases) {
        try {
            for (const database::Table& table : database->catalog(stop).tables) {
                rows.append(Kind::text, table.name);
                rows.append(Kind::integer, std::to_string(table.columns.size()));
                const Kind kind = table.row_estimate ? Kind::integer : Kind::null;
                rows.append(kind, std::to_string(table.row_estimate.value_or(0)));
            }
        } catch (const Failure&) {
            continue;
        }
    }
    rows.settle_kinds();
    return rows;
}

std::string_view verdict_word(checks::Verdict verdict) {
    switch (verdict) {
        case checks::Verdict::unmatched: return "unverified";
        case checks::Verdict::misplaced: return "misplaced";
        default: return "verified";
    }
}

/// What a check found, without any value.
std::string_view what_is_checked(std::string_view check) {
    if (check == "numbers") return "a number of the answer is from no result";
    if (check == "names") return "a name of the answer is in no result";
    if (check == "fan_out") return "a join counts rows more than once";
    if (check == "zero_rows") return "a statement asks for a text that is no value of its column";
    if (check == "truncation") return "a total is worked out of a result that was cut";
    return "it does not hold";
}

/// One review; used once.
class Review {
  public:
    Review(const AnswerUnderCheck& check, const std::stop_token& stop)
        : check_(check), stop_(stop), results_(newest_results(check.results)) {
        said_.assign(check.said.begin(), check.said.end());
    }

    AnswerReview take() {
        check_numbers();
        throw_if_stopped(stop_);
        check_names();
        std::sort(review_.claims.begin(), review_.claims.end(),
                  [](const chat::Claim& a, const chat::Claim& b) { return a.begin < b.begin; });
        tell_numbers();
        keep_findings();
        return std::move(review_);
    }

  private:
    std::string text_of(const chat::Claim& claim) const {
        return check_.answer.response.substr(claim.begin, claim.end - claim.begin);
    }

    void add(const checks::CheckedNumber& number) {
        if (number.verdict == checks::Verdict::excused) return;
        chat::Claim claim{.begin = number.begin,
                          .end = number.end,
                          .kind = "number",
                          .verdict = std::string(verdict_word(number.verdict)),
                          .source = number.source};
        if (is_of_cut_result(check_, claim)) claim.verdict = "partial";
        review_.claims.push_back(std::move(claim));
    }

    bool made_results() const {
        return std::any_of(check_.answer.workflow.begin(), check_.answer.workflow.end(),
                           [](const chat::Step& step) { return !step.handle.empty(); });
    }

    /// An answer that no query stands behind may be about the schema, which the model has read.
    void check_numbers() {
        const std::string_view answer = check_.answer.response;
        auto numbers =
            checks::check_numbers({.answer = answer, .questions = said_, .results = results_});
        const bool any_unmatched =
            std::any_of(numbers.begin(), numbers.end(), [](const checks::CheckedNumber& number) {
                return number.verdict == checks::Verdict::unmatched;
            });
        if (any_unmatched && !made_results()) {
            const database::Rows tables = rows_of_schema(check_.databases, stop_);
            const checks::CheckedResult schema{.handle = "schema", .rows = tables};
            const auto again = checks::check_numbers(
                {.answer = answer, .questions = said_, .results = {&schema, 1}});
            for (std::size_t i = 0; i < std::min(numbers.size(), again.size()); ++i) {
                const bool is_open = numbers[i].verdict == checks::Verdict::unmatched;
                if (is_open && numbers[i].begin == again[i].begin) numbers[i] = again[i];
            }
        }
        for (const checks::CheckedNumber& number : numbers) add(number);
    }

    /// The names of a large schema are only gathered where a name is unknown without them.
    std::vector<checks::UnknownName> unknown_names() const {
        checks::NameCheck names{
            .answer = check_.answer.response, .questions = said_, .results = results_};
        if (results_.empty() || checks::find_unknown_names(names).empty()) return {};
        const std::vector<std::string> schema = names_of_schema(check_.databases, stop_);
        names.schema_names = schema;
        return checks::find_unknown_names(names);
    }

    void check_names() {
        std::vector<std::string> told;
        for (const checks::UnknownName& name : unknown_names()) {
            review_.claims.push_back({.begin = name.begin,
                                      .end = name.end,
                                      .kind = "name",
                                      .verdict = "unverified",
                                      .source = {}});
            told.push_back(fmt::format("'{}' (there is '{}': {})",
                                       clipped(text_of(review_.claims.back()), most_told_bytes),
                                       clipped(name.nearest, most_told_bytes), name.source));
        }
        if (told.empty()) return;
        review_.warnings.push_back(
            {"names", fmt::format("no result has the name {}", join(told, ", "))});
    }

    void tell_numbers() {
        std::vector<std::string> unmatched, misplaced, partial;
        for (const chat::Claim& claim : review_.claims) {
            if (claim.kind != "number" || claim.verdict == "verified") continue;
            const std::string text = text_of(claim);
            review_.unverified_numbers.push_back(text);
            const std::string where = fmt::format("{} ({})", text, claim.source);
            if (claim.verdict == "unverified") unmatched.push_back(text);
            if (claim.verdict == "misplaced")
                misplaced.push_back(claim.source.empty() ? text : where);
            if (claim.verdict == "partial") partial.push_back(where);
        }
        if (!unmatched.empty())
            warn("numbers", "no result bears out " + join(unmatched, ", "), unmatched);
        if (!misplaced.empty())
            warn("numbers", "the results have for another row " + join(misplaced, ", "), misplaced);
        if (!partial.empty())
            warn("truncation", "worked out of a result that was cut: " + join(partial, ", "),
                 partial);
    }

    void warn(std::string check, std::string message, std::vector<std::string> numbers = {}) {
        review_.warnings.push_back({std::move(check), std::move(message), std::move(numbers)});
    }

    void keep_findings() {
        const std::vector<const chat::Step*> rested = rested_steps(check_.answer, review_.claims);
        for (const chat::Step* const step : rested) {
            for (const chat::Finding& finding : step->findings) {
                if (finding.check == "zero_rows") continue;
                warn(finding.check, fmt::format("{}: {}", step->handle, finding.message));
            }
        }
        std::vector<chat::Finding> last;
        if (!rested.empty()) last = rested.back()->findings;
        if (auto warning = checks::check_none_claim(check_.answer.response, last))
            review_.warnings.push_back(std::move(*warning));
    }

    const AnswerUnderCheck& check_;
    const std::stop_token& stop_;
    const std::vector<checks::CheckedResult> results_;
    std::vector<std::string_view> said_;
    AnswerReview review_;
};

}

AnswerReview review_answer(const AnswerUnderCheck& check, const std::stop_token& stop) {
    return Review(check, stop).take();
}

std::string correction_text(const AnswerReview& review, bool sees_all) {
    std::string text = "Your answer was checked against the results, and this does not hold:\n";
    for (const chat::Warning& warning : review.warnings)
        text += fmt::format("- {}: {}\n", warning.check,
                            sees_all ? warning.message : what_is_checked(warning.check));
    text +=
        "Mend it: query again where that is needed, then give the whole answer anew. Leave out "
        "what "
        "no result bears out. Only the new answer is shown; do not speak of this check.";
    return text;
}

}
