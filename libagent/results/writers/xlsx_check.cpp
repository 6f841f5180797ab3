#include "libagent/results/writers/xlsx_check.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

namespace askdb::results {
namespace {

constexpr std::size_t head_bytes = 512, recent_bytes = 64;

/// Reads the current member to its end. False when its checksum is wrong.
bool scan_member(const XlsxApi& api, void* zip, XmlScan& scan) {
    if (api.unzip_open_current(zip) != 0) return false;
    std::array<char, 64u << 10> bytes;
    for (int got; (got = api.unzip_read(zip, bytes.data(), bytes.size())) > 0;) {
        scan.feed({bytes.data(), static_cast<std::size_t>(got)});
    }
    return api.unzip_close_current(zip) == 0;
}

bool is_whole_sheet(const XlsxApi& api, void* zip, std::size_t number, std::size_t bytes) {
    constexpr int with_case = 1;
    const std::string name = fmt::format("xl/worksheets/sheet{}.xml", number);
    XmlScan scan;
    return api.unzip_locate(zip, name.c_str(), with_case) == 0 && scan_member(api, zip, scan) &&
           scan.is_whole() && scan.sheet_bytes() == bytes;
}

}

void XmlScan::feed(std::string_view bytes) {
    constexpr std::string_view begin = "<sheetData>", end = "</sheetData>";
    head_ += bytes.substr(0, head_bytes - std::min(head_bytes, head_.size()));
    recent_ += bytes;
    const std::size_t offset = size_ + bytes.size() - recent_.size();  // Where recent_ begins.
    if (data_begin_ == 0) {
        const std::size_t at = recent_.find(begin);
        if (at != std::string::npos) data_begin_ = data_end_ = offset + at + begin.size();
    }
    if (data_begin_ > 0 && data_end_ == data_begin_) {
        const std::size_t at = recent_.find(end);
        if (at != std::string::npos) data_end_ = offset + at;
    }
    size_ += bytes.size();
    if (recent_.size() > recent_bytes) recent_.erase(0, recent_.size() - recent_bytes);
}

bool XmlScan::is_whole() const {
    constexpr std::string_view declaration = "<?xml ";
    const std::size_t end = head_.find("?>\n<");
    if (!head_.starts_with(declaration) || end == std::string::npos) return false;
    const std::size_t name = end + 4;
    const std::string root = head_.substr(name, head_.find_first_of(" >/", name) - name);
    return trim(recent_).ends_with("</" + root + ">");
}

bool is_whole_workbook(const XlsxApi& api, const std::string& path,
                       std::span<const std::optional<std::size_t>> sheet_bytes) {
    const std::unique_ptr<void, int (*)(void*)> zip(api.unzip_open(path.c_str()), api.unzip_close);
    if (!zip || api.unzip_first(zip.get()) != 0) return false;
    do {
        XmlScan scan;
        if (!scan_member(api, zip.get(), scan) || !scan.is_whole()) return false;
    } while (api.unzip_next(zip.get()) == 0);
    for (std::size_t sheet = 0; sheet < sheet_bytes.size(); ++sheet) {
        const std::optional<std::size_t> bytes = sheet_bytes[sheet];
        if (bytes && !is_whole_sheet(api, zip.get(), sheet + 1, *bytes)) return false;
    }
    return true;
}

}
