#include "cli/repl/key_decoder.h"
#include "cli/repl/line_editor.h"

#include <deque>

namespace askdb::cli::repl {
namespace {

class PlainEditor : public LineEditor {
  public:
    void begin(std::string_view) override {}
    void take(std::string_view bytes) override { held_ += bytes; }
    bool is_in_doubt() const override { return false; }
    void settle() override {}
    void drop_typed() override { held_.clear(); }
    EditedLine line() const override { return {}; }
    void move_cursor(std::size_t) override {}
    void set_history(const std::vector<std::string>&) override {}
    void remember(const std::string&) override {}

    std::optional<Typed> next() override {
        const std::size_t end = held_.find('\n');
        if (end == std::string::npos) {
            if (held_.size() < most_pasted_bytes) return std::nullopt;
            held_.clear();
            return TypedTooMuch{};
        }
        std::string text = as_typed(std::string_view(held_).substr(0, end));
        held_.erase(0, end + 1);
        return TypedLine{std::move(text)};
    }

  private:
    std::string held_;
};

}

std::unique_ptr<LineEditor> make_plain_editor() {
    return std::make_unique<PlainEditor>();
}

}
