#include "libagent/base/text.h"

#include <algorithm>
#include <numeric>

namespace askdb {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

}

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

std::string upper_ascii(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

bool among(std::span<const std::string_view> words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(separator, begin), text.size());
        parts.emplace_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::string join(std::span<const std::string> parts, std::string_view separator) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) out += separator;
        out += parts[i];
    }
    return out;
}

std::string redacted(std::string text, std::span<const std::string> secrets) {
    constexpr std::size_t shortest_secret = 4;  // Shorter ones would tear holes into words.
    struct Stretch {
        std::size_t begin, end;
    };
    std::vector<Stretch> covered;
    for (const std::string& secret : secrets) {
        if (secret.size() < shortest_secret) continue;
        for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos; ++at) {
            covered.push_back({at, at + secret.size()});
        }
    }
    if (covered.empty()) return text;
    std::sort(covered.begin(), covered.end(),
              [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
    std::string out;
    std::size_t done = 0;  // Up to where the text is copied or hidden.
    for (const Stretch& stretch : covered) {
        if (stretch.begin >= done) {
            out.append(text, done, stretch.begin - done).append("***");
        }
        done = std::max(done, stretch.end);
    }
    return out.append(text, done);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    // Optimal string alignment: the last two rows and the one being made.
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                                 lower(a[i - 2]) == lower(b[j - 1]);
            if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::vector<std::string> nearest(std::string_view name, std::span<const std::string> candidates,
                                 std::size_t count) {
    struct Scored {
        std::size_t distance;
        const std::string* candidate;
    };
    constexpr std::size_t longest = 128;
    std::vector<Scored> near;
    if (name.size() > longest) return {};
    for (const std::string& candidate : candidates) {
        if (candidate.size() > longest) continue;
        const std::size_t shorter = std::min(name.size(), candidate.size());
        const std::string a = lower_ascii(name), b = lower_ascii(candidate);
        const bool part =
            shorter >= 3 && (a.find(b) != std::string::npos || b.find(a) != std::string::npos);
        const std::size_t distance = edit_distance(a, b);
        const std::size_t allowed = std::max<std::size_t>(1, std::max(a.size(), b.size()) / 3);
        if (distance <= allowed && distance < std::max(a.size(), b.size())) {
            near.push_back({distance, &candidate});
        } else if (part) {
            near.push_back({allowed + 1, &candidate});
        }
    }
    std::stable_sort(near.begin(), near.end(),
                     [](const Scored& x, const Scored& y) { return x.distance < y.distance; });
    std::vector<std::string> out;
    for (const Scored& scored : near) {
        if (out.size() == count) break;
        out.push_back(*scored.candidate);
    }
    return out;
}

std::string did_you_mean(std::span<const std::string> names, std::string_view otherwise) {
    if (names.empty()) return std::string(otherwise);
    return "did you mean '" + join(names, "', '") + "'?";
}

std::string with_thousands(std::uint64_t number) {
    constexpr std::size_t group = 3;
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > group;) digits.insert(at -= group, 1, ',');
    return digits;
}

std::string sql_literal(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') out += '\'';
        out += c;
    }
    return out + "'";
}

}
