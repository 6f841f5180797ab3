#include "libagent/database/files/json_object_json.h"

#include "libagent/base/text.h"
#include "libagent/database/files/json_numbers.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace askdb::database {
namespace {

constexpr std::size_t longest_key_told = 60;

struct JsonCell {
    std::size_t begin = 0, end = 0;
    Written written = Written::missing;
    bool met = false;  ///< Its key was there.
};

/// Hears of an object's parts as they are read. Nothing is built.
class ObjectListener : public nlohmann::json_sax<nlohmann::json> {
  public:
    ObjectListener(JsonKeys& keys, std::string& texts, const LongNumbers& originals)
        : keys_(keys), texts_(texts), originals_(originals) {}

    bool null() override { return value("null", Written::missing); }
    bool boolean(bool is_true) override {
        return value(is_true ? "true" : "false", Written::json_boolean);
    }
    bool number_integer(number_integer_t number) override {
        return number_text(fmt::format_int(number).c_str());
    }
    bool number_unsigned(number_unsigned_t number) override {
        return number_text(fmt::format_int(number).c_str());
    }
    // Also whole numbers beyond 64 bits: the text has all digits.
    bool number_float(number_float_t, const string_t& text) override { return number_text(text); }
    bool string(string_t& text) override {
        if (depth_ > 1) return value(spelled(text), Written::json_text);
        return value(text, Written::json_text);
    }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open('{'); }
    bool end_object() override { return close('}'); }
    bool start_array(std::size_t) override { return open('['); }
    bool end_array() override { return close(']'); }
    bool key(string_t& name) override {
        if (depth_ > 1) {
            separate();
            texts_ += spelled(name);
            texts_ += ':';
            fresh_ = true;
            return true;
        }
        place_ = keys_.place_of(name);
        if (place_ >= cells.size()) cells.resize(place_ + 1);
        if (cells[place_].met) twice = name;
        cells[place_].met = true;
        return place_ < max_file_columns && !twice;
    }
    bool parse_error(std::size_t, const std::string& token,
                     const nlohmann::detail::exception& error) override {
        constexpr int number_overflow = 406;  // nlohmann's number for it.
        is_beyond_double = error.id == number_overflow;
        if (std::string_view(error.what()).find("surrogate") != std::string_view::npos)
            lone_surrogate = last_surrogate(token);
        return false;
    }

    std::vector<JsonCell> cells;
    std::optional<std::string> twice;           ///< The key for which the reading was given up.
    std::optional<std::string> lone_surrogate;  ///< The escape for which it was.
    bool is_beyond_double = false;              ///< It was for a number.

  private:
    /// `\ud800` as it stands there.
    static std::string last_surrogate(std::string_view token) {
        constexpr std::size_t escape_bytes = 6;
        for (std::size_t at = token.size(); at-- > 0;) {
            const std::string escape = lower_ascii(token.substr(at, escape_bytes));
            if (escape.starts_with("\\ud") && escape.size() == escape_bytes &&
                std::string_view("89abcdef").find(escape[3]) != std::string_view::npos)
                return std::string(token.substr(at, escape_bytes));
        }
        return "\\u";
    }

    bool number_text(std::string_view text) {
        const auto original = originals_.find(numbers_++);
        return value(original == originals_.end() ? text : original->second, Written::json_number);
    }

    static std::string spelled(const std::string& text) {
        return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }

    void separate() {
        if (!fresh_) texts_ += ',';
        fresh_ = false;
    }

    bool value(std::string_view text, Written written) {
        if (depth_ > 1) {
            separate();
            texts_ += text;
            return true;
        }
        cells[place_] = {texts_.size(), texts_.size() + text.size(), written, true};
        texts_ += text;
        return true;
    }

    bool open(char bracket) {
        if (++depth_ == 1) return true;
        if (depth_ == 2) {
            cells[place_] = {texts_.size(), 0, Written::json_nested, true};
        } else {
            separate();
        }
        texts_ += bracket;
        fresh_ = true;
        return true;
    }

    bool close(char bracket) {
        if (depth_-- == 1) return true;
        texts_ += bracket;
        fresh_ = false;
        if (depth_ == 1) cells[place_].end = texts_.size();
        return true;
    }

    JsonKeys& keys_;
    std::string& texts_;
    const LongNumbers& originals_;
    std::size_t numbers_ = 0;  ///< So many were met.
    std::size_t depth_ = 0;
    std::size_t place_ = 0;
    bool fresh_ = false;  ///< Nothing stands before the next value of what is nested.
};

}

std::size_t JsonKeys::place_of(const std::string& key) {
    const auto [found, is_new] = places_.try_emplace(key, names_.size());
    if (is_new) names_.push_back(key);
    return found->second;
}

std::optional<std::string> JsonObjectReader::read(std::string_view object,
                                                  std::vector<RawCell>& cells) {
    LongNumbers originals;
    std::optional<ObjectListener> listener;
    const auto parse = [&](std::string_view text) {
        texts_.clear();
        listener.emplace(keys_, texts_, originals);
        return nlohmann::json::sax_parse(text, &*listener);
    };
    bool is_read = parse(object);
    if (!is_read && listener->is_beyond_double) {
        std::string shortened;
        originals = shorten_numbers(object, shortened);
        is_read = parse(shortened);
    }
    if (!is_read) {
        if (names().size() > max_file_columns)
            return fmt::format("there are more than {} different keys", max_file_columns);
        if (listener->twice)
            return fmt::format("the key '{}' comes twice in one object",
                               visible(clipped(*listener->twice, longest_key_told)));
        if (listener->lone_surrogate)
            return fmt::format("'{}' is half of a surrogate pair, and no character by itself",
                               visible(*listener->lone_surrogate));
        return "this is not JSON";
    }
    cells.assign(names().size(), RawCell{});
    for (std::size_t i = 0; i < listener->cells.size(); ++i) {
        const JsonCell& cell = listener->cells[i];
        if (cell.written == Written::missing) continue;
        cells[i] = {std::string_view(texts_).substr(cell.begin, cell.end - cell.begin),
                    cell.written};
    }
    return std::nullopt;
}

}
