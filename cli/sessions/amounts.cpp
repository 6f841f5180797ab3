#include "cli/sessions/amounts.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <string_view>

namespace askdb::cli {
namespace {

struct AmountUnit {
    std::string_view name;
    std::uint64_t factor;
};

constexpr std::array age_units = {AmountUnit{"h", 1}, AmountUnit{"d", 24}, AmountUnit{"w", 24 * 7}};
constexpr std::array size_units = {AmountUnit{"", 1}, AmountUnit{"b", 1}, AmountUnit{"kb", 1'000},
                                   AmountUnit{"mb", 1'000'000}, AmountUnit{"gb", 1'000'000'000}};

/// "12w" in the smallest of the units; nothing when it is no such text, or not below `bound`.
template <std::size_t Count>
std::optional<std::uint64_t> read_amount(std::string_view text,
                                         const std::array<AmountUnit, Count>& units,
                                         std::uint64_t bound) {
    std::uint64_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc()) return std::nullopt;
    const std::string unit =
        lower_ascii(trim(text.substr(static_cast<std::size_t>(end - text.data()))));
    for (const AmountUnit& known : units) {
        if (known.name == unit && number < bound / known.factor) return number * known.factor;
    }
    return std::nullopt;
}

Error bad_amount(std::string_view option, const std::string& text, std::string_view examples) {
    return {Errc::usage, fmt::format("option '{}' cannot be '{}'", option, visible(text)),
            fmt::format("for example: {} {}", option, examples)};
}

}

Result<std::size_t> read_limit(const std::string& text) {
    constexpr std::size_t usual = 20, most = 100'000;
    if (text.empty()) return usual;
    std::size_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [last, code] = std::from_chars(text.data(), end, number);
    if (code == std::errc() && last == end && number >= 1 && number <= most) return number;
    return Error{Errc::usage, fmt::format("option '--limit' must be a whole number from 1 to {}, "
                                          "not '{}'",
                                          most, visible(text))};
}

Result<std::optional<std::chrono::hours>> read_age(const std::string& text) {
    constexpr std::uint64_t a_thousand_years = 24ull * 365'250;
    if (text.empty()) return std::optional<std::chrono::hours>();
    const std::optional<std::uint64_t> hours = read_amount(text, age_units, a_thousand_years);
    if (!hours) return bad_amount("--older-than", text, "90d (h, d and w are known)");
    return std::optional(std::chrono::hours(*hours));
}

Result<std::optional<std::uint64_t>> read_size(const std::string& text) {
    constexpr std::uint64_t bound = std::uint64_t{1} << 62;
    if (text.empty()) return std::optional<std::uint64_t>();
    const std::optional<std::uint64_t> bytes = read_amount(text, size_units, bound);
    if (!bytes) return bad_amount("--max-size", text, "500MB (kB, MB and GB are known)");
    return std::optional(*bytes);
}

std::string size_text(std::uint64_t bytes) {
    if (bytes < 1000) return fmt::format("{} byte{}", bytes, bytes == 1 ? "" : "s");
    double size = static_cast<double>(bytes);
    for (const char* unit : {"kB", "MB", "GB"}) {
        size /= 1000;
        if (size < 999.95) return fmt::format("{:.1f} {}", size, unit);
    }
    return fmt::format("{:.1f} TB", size / 1000);
}

}
