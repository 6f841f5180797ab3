// How results are shown, and where.
#include "cli/environment.h"
#include "cli/repl/repl_shell.h"
#include "libagent/base/text.h"
#include "libagent/results/writer.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace askdb::cli::repl {
namespace {

/// With less room for each column a table tells less than a block of lines for each row.
constexpr std::size_t least_room_for_column = 8;

const results::WriterSpec& writer_of(const ShowSettings& show, std::size_t columns,
                                     std::size_t width) {
    const results::WriterSpec* writer = results::find_writer(show.data);
    if (writer == nullptr)
        throw Failure(
            {Errc::usage, fmt::format("'{}' is no format", visible(show.data)), "see /data"});
    if (show.data != "table") return *writer;
    const bool is_narrow = width > 0 && columns > 1 && columns * least_room_for_column > width;
    const bool is_expanded = show.expanded == ShowSettings::Expanded::on ||
                             (show.expanded == ShowSettings::Expanded::automatic && is_narrow);
    return is_expanded ? *results::find_writer("vertical") : *writer;
}

}

void ReplShell::show_rows(const database::Rows& rows, std::string_view null_text) {
    const bool to_file = !state_.show.output_file.empty();
    const Screen& screen = console_.screen();
    const std::size_t width = to_file ? 0 : screen.width();
    const results::WriterSpec& writer = writer_of(state_.show, rows.column_count(), width);
    if (writer.is_binary && !to_file) {
        throw Failure({Errc::usage, fmt::format("'{}' is no format for a terminal", writer.name),
                       fmt::format("/save FILE.{}", writer.usual_extension())});
    }
    const std::string temp_folder = context_.environment.get("TMPDIR");
    results::StringSink sink;
    results::write_rows(writer, rows,
                        {.width = width,
                         .color = !to_file && screen.theme().paints(),
                         .null_text = null_text,
                         .temp_folder = temp_folder},
                        sink);
    if (to_file) return write_to_file(sink.text);
    show_text(writer.verbatim ? visible(sink.text, true) : std::move(sink.text));
}

/// Safe text, with styles.
void ReplShell::show_text(const std::string& text) {
    console_.screen().print(text);
}

/// Behind what is there: a file of `\o` takes everything until it is closed.
void ReplShell::write_to_file(std::string_view bytes) {
    const std::string& path = state_.show.output_file;
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    int reason = file < 0 ? errno : 0;
    while (file >= 0 && !bytes.empty() && reason == 0) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
        if (written < 0 && errno != EINTR) reason = errno;
    }
    if (file >= 0 && ::close(file) != 0 && reason == 0) reason = errno;
    if (reason == 0) return;
    throw Failure({Errc::no_answer,
                   fmt::format("cannot write to '{}': {}", visible(path), std::strerror(reason))});
}

}
