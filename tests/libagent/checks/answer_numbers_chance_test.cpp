// How often a number that means nothing is matched all the same, by its digits and the result's
// rows. Direct matches are what the data holds: three columns of 1,000 random numbers hold most
// numbers of three digits. What the checks add by working values out has to stay rare.
#include "libagent/checks/answer_numbers.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

namespace askdb::checks {
namespace {

constexpr int results_each = 6, sentences_each = 25, fewest_digits = 2, most_digits = 6;

using Random = std::mt19937;

/// Eight columns with names that say nothing: a key, a kind, and six of numbers of up to six
/// digits.
database::Rows random_result(std::size_t rows, Random& random) {
    using database::Kind;
    database::Rows result;
    for (const char* name : {"item", "kind", "a", "b", "c", "d", "e", "f"})
        result.columns.push_back({.name = name});
    for (std::size_t row = 0; row < rows; ++row) {
        result.append(Kind::text, "Item" + std::to_string(row));
        result.append(Kind::text, random() % 2 == 0 ? "alpha" : "beta");
        for (int i = 0; i < 3; ++i)
            result.append(Kind::integer, std::to_string(random() % 1'000'000));
        for (int i = 0; i < 3; ++i)
            result.append(Kind::real, std::to_string(random() % 100'000 / 100.0 + 0.001));
    }
    result.settle_kinds();
    return result;
}

std::string random_number(int digits, Random& random) {
    std::string number;
    for (int i = 0; i < digits; ++i)
        number += static_cast<char>('0' + (i == 0 ? 1 + random() % 9 : random() % 10));
    if (number.back() == '0') number.back() = '7';
    if (number[0] < '3') number[0] = '3';  // 19.. and 20.. would be years.
    return number;
}

struct Shape {
    const char* name;
    const char* before;
    const char* behind;
    bool is_part;  ///< Digits behind the second are decimals.
};

constexpr Shape shapes[] = {{"plain", "The value of alpha is ", ".", false},
                            {"total", "All alpha together make ", " in total.", false},
                            {"average", "On average it is ", " per alpha.", false},
                            {"more", "It is ", " more than before.", false},
                            {"percent", "That is ", " % of the total of alpha.", true},
                            {"growth", "It grew by ", " %.", true},
                            {"times", "It is ", " times as much per alpha.", true}};

struct Rates {
    double direct = 0, derived = 0;
};

Rates chance(const Shape& shape, std::size_t rows, int digits, Random& random) {
    int direct = 0, derived = 0, all = 0;
    for (int i = 0; i < results_each; ++i) {
        const database::Rows result = random_result(rows, random);
        std::string answer;
        for (int k = 0; k < sentences_each; ++k) {
            std::string number = random_number(digits, random);
            if (shape.is_part && digits > 2) number.insert(2, ".");
            answer += shape.before + number + shape.behind + "\n";
        }
        const CheckedResult checked{.handle = "r1", .rows = result};
        for (const CheckedNumber& found :
             check_numbers({.answer = answer, .results = {&checked, 1}})) {
            ++all;
            if (found.verdict != Verdict::matched) continue;
            const bool is_cell = found.source.starts_with("r1: row ");
            ++(is_cell ? direct : derived);
        }
    }
    REQUIRE(all == results_each * sentences_each);
    return {static_cast<double>(direct) / all, static_cast<double>(derived) / all};
}

}

TEST_CASE("answer numbers: a chance match of a derived value is rare", "[checks]") {
    Random random(20250630);
    std::printf("chance matches: cells / derived values, in %%\n%-8s %5s", "", "rows");
    for (int digits = fewest_digits; digits <= most_digits; ++digits)
        std::printf("     %d digits", digits);
    double worst = 0, worst_mean = 0;
    for (const Shape& shape : shapes) {
        for (const std::size_t rows : {1U, 10U, 100U, 1'000U}) {
            std::printf("\n%-8s %5zu", shape.name, rows);
            for (int digits = fewest_digits; digits <= most_digits; ++digits) {
                const Rates rates = chance(shape, rows, digits, random);
                std::printf("  %5.1f /%5.1f", rates.direct * 100, rates.derived * 100);
                if (digits == 4) worst = std::max(worst, rates.derived);
                if (digits > 4) worst_mean = std::max(worst_mean, rates.derived);
            }
        }
    }
    std::printf("\nworst of derived values: %.1f %% for 4 digits, %.1f %% for more\n", worst * 100,
                worst_mean * 100);

    CHECK(worst <= 0.04);
    CHECK(worst_mean <= 0.02);
}

}
