#include "libagent/results/writer.h"

#include "libagent/base/text.h"

#include <algorithm>
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

const WriterSpec* find_writer_of_file(std::string_view path) {
    const std::string_view file = path.substr(path.rfind('/') + 1);
    const std::size_t dot = file.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == file.size()) return nullptr;
    const std::string extension = lower_ascii(file.substr(dot + 1));
    for (const WriterSpec* writer : all_writers()) {
        const std::vector<std::string> known = split(writer->extensions, ' ');
        if (std::find(known.begin(), known.end(), extension) != known.end()) return writer;
    }
    return nullptr;
}

void write_rows(const WriterSpec& writer, const database::Rows& rows, const WriteOptions& options,
                ByteSink& out) {
    const std::unique_ptr<RowWriter> made = writer.make(options, out);
    made->begin(rows.columns);
    if (rows.row_count() > 0) made->take(rows);
    made->finish(rows.truncated);
}

}
