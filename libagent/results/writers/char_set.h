#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace askdb::results {

/// The characters that a format has to look for in every value: several times as fast as
/// std::string_view::find_first_of().
class CharSet {
  public:
    constexpr explicit CharSet(std::string_view characters) {
        for (const char c : characters) has_[static_cast<unsigned char>(c)] = true;
    }

    /// Where the first of them stands from `at` on; npos when there is none.
    constexpr std::size_t find_in(std::string_view text, std::size_t at = 0) const {
        for (; at < text.size(); ++at) {
            if (has_[static_cast<unsigned char>(text[at])]) return at;
        }
        return std::string_view::npos;
    }

  private:
    std::array<bool, 256> has_ = {};
};

}
