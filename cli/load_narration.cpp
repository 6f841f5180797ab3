#include "cli/load_narration.h"

#include <fmt/format.h>

namespace askdb::cli {

LoadNarration::LoadNarration(Messages& messages, Progress* progress, Options options)
    : messages_(messages),
      progress_(progress),
      options_(options),
      begin_(std::chrono::steady_clock::now()) {}

void LoadNarration::note(std::string_view text) {
    if (!options_.quiet) messages_.say(text, Tone::dim);
}

void LoadNarration::warning(std::string_view text) {
    messages_.say(fmt::format("⚠ {}", text), Tone::warning);
}

void LoadNarration::progress(std::string_view doing, std::uint64_t rows) {
    if (options_.quiet) return;
    const std::string line = fmt::format("{}: {}", doing, rows_in_short(rows));
    if (options_.spins && progress_ != nullptr) {
        progress_->show(line);
        return;
    }
    if (std::chrono::steady_clock::now() - begin_ < options_.patience) return;
    options_.patience *= 2;
    messages_.say(line, Tone::dim);
}

void LoadNarration::done() {
    if (options_.spins && progress_ != nullptr) progress_->hide();
}

std::string rows_in_short(std::uint64_t rows) {
    constexpr double thousand = 1e3, million = 1e6;
    const auto count = static_cast<double>(rows);
    if (count < thousand) return fmt::format("{} row{}", rows, rows == 1 ? "" : "s");
    if (count < million) return fmt::format("{:.0f} k rows", count / thousand);
    return fmt::format("{:.1f} M rows", count / million);
}

}
