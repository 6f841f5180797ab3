#include "libagent/loop/rested_steps.h"

#include "libagent/chat/typed_statement.h"

#include <algorithm>

namespace askdb::loop {
namespace {

void add_missing(std::vector<std::string>& handles, std::vector<std::string> others) {
    for (std::string& handle : others) {
        if (std::find(handles.begin(), handles.end(), handle) == handles.end())
            handles.push_back(std::move(handle));
    }
}

}

std::vector<const chat::Step*> rested_steps(const chat::Answer& answer,
                                            std::span<const std::string> sources) {
    std::vector<std::string> handles;
    for (const std::string& source : sources) add_missing(handles, handles_in(source));
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
        if (step->tool == chat::asked_over_results)
            add_missing(handles, results::named_handles(step->sql));
    }
    return rested;
}

}
