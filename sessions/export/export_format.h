#pragma once

#include "sessions/export/export_input.h"

#include <span>
#include <string>
#include <string_view>

namespace askdb::sessions {

/// One form that a conversation can be exported in. The record is the only truth: `--format`, `-o`,
/// their help and completion read it.
struct ExportFormat {
    std::string_view name;
    std::string_view summary;
    std::string_view extensions;  ///< Of its files, without the dot, by spaces.
    /// The whole document, which ends with a newline. Pure but for ExportInput::rows; throws
    /// Failure(usage) when a library that it takes is not installed.
    std::string (*make)(const ExportInput& input);
};

/// All of them, in the order of export_formats.def.
std::span<const ExportFormat* const> all_export_formats();
/// nullptr when there is none; the name is spelled exactly.
const ExportFormat* find_export_format(std::string_view name);
/// The format whose files are called so ("report.HTML"); nullptr when none is.
const ExportFormat* find_export_format_of_file(std::string_view path);

}
