#include "sessions/export/export_format.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <vector>

namespace askdb::sessions {

#define EXPORT(name) extern const ExportFormat name##_export;
#include "sessions/export/export_formats.def"
#undef EXPORT

namespace {

constexpr const ExportFormat* export_list[] = {
#define EXPORT(name) &name##_export,
#include "sessions/export/export_formats.def"
#undef EXPORT
};

}

std::span<const ExportFormat* const> all_export_formats() {
    return export_list;
}

const ExportFormat* find_export_format(std::string_view name) {
    for (const ExportFormat* format : export_list) {
        if (format->name == name) return format;
    }
    return nullptr;
}

const ExportFormat* find_export_format_of_file(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    if (dot == std::string_view::npos) return nullptr;
    const std::string extension = lower_ascii(path.substr(dot + 1));
    for (const ExportFormat* format : export_list) {
        const std::vector<std::string> known = split(format->extensions, ' ');
        if (std::find(known.begin(), known.end(), extension) != known.end()) return format;
    }
    return nullptr;
}

}
