#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace askdb {

enum class LogLevel { debug, info, warning, error };

/// One key and its value, already text: `{"rows", 12}`.
struct LogField {
    LogField(std::string_view k, std::string_view v) : key(k), value(v) {}
    LogField(std::string_view k, const char* v) : key(k), value(v) {}
    LogField(std::string_view k, std::int64_t v) : key(k), value(std::to_string(v)) {}
    LogField(std::string_view k, std::size_t v) : key(k), value(std::to_string(v)) {}
    LogField(std::string_view k, int v) : key(k), value(std::to_string(v)) {}

    std::string_view key;
    std::string value;
};

/// Where the library says what it does. Given by the caller; called from any thread.
/// Keys, not prose; no secrets; no row data above debug.
class Log {
  public:
    virtual ~Log() = default;
    virtual void write(LogLevel level, std::string_view what,
                       std::initializer_list<LogField> fields) = 0;

    void debug(std::string_view what, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::debug, what, fields);
    }
    void info(std::string_view what, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::info, what, fields);
    }
    void warning(std::string_view what, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::warning, what, fields);
    }
};

/// Discards everything.
class NullLog : public Log {
  public:
    void write(LogLevel, std::string_view, std::initializer_list<LogField>) override {}
};

}
