#include "libagent/results/writer.h"

#include <array>

namespace askdb::results {

#define WRITER(name) extern const WriterSpec name##_writer;
#include "libagent/results/writers.def"
#undef WRITER

std::span<const WriterSpec* const> all_writers() {
    static constexpr std::array writers = {
#define WRITER(name) &name##_writer,
#include "libagent/results/writers.def"
#undef WRITER
    };
    return writers;
}

const WriterSpec* find_writer(std::string_view name) {
    for (const WriterSpec* writer : all_writers()) {
        if (writer->name == name) return writer;
    }
    return nullptr;
}

}
