#include "cli/batch/turn_end.h"

namespace askdb::cli {

bool is_definite(const TurnEnd& end) {
    if (end.answer) return end.answer->stopped_by.empty();
    if (!end.error) return false;
    switch (end.error->code) {
        case Errc::bad_input:
        case Errc::no_answer:
        case Errc::refused:
        case Errc::check: return true;
        case Errc::usage:
        case Errc::unavailable:
        case Errc::timeout:
        case Errc::model:
        case Errc::limit: return false;
    }
    return false;
}

bool ends_batch(const Error& error) {
    return error.code == Errc::usage || (error.code == Errc::unavailable && !error.retryable);
}

bool is_outage(const Error& error) {
    return error.code == Errc::unavailable || error.code == Errc::model;
}

}
