#include "libagent/loop/spending.h"

#include <catch2/catch.hpp>

namespace askdb::loop {
namespace {

models::ModelReply reply_of(std::int64_t tokens, std::optional<double> cost) {
    return {.text = "One.", .usage = {.input_tokens = tokens}, .cost_usd = cost};
}

}

TEST_CASE("spending: what is partly unknown is unknown, and counts as far as it is known",
          "[loop]") {
    const TurnLimits limits{.max_cost_usd = 1};
    Spending spending;
    CHECK_FALSE(spending.cost_usd());

    spending.add(reply_of(10, 0.75), {});
    CHECK(spending.cost_usd() == 0.75);
    CHECK(spending.used_up(limits).empty());

    spending.add(reply_of(10, std::nullopt), {});
    CHECK_FALSE(spending.cost_usd());
    CHECK(spending.has_unpriced());
    spending.add(reply_of(10, 0.25), {});
    CHECK(spending.used_up(limits) == "max_cost_usd");
    CHECK(spending.used_up({}).empty());
}

TEST_CASE("spending: what is left of the limits is what others may take", "[loop][second]") {
    Spending spending;
    spending.add(reply_of(100, 0.25), {});
    spending.add(reply_of(50, 0.25), {});

    const TurnLimits left =
        spending.left_of({.max_steps = 5, .max_tokens = 1'000, .max_cost_usd = 2});

    CHECK(left.max_steps == 3);
    CHECK(left.max_tokens == 850);
    CHECK(left.max_cost_usd == 1.5);
}

TEST_CASE("spending: tokens that nobody counts are estimated from what was sent", "[loop]") {
    const std::vector<chat::Message> sent = {{.text = std::string(4'000, 'x')}};
    Spending counted, uncounted;

    counted.add(reply_of(10, {}), sent);
    uncounted.add(reply_of(0, {}), sent);

    CHECK(counted.used_up({.max_tokens = 1'000}).empty());
    CHECK(uncounted.used_up({.max_tokens = 1'000}) == "max_tokens");
    CHECK(uncounted.usage().total() == 0);
}

}
