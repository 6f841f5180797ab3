#include "libagent/models/pricing.h"

#include <algorithm>
#include <array>
#include <utility>

namespace askdb::models {
namespace {

/// Anthropic charges a quarter more for what enters its cache for five minutes; others nothing.
constexpr double anthropic_cache_write = 1.25;
constexpr double tokens_per_price = 1e6;

struct PricedName {
    std::string_view name;
    double input, output, cached_input;
};

constexpr std::array price_table = {
#define PRICE(name, input, output, cached_input) PricedName{name, input, output, cached_input},
#include "libagent/models/prices.def"
#undef PRICE
};

/// "-20250514", "-2024-08-06" or "-latest": the same model at another time.
bool is_version_of_model(std::string_view rest) {
    if (rest.empty() || rest == "-latest") return true;
    constexpr std::string_view compact = "-dddddddd", iso = "-dddd-dd-dd";
    const std::string_view pattern = rest.size() == compact.size() ? compact : iso;
    return std::equal(
        rest.begin(), rest.end(), pattern.begin(), pattern.end(),
        [](char c, char want) { return want == 'd' ? c >= '0' && c <= '9' : c == want; });
}

class PricedModel : public Model {
  public:
    PricedModel(std::unique_ptr<Model> model, Price price)
        : model_(std::move(model)), price_(price) {}

    std::string name() const override { return model_->name(); }

    ModelReply complete(const ModelRequest& request, TextSink& sink,
                        std::stop_token stop) const override {
        ModelReply reply = model_->complete(request, sink, std::move(stop));
        // A server that counts nothing does not work for nothing.
        if (reply.usage.total() > 0) reply.cost_usd = cost_of(reply.usage, price_);
        return reply;
    }

  private:
    const std::unique_ptr<Model> model_;
    const Price price_;
};

}

std::vector<std::string_view> priced_models() {
    std::vector<std::string_view> names;
    for (const PricedName& known : price_table) names.push_back(known.name);
    return names;
}

std::optional<Price> find_price(std::string_view model) {
    for (const PricedName& known : price_table) {
        if (!model.starts_with(known.name)) continue;
        if (!is_version_of_model(model.substr(known.name.size()))) continue;
        const bool anthropic = known.name.starts_with("claude");
        return Price{.input = known.input,
                     .output = known.output,
                     .cached_input = known.cached_input,
                     .cache_write = known.input * (anthropic ? anthropic_cache_write : 1)};
    }
    return std::nullopt;
}

Price plain_price(double input, double output) {
    return {.input = input, .output = output, .cached_input = input, .cache_write = input};
}

double cost_of(const chat::Usage& usage, const Price& price) {
    const auto tokens = [](std::int64_t count) { return static_cast<double>(count); };
    const std::int64_t special = usage.cached_input_tokens + usage.cache_written_input_tokens;
    return (tokens(std::max<std::int64_t>(0, usage.input_tokens - special)) * price.input +
            tokens(usage.cached_input_tokens) * price.cached_input +
            tokens(usage.cache_written_input_tokens) * price.cache_write +
            tokens(usage.output_tokens) * price.output) /
           tokens_per_price;
}

std::unique_ptr<Model> make_priced_model(std::unique_ptr<Model> model, Price price) {
    return std::make_unique<PricedModel>(std::move(model), price);
}

}
