#include "libagent/database/postgres_pieces.h"

#include <algorithm>

namespace askdb::database {

bool PostgresPieces::next() {
    while (at_ < json_.size()) {
        const char c = json_[at_++];
        if (c == '"') {
            take_string();
            return true;
        }
        if (c == '{' || c == '[' || c == '}' || c == ']') {
            kind_ = c == '{' || c == '[' ? Kind::open : Kind::close;
            return true;
        }
    }
    return false;
}

/// Behind the opening quote.
void PostgresPieces::take_string() {
    const std::size_t begin = at_;
    while (at_ < json_.size() && json_[at_] != '"') at_ += json_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_, json_.size());
    text_ = json_.substr(begin, at_ - begin);
    ++at_;
    kind_ = at_ < json_.size() && json_[at_] == ':' ? Kind::key : Kind::value;
    if (kind_ == Kind::key) key_ = text_;
}

}
