#include "libagent/models/protocol.h"

#include "libagent/base/error.h"
#include "tests/support/scripted_server.h"

#include <catch2/catch.hpp>

#include <set>

using namespace askdb;
using namespace askdb::models;

namespace {

class DeafSink : public TextSink {
  public:
    void on_text(std::string_view) override {}
};

}

TEST_CASE("protocols: each has a name of its own and makes a model that can fail", "[protocol]") {
    std::set<std::string_view> names;
    for (const Protocol* protocol : all_protocols()) {
        INFO(protocol->name);
        test::ScriptedServer server({{.status = 404, .pieces = {"nothing here"}}});
        const auto http = net::make_http_client();
        DeafSink sink;

        const auto model =
            protocol->make({.name = "my:model", .model = "m", .base_url = server.url()}, *http);

        CHECK(names.insert(protocol->name).second);
        CHECK(find_protocol(protocol->name) == protocol);
        CHECK(model->name() == "my:model");
        CHECK_THROWS_AS(model->complete({}, sink, {}), Failure);
    }
    CHECK(find_protocol("telepathy") == nullptr);
}
