#include "cli/render/json_line.h"

#include "libagent/base/text.h"

namespace askdb::cli {

std::string json_line(const Json& json) {
    return json_safe(dump_json(json)) + "\n";
}

void write_json_line(Output& output, const Json& json) {
    output.write(json_line(json));
    output.flush();
}

}
