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

int through_door(Messages& messages, const std::function<int()>& work) {
    try {
        return work();
    } catch (const Failure& failure) {
        report(messages, failure.error());
        return exit_code(failure.error().code);
    } catch (const Stopped&) {
        return exit_interrupted;
    } catch (const std::bad_alloc&) {
        report(messages, {Errc::unavailable, "out of memory", "ask for less: --max-rows N"});
        return exit_code(Errc::unavailable);
    } catch (const std::system_error& error) {  // Most often: a thread that cannot be made.
        report(messages, {Errc::unavailable, "the system gives no more: " + error.code().message(),
                          "see its limits with: ulimit -a"});
        return exit_code(Errc::unavailable);
    } catch (const std::exception& error) {
        report(messages, {Errc::no_answer, std::string("unexpected: ") + error.what()});
        return exit_code(Errc::no_answer);
    }
}

}
