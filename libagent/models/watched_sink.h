#pragma once

#include "libagent/models/model.h"

#include <string_view>

namespace askdb::models {

/// Passes text on and remembers that some went out.
class WatchedSink : public TextSink {
  public:
    explicit WatchedSink(TextSink& sink) : sink_(sink) {}

    void on_text(std::string_view text) override {
        reached_ = true;
        sink_.on_text(text);
    }
    bool reached() const { return reached_; }

  private:
    TextSink& sink_;
    bool reached_ = false;
};

}
