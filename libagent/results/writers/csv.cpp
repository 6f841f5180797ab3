#include "libagent/results/writers/separated_values.h"

namespace askdb::results {
namespace {

std::unique_ptr<RowWriter> make_csv(const WriteOptions&, ByteSink& sink) {
    return make_separated_values(',', sink);
}

}

extern const WriterSpec csv_writer = {
    .name = "csv",
    .summary = "comma-separated values with a header (RFC 4180); NULL is empty, \"\" is no text",
    .extensions = "csv",
    .make = make_csv,
    .streams = true,
    .verbatim = true,
};

}
