#include "libagent/models/offline/stem.h"

#include <libstemmer.h>

#include <new>

namespace askdb::models::offline {

Stemmer::Stemmer() : stemmer_(sb_stemmer_new("english", "UTF_8")) {
    if (stemmer_ == nullptr) throw std::bad_alloc();
}

Stemmer::~Stemmer() {
    sb_stemmer_delete(stemmer_);
}

std::string Stemmer::stem(std::string_view word) {
    constexpr std::size_t longest_word = 64;  // Beyond that it is data, and not worth the time.
    if (word.size() > longest_word) return std::string(word);
    const auto* bytes = reinterpret_cast<const sb_symbol*>(word.data());
    const sb_symbol* out = sb_stemmer_stem(stemmer_, bytes, static_cast<int>(word.size()));
    if (out == nullptr) return std::string(word);
    const auto length = static_cast<std::size_t>(sb_stemmer_length(stemmer_));
    return std::string(reinterpret_cast<const char*>(out), length);
}

}
