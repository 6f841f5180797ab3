#include "libagent/results/writers/xlsx_book.h"

#include "libagent/base/text.h"
#include "libagent/results/writers/xlsx_check.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace askdb::results {
namespace {

constexpr std::size_t copied_bytes = 64u << 10;

/// A file without a name; -1 and errno when there can be none.
int nameless_file(const std::string& folder) {
    const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return file;
    std::string name = folder + "/askdb-XXXXXX";  // A file system that only knows files with names.
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0) ::unlink(name.c_str());
    return named;
}

}

XlsxBook::XlsxBook(const XlsxApi& api, std::string_view folder)
    : api_(api), folder_(folder.empty() ? P_tmpdir : folder), file_(nameless_file(folder_)) {
    if (file_ < 0) fail(errno);
    file_name_ = fmt::format("/proc/self/fd/{}", file_);
    lxw_workbook_options options = {
        .constant_memory = LXW_TRUE, .tmpdir = folder_.data(), .use_zip64 = LXW_FALSE};
    book_ = api_.new_book(file_name_.c_str(), &options);
    if (book_ == nullptr) throw std::bad_alloc();
    bold_ = new_format();
    api_.set_bold(bold_);
}

XlsxBook::~XlsxBook() {
    if (book_ != nullptr) api_.free_book(book_);
    if (file_ >= 0) ::close(file_);
}

void XlsxBook::fail(int reason) const {
    fail(std::string_view(std::strerror(reason)));
}

void XlsxBook::fail(std::string_view why) const {
    throw Failure({Errc::no_answer,
                   fmt::format("cannot write a temporary file in '{}': {}", visible(folder_), why),
                   "use another folder: TMPDIR=FOLDER"});
}

lxw_worksheet* XlsxBook::add_sheet() {
    const std::string name =
        sheets_.empty() ? "Result" : fmt::format("Result {}", sheets_.size() + 1);
    errno = 0;
    lxw_worksheet* const sheet = api_.add_worksheet(book_, name.c_str());
    if (sheet == nullptr) fail(errno);
    sheets_.push_back(sheet);
    return sheet;
}

lxw_format* XlsxBook::new_format() const {
    lxw_format* const format = api_.add_format(book_);
    if (format == nullptr) throw std::bad_alloc();
    return format;
}

lxw_format* XlsxBook::number_format(const std::string& format) {
    lxw_format*& known = formats_[format];
    if (known == nullptr) {
        known = new_format();
        api_.set_number_format(known, format.c_str());
    }
    return known;
}

lxw_format* XlsxBook::bold() {
    return bold_;
}

/// What is inside a sheet is known of this version only.
bool XlsxBook::knows_layout() const {
    return api_.version_id() == LXW_VERSION_ID;
}

void XlsxBook::check_temporary_files() const {
    if (!knows_layout()) return;
    for (const lxw_worksheet* sheet : sheets_) {
        std::FILE* const rows = sheet->optimize_tmpfile;
        if (rows != nullptr && (std::fflush(rows) != 0 || std::ferror(rows) != 0)) {
            fail(errno != 0 ? errno : ENOSPC);
        }
    }
}

/// How much each sheet will have in the file; nothing where that cannot be known.
std::vector<std::optional<std::size_t>> XlsxBook::sheet_bytes() const {
    std::vector<std::optional<std::size_t>> bytes(sheets_.size());
    if (!knows_layout()) return bytes;
    for (std::size_t i = 0; i < sheets_.size(); ++i) {
        api_.write_pending_row(sheets_[i]);
        if (std::fflush(sheets_[i]->optimize_tmpfile) != 0) fail(errno);
        struct stat rows = {};
        if (::fstat(::fileno(sheets_[i]->optimize_tmpfile), &rows) != 0) fail(errno);
        bytes[i] = static_cast<std::size_t>(rows.st_size);
    }
    return bytes;
}

void XlsxBook::finish(ByteSink& out) {
    const std::vector<std::optional<std::size_t>> bytes = sheet_bytes();
    check_temporary_files();
    errno = 0;
    const lxw_error error = api_.close_book(book_);  // Frees the book, whatever comes.
    book_ = nullptr;
    if (error != LXW_NO_ERROR) fail(errno != 0 ? errno : ENOSPC);
    // It copies everything by way of more temporary files, and does not look whether they took it.
    if (!is_whole_workbook(api_, file_name_, bytes)) {
        fail("it came back incomplete, as from a full disk");
    }
    copy_to(out);
}

void XlsxBook::copy_to(ByteSink& out) const {
    std::array<char, copied_bytes> bytes;
    for (off_t at = 0;;) {
        const ssize_t got = ::pread(file_, bytes.data(), bytes.size(), at);
        if (got == 0) return;
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail(errno);
        out.write({bytes.data(), static_cast<std::size_t>(got)});
        at += got;
    }
}

}
