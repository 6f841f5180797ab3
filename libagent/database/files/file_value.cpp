#include "libagent/database/files/file_value.h"

#include "libagent/base/text.h"
#include "libagent/database/files/column_guess.h"

#include <algorithm>
#include <charconv>

namespace askdb::database {
namespace {

using FileKind = FileValue::Kind;

FileValue whole_value(std::string_view text) {
    FileValue value{.kind = FileKind::integer};
    const auto [end, fault] =
        std::from_chars(text.data(), text.data() + text.size(), value.integer);
    if (fault != std::errc() || end != text.data() + text.size()) value.kind = FileKind::misfit;
    return value;
}

/// Of a number with a decimal comma: without the points between thousands, and with a point.
std::string_view with_point(std::string_view text, bool comma, std::string& scratch) {
    if (!comma || text.find_first_of(".,") == std::string_view::npos) return text;
    scratch = text;
    std::erase(scratch, '.');
    std::replace(scratch.begin(), scratch.end(), ',', '.');
    return scratch;
}

FileValue real_value(std::string_view text) {
    FileValue value{.kind = FileKind::real};
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value.real);
    if (fault != std::errc() || end != text.data() + text.size()) value.kind = FileKind::misfit;
    return value;
}

FileValue boolean_value(std::string_view text) {
    const bool is_true = equal_ignoring_case(text, "true");
    if (!is_true && !equal_ignoring_case(text, "false")) return {.kind = FileKind::misfit};
    return {.kind = FileKind::integer, .integer = is_true ? 1 : 0};
}

FileValue date_value(std::string_view text, const ColumnType& type, std::string& scratch) {
    const DateShape shape = date_shape(text);
    if ((shape.orders & type.order) == 0 || shape.has_zone != type.has_zones)
        return {.kind = FileKind::misfit};
    if (type.type == FileType::date && shape.has_time) return {.kind = FileKind::misfit};
    const std::string_view written = type.type == FileType::date
                                         ? iso_date_text(text, type.order, scratch)
                                         : iso_timestamp_text(text, type.order, scratch);
    return {.kind = FileKind::text, .text = written};
}

}

FileValue file_value(const RawCell& cell, const ColumnType& type, std::string& scratch) {
    if (cell.written == Written::missing) return {};
    if (type.type == FileType::text) return {.kind = FileKind::text, .text = cell.text};
    const std::string_view text = without_blanks(cell.text);
    const bool from_csv = cell.written == Written::plain || cell.written == Written::quoted;
    if (from_csv && is_null_word(text)) return {};
    switch (type.type) {
        case FileType::integer: return whole_value(text);
        case FileType::decimal: {
            // Whole numbers stay exact beyond what a double holds.
            const std::string_view digits = with_point(text, type.has_decimal_comma, scratch);
            const bool is_whole = digits.find_first_of(".eE") == std::string_view::npos;
            return is_whole ? whole_value(digits) : real_value(digits);
        }
        case FileType::real: return real_value(with_point(text, type.has_decimal_comma, scratch));
        case FileType::boolean: return boolean_value(text);
        case FileType::date:
        case FileType::timestamp: return date_value(text, type, scratch);
        case FileType::time:
            if (!is_time_of_day(text)) return {.kind = FileKind::misfit};
            return {.kind = FileKind::text, .text = iso_time_text(text, scratch)};
        case FileType::text: break;
    }
    return {.kind = FileKind::text, .text = cell.text};
}

}
