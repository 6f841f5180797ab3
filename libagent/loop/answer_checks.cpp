#include "libagent/loop/answer_checks.h"

#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/base/time_text.h"
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

/// What is looked at.
struct NewestResults {
    std::vector<checks::CheckedResult> results = {};
    std::vector<std::string> as_of = {};  ///< When each was read, as it may be said.
    bool are_all = true;
};

NewestResults newest_results(const results::ResultStore& store) {
    NewestResults newest;
    std::size_t cells = 0;
    const auto& all = store.all();
    for (auto result = all.rbegin(); result != all.rend(); ++result) {
        cells += result->rows.cell_count();
        newest.are_all = cells <= most_cells || newest.results.empty();
        if (!newest.are_all) break;
        newest.results.push_back(
            {.handle = result->handle, .rows = result->rows, .sql = result->sql});
        newest.as_of.push_back(rfc3339_text(result->as_of));
    }
    return newest;
}

bool knows_schema(std::span<database::Database* const> databases) {
    return std::all_of(databases.begin(), databases.end(), [](database::Database* database) {
        return database->catalog_at_hand() != nullptr;
    });
}

/// Calls `take` with each table that is known already: no check waits for a catalog.
template <class Take>
void each_known_table(std::span<database::Database* const> databases, const Take& take) {
    for (database::Database* const database : databases) {
        const database::Catalog* const catalog = database->catalog_at_hand();
        if (catalog == nullptr) continue;
        for (const database::Table& table : catalog->tables) take(table);
    }
}

std::vector<std::string> names_of_schema(std::span<database::Database* const> databases) {
    std::vector<std::string> names;
    each_known_table(databases, [&](const database::Table& table) {
        names.push_back(table.name);
        for (const database::Column& column : table.columns) names.push_back(column.name);
    });
    return names;
}

/// The tables as a result: how many there are, how many columns each has, and the rows that the
/// engine expects in it.
database::Rows rows_of_schema(std::span<database::Database* const> databases) {
    using database::Kind;
    database::Rows rows;
    rows.columns = {{.name = "table"}, {.name = "columns"}, {.name = "estimated rows"}};
    each_known_table(databases, [&](const database::Table& table) {
        rows.append(Kind::text, table.name);
        rows.append(Kind::integer, std::to_string(table.columns.size()));
        const Kind kind = table.row_estimate ? Kind::integer : Kind::null;
        rows.append(kind, std::to_string(table.row_estimate.value_or(0)));
    });
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

/// The text with blanks in place of each of `parts`.
std::string without_parts(std::string text, std::span<const std::string> parts) {
    for (const std::string& part : parts) {
        for (std::size_t at = text.find(part); at != std::string::npos;
             at = text.find(part, at + part.size()))
            text.replace(at, part.size(), part.size(), ' ');
    }
    return text;
}

/// One review; used once.
class Review {
  public:
    Review(const AnswerUnderCheck& check, const std::stop_token& stop)
        : check_(check),
          stop_(stop),
          response_(without_parts(check.answer.response, check.places)),
          newest_(newest_results(check.results)),
          knows_schema_(knows_schema(check.databases)) {
        said_.assign(check.said.begin(), check.said.end());
        said_.insert(said_.end(), newest_.as_of.begin(), newest_.as_of.end());
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
        return response_.substr(claim.begin, claim.end - claim.begin);
    }

    /// What is not found may be in what was not looked at.
    bool is_unsure(checks::Verdict verdict) const {
        using checks::Verdict;
        const bool knows_all = newest_.are_all && (made_results() || knows_schema_);
        return !knows_all && (verdict == Verdict::unmatched || verdict == Verdict::misplaced);
    }

    void add(const checks::CheckedNumber& number) {
        using checks::Origin, checks::Verdict;
        if (number.verdict == Verdict::excused || is_unsure(number.verdict)) return;
        if (number.origin == Origin::cell || number.origin == Origin::derived)
            rested_on_.push_back(number.source);
        chat::Claim claim{.begin = number.begin,
                          .end = number.end,
                          .kind = "number",
                          .verdict = std::string(verdict_word(number.verdict)),
                          .source = number.source};
        if (is_of_cut_result(check_, number)) claim.verdict = "partial";
        review_.claims.push_back(std::move(claim));
    }

    bool made_results() const {
        return std::any_of(check_.answer.workflow.begin(), check_.answer.workflow.end(),
                           [](const chat::Step& step) { return !step.handle.empty(); });
    }

    /// An answer that no query stands behind may be about the schema, which the model has read.
    void check_numbers() {
        const std::string_view answer = response_;
        auto numbers = checks::check_numbers(
            {.answer = answer, .questions = said_, .results = newest_.results, .stop = stop_});
        const bool any_unmatched =
            std::any_of(numbers.begin(), numbers.end(), [](const checks::CheckedNumber& number) {
                return number.verdict == checks::Verdict::unmatched;
            });
        if (any_unmatched && !made_results()) {
            const database::Rows tables = rows_of_schema(check_.databases);
            const checks::CheckedResult schema{.handle = "schema", .rows = tables};
            const auto again = checks::check_numbers(
                {.answer = answer, .questions = said_, .results = {&schema, 1}, .stop = stop_});
            // Dates are among the one and not the other.
            auto other = again.begin();
            for (checks::CheckedNumber& number : numbers) {
                while (other != again.end() && other->begin < number.begin) ++other;
                const bool is_open = number.verdict == checks::Verdict::unmatched;
                if (is_open && other != again.end() && other->begin == number.begin)
                    number = *other;
            }
        }
        for (const checks::CheckedNumber& number : numbers) add(number);
    }

    /// The names of a large schema are only gathered where a name is unknown without them.
    std::vector<checks::UnknownName> unknown_names() const {
        checks::NameCheck names{.answer = response_,
                                .questions = said_,
                                .results = newest_.results,
                                .schema_names = {},
                                .stop = stop_};
        if (newest_.results.empty() || !newest_.are_all || !knows_schema_ ||
            checks::find_unknown_names(names).empty())
            return {};
        const std::vector<std::string> schema = names_of_schema(check_.databases);
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
        const std::vector<const chat::Step*> rested = rested_steps(check_.answer, rested_on_);
        for (const chat::Step* const step : rested) {
            for (const chat::Finding& finding : step->findings) {
                if (finding.check == "zero_rows") continue;
                warn(finding.check, fmt::format("{}: {}", step->handle, finding.message));
            }
        }
        std::vector<chat::Finding> last;
        if (!rested.empty()) last = rested.back()->findings;
        if (auto warning = checks::check_none_claim(response_, last))
            review_.warnings.push_back(std::move(*warning));
    }

    const AnswerUnderCheck& check_;
    const std::stop_token& stop_;
    const std::string response_;  ///< Without places that are not filled; offsets are the same.
    const NewestResults newest_;
    const bool knows_schema_;
    std::vector<std::string> rested_on_;  ///< Sources of numbers, of cells and what is derived.
    std::vector<std::string_view> said_;
    AnswerReview review_;
};

}

AnswerReview review_answer(const AnswerUnderCheck& check, const std::stop_token& stop) {
    return Review(check, stop).take();
}

std::string correction_text(const AnswerReview& review, bool sees_all) {
    std::string text = "Your answer was checked against the results, and this does not hold:\n";
    for (const chat::Warning& warning : review.warnings) {
        // A place is the model's own words.
        const bool may_tell = sees_all || warning.check == "template";
        text += fmt::format("- {}: {}\n", warning.check,
                            may_tell ? warning.message : what_is_checked(warning.check));
    }
    text +=
        "Mend it: query again where that is needed, then give the whole answer anew. Leave out "
        "what "
        "no result bears out. Only the new answer is shown; do not speak of this check.";
    return text;
}

}
