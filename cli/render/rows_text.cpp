#include "cli/render/rows_text.h"

#include "cli/render/text_joiner.h"
#include "libagent/base/error.h"
#include "libagent/base/text.h"
#include "libagent/results/writer.h"

#include <fmt/format.h>

#include <vector>

namespace askdb::cli {
namespace {

const results::WriterSpec& writer_named(const RowsTextOptions& options) {
    const results::WriterSpec* const writer = results::find_writer(options.format);
    if (writer == nullptr) {
        std::vector<std::string> names;
        for (const results::WriterSpec* known : results::all_writers())
            names.emplace_back(known->name);
        throw Failure({Errc::usage, fmt::format("no format named '{}'", visible(options.format)),
                       did_you_mean(nearest(options.format, names, 1),
                                    fmt::format("known here: {}", join(names, ", ")))});
    }
    if (writer->is_binary && options.for_terminal)
        throw Failure({Errc::usage, fmt::format("'{}' is no format for a terminal", writer->name),
                       fmt::format("save it to a file: FILE.{}", writer->usual_extension())});
    return *writer;
}

results::TableForm table_form(Expanded expanded) {
    switch (expanded) {
        case Expanded::off: return results::TableForm::grid;
        case Expanded::on: return results::TableForm::records;
        case Expanded::automatic: return results::TableForm::fitting;
    }
    return results::TableForm::fitting;
}

}

std::string rows_text(const database::Rows& rows, const RowsTextOptions& options) {
    const results::WriterSpec& writer = writer_named(options);
    results::StringSink sink;
    results::write_rows(writer, rows,
                        {.width = options.width,
                         .color = options.color,
                         .null_text = options.null_text,
                         .temp_folder = options.temp_folder,
                         .form = table_form(options.expanded)},
                        sink);
    if (!writer.verbatim || !options.for_terminal) return std::move(sink.text);
    TextJoiner joiner;
    const std::string text = joiner.feed(sink.text);
    return text + joiner.finish();
}

}
