#include "cli/repl/repl_hint.h"

#include <string_view>
#include <utility>

namespace askdb::cli::repl {
namespace {

// The longer ones first.
constexpr std::pair<std::string_view, std::string_view> said_here[] = {
    {"askdb sessions list", "/sessions"},
    {"askdb models", "/models"},
    {"askdb tables", "/tables"},
    {"askdb doctor", "/doctor"},
    {"choose a model: -m ", "choose a model: /model "},
    {"choose a language model with -m", "choose a language model with /model"},
    {"-m offline", "/model offline"},
    {"-m VENDOR:MODEL", "/model VENDOR:MODEL"},
    {"--data csv", "/save FILE.csv"},
};

}

std::string repl_hint(std::string hint) {
    for (const auto& [typed, here] : said_here) {
        for (std::size_t at = hint.find(typed); at != std::string::npos;
             at = hint.find(typed, at + here.size()))
            hint.replace(at, typed.size(), here);
    }
    return hint;
}

}
