// The time that the checks of an answer add to a turn: an answer of 30 numbers and 10 dates over
// results of twelve columns (four texts, six numbers, a date and a timestamp). Prints the median
// and the slowest of the runs; ends with 1 when a turn of three results of 1,000 rows takes longer
// than it may. The receipt of a result is timed, too.
//     bench_checks

#include "libagent/checks/answer_names.h"
#include "libagent/checks/answer_numbers.h"
#include "libagent/results/receipt.h"

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <time.h>
#include <vector>

namespace {

using namespace askdb;

constexpr int answer_numbers = 30;
constexpr double most_numbers_ms = 5, most_turn_ms = 10;

std::string two_digits(std::size_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string random_day(std::mt19937& random) {
    return "202" + std::to_string(random() % 6) + "-" + two_digits(random() % 12 + 1) + "-" +
           two_digits(random() % 28 + 1);
}

database::Rows random_rows(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    database::Rows rows;
    for (const char* name : {"site", "category", "status", "comment"})
        rows.columns.push_back({.name = name});
    for (const char* name : {"order_id", "orders", "cost", "hours", "late", "rate"})
        rows.columns.push_back({.name = name});
    for (const char* name : {"opened_on", "closed_at"}) rows.columns.push_back({.name = name});
    const char* const kinds[] = {"pump", "conveyor", "chiller", "Boiler Nr. 2"};
    const char* const states[] = {"open", "in progress", "completed", "on hold"};
    for (std::size_t row = 0; row < count; ++row) {
        using database::Kind;
        rows.append(Kind::text, "Site " + std::to_string(row) + " Würzburg Süd");
        rows.append(Kind::text, kinds[random() % 4]);
        rows.append(Kind::text, states[random() % 4]);
        rows.append(Kind::text, "a longer remark about what was done there, number " +
                                    std::to_string(random() % 900));
        rows.append(Kind::integer, std::to_string(row + 1));
        for (int i = 0; i < 3; ++i)
            rows.append(Kind::real, std::to_string(random() % 1'000'000 / 100.0));
        rows.append(Kind::integer, std::to_string(random() % 500));
        rows.append(Kind::real, std::to_string(random() % 10'000 / 10'000.0));
        const std::string day = random_day(random);
        rows.append(Kind::date, day);
        rows.append(Kind::timestamp, day + " 14:35:20");
    }
    rows.settle_kinds();
    return rows;
}

std::string answer_text() {
    std::string answer = "In all there were 1,204 orders, 35 % of them open.\n\n";
    for (int i = 0; i < answer_numbers / 3; ++i) {
        answer += "Site " + std::to_string(i * 7) + " Würzburg Süd had " +
                  std::to_string(100 + i * 37) + " open orders, " + std::to_string(12 + i) +
                  ".5 % more than Site " + std::to_string(i + 50) +
                  " Würzburg Süd, and cost about €" + std::to_string(i + 2) +
                  ",345.67 on average, the last on " + std::to_string(i + 1) + " March 2024.\n";
    }
    return answer;
}

struct Taken {
    double median = 0, most = 0;
};

/// The checks wait for nothing, so that the processor's time is theirs, whatever else runs.
double processor_ms() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

template <class Work>
Taken measure(int runs, const Work& work) {
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
        const double begin = processor_ms();
        work();
        times.push_back(processor_ms() - begin);
    }
    std::sort(times.begin(), times.end());
    return {times[times.size() / 2], times.back()};
}

/// Prints what a turn takes; gives the median of the numbers and of all.
std::pair<double, double> bench(std::size_t result_count, std::size_t row_count, int runs) {
    static constexpr const char* handles[] = {"r1", "r2", "r3"};
    std::vector<database::Rows> rows;
    for (std::size_t i = 0; i < result_count; ++i)
        rows.push_back(random_rows(row_count, static_cast<unsigned>(i + 1)));
    std::vector<checks::CheckedResult> results;
    for (std::size_t i = 0; i < result_count; ++i) results.push_back({handles[i], rows[i]});
    const std::string answer = answer_text();
    const Taken numbers =
        measure(runs, [&] { checks::check_numbers({.answer = answer, .results = results}); });
    const Taken names =
        measure(runs, [&] { checks::find_unknown_names({.answer = answer, .results = results}); });
    std::printf(
        "%zu x %6zu rows: numbers %8.2f ms (at most %8.2f), names %8.2f ms (at most %8.2f)\n",
        result_count, row_count, numbers.median, numbers.most, names.median, names.most);
    return {numbers.median, numbers.median + names.median};
}

}

int main() {
    constexpr int many = 51, few = 5;
    bench(1, 10, many);
    const double one = bench(1, 1'000, many).first;
    const double three = bench(3, 1'000, many).second;
    bench(1, 10'000, few);
    bench(1, 100'000, few);
    const database::Rows kept = random_rows(1'000, 1);
    const Taken receipt = measure(many, [&] { results::result_hash(kept, false); });
    std::printf("the receipt of 1,000 rows: %.2f ms\n", receipt.median);
    const bool fits = one < most_numbers_ms && three < most_turn_ms;
    std::printf(
        "one result of 1,000 rows: numbers %.2f ms of %.0f; three: all checks %.2f ms of %.0f: "
        "%s\n",
        one, most_numbers_ms, three, most_turn_ms, fits ? "fits" : "too slow");
    return fits ? 0 : 1;
}
