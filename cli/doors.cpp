#include "cli/doors.h"

#include "cli/render/messages.h"

#include <new>
#include <string>
#include <system_error>

namespace askdb::cli {

int exit_code(Errc code) {
    switch (code) {
        case Errc::bad_input: return 1;
        case Errc::no_answer: return 1;
        case Errc::usage: return 2;
        case Errc::unavailable: return 3;
        case Errc::timeout: return 4;
        case Errc::model: return 5;
        case Errc::refused: return 6;
        case Errc::limit: return 7;
        case Errc::check: return 8;
    }
    return 1;
}

void report(Messages& messages, const Error& error) {
    std::string line = "askdb: " + error.message;
    if (!error.hint.empty()) line += " (" + error.hint + ")";
    messages.say(line, Tone::error);
}

std::optional<Error> error_of(const std::exception_ptr& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const Failure& failure) {
        return failure.error();
    } catch (const Stopped&) {
        return std::nullopt;
    } catch (const std::bad_alloc&) {
        return Error{.code = Errc::unavailable,
                     .message = "out of memory",
                     .hint = "ask for less: --max-rows N",
                     .retryable = true};
    } catch (const std::system_error& error) {  // Most often: a thread that cannot be made.
        return Error{.code = Errc::unavailable,
                     .message = "the system gives no more: " + error.code().message(),
                     .hint = "see its limits with: ulimit -a",
                     .retryable = true};
    } catch (const std::exception& error) {
        return Error{Errc::no_answer, std::string("unexpected: ") + error.what()};
    }
}

int through_door(Messages& messages, const std::function<int()>& work) {
    try {
        return work();
    } catch (const std::exception&) {
        const std::optional<Error> error = error_of(std::current_exception());
        if (!error) return exit_interrupted;
        report(messages, *error);
        return exit_code(error->code);
    }
}

}
