#include "libagent/database/files/json_reader.h"

#include "libagent/base/error.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <utility>

namespace askdb::database {

using Outcome = JsonSplitter::Outcome;

JsonReader::JsonReader(const ByteInput& input, TextEncoding encoding, std::string name)
    : window_(input, encoding), name_(std::move(name)) {}

bool JsonReader::next(Record& record, const std::stop_token& stop) {
    while (true) {
        const std::string_view text = window_.text();
        switch (splitter_.next(text, window_.at_end())) {
            case Outcome::object: {
                record.line = splitter_.line();
                const std::size_t size = splitter_.end() - splitter_.begin();
                if (auto why = objects_.read(text.substr(splitter_.begin(), size), record.cells))
                    fail(*why);
                window_.consume(splitter_.end());
                return true;
            }
            case Outcome::finished: return false;
            case Outcome::no_object: fail("this is no JSON object");
            case Outcome::cut: fail("the file ends before what begins here does");
            case Outcome::more_needed: break;
        }
        throw_if_stopped(stop);
        if (text.size() > max_record_bytes)
            fail(fmt::format("the object that begins here takes more than {} MiB",
                             max_record_bytes >> 20));
        window_.more();
    }
}

void JsonReader::fail(std::string_view what) const {
    throw Failure({Errc::bad_input, fmt::format("cannot read '{}': line {}: {}", visible(name_),
                                                splitter_.line(), what)});
}

}
