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
    const std::string wanted = lower_ascii(name);
    for (const ExportFormat* format : export_list) {
        const std::vector<std::string> extensions = split(format->extensions, ' ');
        const bool is_extension =
            std::find(extensions.begin(), extensions.end(), wanted) != extensions.end();
        if (format->name == wanted || is_extension) return format;
    }
    return nullptr;
}

const ExportFormat* find_export_format_of_file(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    return dot == std::string_view::npos ? nullptr : find_export_format(path.substr(dot + 1));
}

}
