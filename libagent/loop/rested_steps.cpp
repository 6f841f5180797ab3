#include "libagent/loop/rested_steps.h"

#include "libagent/base/ascii.h"

#include <algorithm>

namespace askdb::loop {
namespace {

bool is_word_byte(char c) {
    return is_ascii_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

void add_missing(std::vector<std::string>& handles, std::string_view text) {
    for (std::string& handle : handles_in(text)) {
        if (std::find(handles.begin(), handles.end(), handle) == handles.end())
            handles.push_back(std::move(handle));
    }
}

}

std::vector<std::string> handles_in(std::string_view text) {
    std::vector<std::string> handles;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins =
            (text[at] == 'r' || text[at] == 'R') && (at == 0 || !is_word_byte(text[at - 1]));
        if (!begins) continue;
        std::size_t end = at + 1;
        while (end < text.size() && is_ascii_digit(text[end])) ++end;
        if (end == at + 1 || (end < text.size() && is_word_byte(text[end]))) continue;
        std::string handle = "r" + std::string(text.substr(at + 1, end - at - 1));
        if (std::find(handles.begin(), handles.end(), handle) == handles.end())
            handles.push_back(std::move(handle));
    }
    return handles;
}

std::vector<const chat::Step*> rested_steps(const chat::Answer& answer,
                                            std::span<const std::string> sources) {
    std::vector<std::string> handles;
    for (const std::string& source : sources) add_missing(handles, source);
    const auto& steps = answer.workflow;
    const auto has_result = [&](const chat::Step& step) {
        return std::find(handles.begin(), handles.end(), step.handle) != handles.end();
    };
    if (std::none_of(steps.begin(), steps.end(), has_result)) {
        const auto last = std::find_if(steps.rbegin(), steps.rend(),
                                       [](const chat::Step& step) { return !step.handle.empty(); });
        if (last != steps.rend()) handles.push_back(last->handle);
    }
    // A statement over handles comes after those that made them.
    std::vector<const chat::Step*> rested;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        if (step->handle.empty() || !has_result(*step)) continue;
        rested.insert(rested.begin(), &*step);
        if (step->tool == "query_results") add_missing(handles, step->sql);
    }
    return rested;
}

}
