#include "libagent/results/writers/separated_values.h"

namespace askdb::results {
namespace {

std::unique_ptr<RowWriter> make_tsv(const WriteOptions&, ByteSink& sink) {
    return make_separated_values('\t', sink);
}

}

extern const WriterSpec tsv_writer = {
    .name = "tsv",
    .summary =
        "tab-separated values with a header, quoted as in CSV; NULL is empty, \"\" is no text",
    .extensions = "tsv tab",
    .make = make_tsv,
    .streams = true,
    .verbatim = true,
};

}
