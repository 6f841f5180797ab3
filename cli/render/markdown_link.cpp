#include "cli/render/markdown_link.h"

#include "libagent/results/writers/char_set.h"

#include <algorithm>

namespace askdb::cli {
namespace {

constexpr int most_open_in_link = 3;  // Brackets, so that none is searched for again and again.
constexpr results::CharSet ends_of_autolink("<> \n");

constexpr MarkdownLink no_link = {};
constexpr MarkdownLink undecided_link = {.state = MarkdownLink::State::undecided};

/// The bracket that closes the one at the front; `size` of the text when it has not come.
std::size_t closing_bracket(std::string_view text) {
    int open = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '[') {
            if (++open > most_open_in_link) return std::string_view::npos;
        } else if (text[i] == ']' && --open == 0) {
            return i;
        }
    }
    return text.size();
}

/// The address at the front of `text`, which is what stands behind `](`: up to a blank or the
/// bracket that closes.
std::string_view link_address(std::string_view text) {
    if (text.starts_with('<')) return text.substr(0, text.find_first_of(">\n"));
    int open = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_markdown_space(text[i])) return text.substr(0, i);
        if (text[i] == '(' && ++open > most_open_in_link) return text.substr(0, i);
        if (text[i] == ')' && open-- == 0) return text.substr(0, i);
    }
    return text;
}

}

MarkdownLink link_at(std::string_view text) {
    const std::string_view near = text.substr(0, farthest_markdown_partner);
    const bool is_cut = near.size() < text.size();
    const MarkdownLink open_end = is_cut ? no_link : undecided_link;
    const std::size_t close = closing_bracket(near);
    if (close == std::string_view::npos) return no_link;
    if (close + 1 >= near.size()) return open_end;
    if (near[close + 1] != '(') return no_link;
    std::size_t at = close + 2;
    std::string_view address = link_address(near.substr(at));
    at += address.size();
    if (address.starts_with('<')) {
        if (at < near.size() && near[at] != '>') return no_link;
        ++at;
        address.remove_prefix(1);
    }
    while (at < near.size() && near[at] == ' ') ++at;
    if (at < near.size() && (near[at] == '"' || near[at] == '\'')) {
        const std::size_t end = near.find(near[at], at + 1);
        if (end == std::string_view::npos) return open_end;
        at = end + 1;
    }
    if (at >= near.size()) return open_end;
    if (near[at] != ')') return no_link;
    return {MarkdownLink::State::whole, near.substr(1, close - 1), address, at + 1};
}

MarkdownLink autolink_at(std::string_view text) {
    constexpr std::string_view schemes[] = {"<https://", "<http://", "<mailto:"};
    const bool begins = std::any_of(std::begin(schemes), std::end(schemes), [&](auto scheme) {
        const std::size_t length = std::min(scheme.size(), text.size());
        return text.substr(0, length) == scheme.substr(0, length);
    });
    if (!begins) return no_link;
    const std::string_view near = text.substr(0, farthest_markdown_partner);
    const std::size_t end = ends_of_autolink.find_in(near, 1);
    if (end == std::string_view::npos) return near.size() < text.size() ? no_link : undecided_link;
    if (near[end] != '>') return no_link;
    const std::string_view address = near.substr(1, end - 1);
    return {MarkdownLink::State::whole, address, address, end + 1};
}

}
