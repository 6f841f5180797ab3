#include "cli/sessions/age_text.h"

#include "sessions/moment_text.h"

#include <fmt/format.h>

#include <chrono>

namespace askdb::cli {

session::Moment moment_now() {
    return std::chrono::floor<session::Moment::duration>(std::chrono::system_clock::now());
}

std::string age_text(session::Moment then, session::Moment now) {
    using namespace std::chrono;
    const auto age = now - then;
    constexpr days longest_in_days{30};
    if (age < minutes(1)) return "just now";  // Also where the clocks of two machines differ.
    if (age < hours(1)) return fmt::format("{} min ago", floor<minutes>(age).count());
    if (age < days(1)) return fmt::format("{} h ago", floor<hours>(age).count());
    const auto count = floor<days>(age).count();
    if (count == 1) return "yesterday";
    if (age < longest_in_days) return fmt::format("{} days ago", count);
    return sessions::date_text(then);
}

}
