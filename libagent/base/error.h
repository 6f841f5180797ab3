#pragma once

#include <chrono>
#include <exception>
#include <string>
#include <utility>

namespace askdb {

/// What kind of bad news. Each kind has one exit code and one HTTP status, decided at the doors.
enum class Errc {
    bad_input,    ///< The database, or a parser, rejects what it was given.
    no_answer,    ///< The model could not answer.
    usage,        ///< A flag, a configuration key or an argument is wrong.
    unavailable,  ///< A database cannot be reached now; trying again may help.
    timeout,      ///< A time limit ended it.
    model,        ///< The model or its provider failed.
    refused,      ///< The read-only guard or a missing approval stopped it.
    limit,        ///< A limit outside the model was reached.
    check,        ///< The answer failed a check.
};

/// Bad news as a value. `message` names the thing in quotes, says what failed, then why; no full
/// stop, no secret. `hint` is a command to type, or empty.
struct Error {
    Errc code = Errc::bad_input;
    std::string message;
    std::string hint = {};
    std::string sqlstate = {};  ///< Five characters, when a database gave one.
    bool retryable = false;     ///< The same call may succeed a moment later.
    /// What the other side asked us to wait; 0 = nothing said.
    std::chrono::milliseconds retry_after{0};
    bool too_long = false;  ///< The model would take the same conversation if it were shorter.
};

/// Bad news that ends the turn; caught only at the doors.
class Failure : public std::exception {
  public:
    explicit Failure(Error error) : error_(std::move(error)) {}
    const Error& error() const noexcept { return error_; }
    const char* what() const noexcept override { return error_.message.c_str(); }

  private:
    Error error_;
};

/// The user, or the caller, asked to stop; caught only at the doors.
class Stopped : public std::exception {
  public:
    const char* what() const noexcept override { return "stopped"; }
};

}
