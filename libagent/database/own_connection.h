#pragma once

#include "libagent/database/rows.h"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace askdb::database {

struct Dialect;

/// A value that is bound to a `?` of a statement: NULL, a number, or a text (UTF-8, without NUL).
/// The text is borrowed for the call.
using OwnValue = std::variant<std::monostate, std::int64_t, double, std::string_view>;

/// What a statement gave and did.
struct OwnResult {
    Rows rows = {};              ///< All of them, whole.
    std::uint64_t affected = 0;  ///< Rows that it changed.
};

enum class OwnTransaction {
    reading,       ///< Sees one state of the database, from its first statement on.
    writing_soon,  ///< What it commits may be lost with the power, but never in part.
    writing,       ///< What it commits is on the disk when commit() returns.
};

/// A connection for SQL of our own, on a database that we keep things in: nothing guards it, so no
/// text of a model or a person ever becomes SQL here; their texts are bound as values. Used by one
/// thread at a time. Destroying it rolls back.
/// All calls throw Failure: unavailable when the database cannot be reached, read or written now
/// (retryable when another try may help), usage when it is no such database, bad_input when it
/// refuses a statement. After a failure in a transaction only roll_back() is left.
class OwnConnection {
  public:
    virtual ~OwnConnection() = default;

    /// Waits for other writers as long as is reasonable, which is a minute.
    virtual void begin(OwnTransaction kind) = 0;
    /// Runs one statement, in the transaction that begin() began or in one of its own.
    virtual OwnResult run(std::string_view sql, std::span<const OwnValue> values) = 0;
    virtual void commit() = 0;
    virtual void roll_back() noexcept = 0;

    /// The connection is gone: another one may do.
    virtual bool is_lost() const = 0;

    OwnResult run(std::string_view sql, std::initializer_list<OwnValue> values = {}) {
        return run(sql, std::span<const OwnValue>(values.begin(), values.size()));
    }
};

/// Where such connections lead. Immutable; any thread may call it.
class OwnSource {
  public:
    virtual ~OwnSource() = default;

    virtual std::unique_ptr<OwnConnection> connect() const = 0;
    /// "sqlite" or "postgres".
    virtual const Dialect& dialect() const = 0;
    /// What messages call it: a path, or an address without its secrets.
    virtual const std::string& name() const = 0;
};

}
