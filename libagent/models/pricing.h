#pragma once

#include "libagent/models/model.h"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace askdb::models {

/// What a model costs, in USD per million tokens.
struct Price {
    double input = 0;
    double output = 0;
    double cached_input = 0;  ///< Input that was read from the provider's prompt cache.
    double cache_write = 0;   ///< Input that was put into it.

    bool operator==(const Price&) const = default;
};

/// The price in prices.def of a model as its provider names it ("gpt-4o", also with "-latest" or a
/// date after it); none for any other model: a price is never guessed.
std::optional<Price> find_price(std::string_view model);

/// The names of those that have a price, as their providers call them: the usual ones.
std::vector<std::string_view> priced_models();

/// Without a discount or a surcharge for the cache: what a person who names two prices means.
Price plain_price(double input, double output);

/// In USD.
double cost_of(const chat::Usage& usage, const Price& price);

/// `model`, whose replies say what they cost.
std::unique_ptr<Model> make_priced_model(std::unique_ptr<Model> model, Price price);

}
