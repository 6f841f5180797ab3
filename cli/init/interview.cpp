#include "cli/init/interview.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <charconv>

namespace askdb::cli {
namespace {

/// The offer that was meant; 0: none.
std::size_t number_of_offer(const std::string& typed, std::size_t count) {
    std::size_t number = 0;
    const char* const end = typed.data() + typed.size();
    const auto [last, code] = std::from_chars(typed.data(), end, number);
    return code == std::errc() && last == end && number <= count ? number : 0;
}

bool is_number(std::string_view typed) {
    return !typed.empty() && typed.find_first_not_of("0123456789") == std::string_view::npos;
}

}

Choice choose(Interview& person, std::string_view question, const std::vector<std::string>& offers,
              bool takes_text) {
    for (std::size_t i = 0; i < offers.size(); ++i)
        person.say(fmt::format("  {:>2}  {}", i + 1, offers[i]));
    while (true) {
        std::string typed = person.ask(question, "1");
        if (const std::size_t number = number_of_offer(typed, offers.size()); number > 0)
            return {.index = number - 1};
        if (takes_text && !is_number(typed)) return {.index = offers.size(), .typed = typed};
        person.say(fmt::format("a number from 1 to {}, please", offers.size()), Tone::warning);
    }
}

bool confirm(Interview& person, std::string_view question, bool usual) {
    while (true) {
        const std::string typed = lower_ascii(
            person.ask(fmt::format("{} [{}]", question, usual ? "Y/n" : "y/N"), usual ? "y" : "n"));
        if (typed == "y" || typed == "yes") return true;
        if (typed == "n" || typed == "no") return false;
        person.say("y or n, please", Tone::warning);
    }
}

}
