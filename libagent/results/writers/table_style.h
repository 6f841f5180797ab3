#pragma once

#include "libagent/results/writers/output_buffer.h"

#include <string_view>

namespace askdb::results {

/// The little decoration that a table has; without colour only its characters remain.
class TableStyle {
  public:
    explicit TableStyle(bool color) : color_(color) {}

    void border(OutputBuffer& out, std::string_view text) const { painted(out, dim, text); }
    void name(OutputBuffer& out, std::string_view text) const { painted(out, bold, text); }
    void null(OutputBuffer& out, std::string_view text) const { painted(out, dim, text); }

  private:
    static constexpr std::string_view dim = "\x1b[2m", bold = "\x1b[1m", plain = "\x1b[0m";

    void painted(OutputBuffer& out, std::string_view paint, std::string_view text) const {
        const bool paints = color_ && !text.empty();
        if (paints) out.append(paint);
        out.append(text);
        if (paints) out.append(plain);
    }

    bool color_;
};

}
