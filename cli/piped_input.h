#pragma once

#include "libagent/base/result.h"
#include "libagent/database/files/data_format.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <stop_token>
#include <string>

namespace askdb::cli {

/// A text that is longer is none that a model reads with a question.
inline constexpr std::size_t max_piped_text_bytes = 256u << 10;

/// What stands on standard input beside a question or statement.
struct PipedInput {
    enum class Kind {
        none,   ///< A terminal, a device, closed, or empty.
        table,  ///< Rows; the descriptor goes on behind `head`.
        text,   ///< Words: all of them are in `head`.
    } kind = Kind::none;
    database::DataFormat format = database::DataFormat::csv;
    std::string head = {};  ///< Bytes of a table as they came; of a text UTF-8.
};

/// What the caller knows of it.
enum class PipedHope {
    anything,
    table,  ///< A text is CSV all the same: reading it will tell what is wrong with it.
};

/// Who hears, once, that nothing has come for a while.
struct PipedWait {
    std::function<void()> tell;
    std::chrono::milliseconds patience{2'000};
};

/// Reads the beginning of a pipe, socket or file, and all of it when it is a text; anything else is
/// not touched. Errc::usage for a text of more than max_piped_text_bytes, for what is neither rows
/// nor text, and for what cannot be read. Throws Stopped within 200 ms of a stop.
Result<PipedInput> read_piped_input(int descriptor, PipedHope hope, const PipedWait& wait,
                                    const std::stop_token& stop);

}
