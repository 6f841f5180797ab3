#include "cli/config/share_setting.h"

#include "cli/config/config_settings.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

struct ShareSetup {
    std::optional<FoundFile> user = {}, project = {};
    Environment environment = {};
    Args args = {};

    void read(std::string_view text, Trust trust = Trust::user) {
        FoundFile file{parse_config(text, "c.toml", trust).value_or_throw(), "/cfg/c.toml"};
        (trust == Trust::user ? user : project) = std::move(file);
    }
    Result<Config> merged() const { return merge_config({user, project, environment, args}); }
    tools::SharingRule rule() const { return merged().value_or_throw().sharing; }
    std::string shown() const {
        for (const Setting& setting :
             list_settings({user, project, environment, args}, merged().value_or_throw())) {
            if (setting.key == "share" && setting.table.empty())
                return toml_text(setting.value) + " # " + setting.from.front();
        }
        return {};
    }
};

OpenName configured(const std::string& name) {
    return {.name = name, .configured = name};
}

std::string share_error(std::string_view text) {
    const auto config = parse_config(text, "c.toml", Trust::user);
    REQUIRE_FALSE(config.ok());
    return config.error().message;
}

}

TEST_CASE("share: rows unless somebody says less", "[cli][config][share]") {
    ShareSetup setup;

    CHECK(setup.rule().is_full());
    CHECK(setup.shown() == "\"rows\" # built in");
    setup.read("share = \"sample\"\nmask = [\"*.email\"]\n");
    CHECK(setup.rule().level == tools::ShareLevel::sample);
    CHECK(setup.rule().masks == std::vector<std::string>{"*.email"});
    CHECK(setup.shown() == "\"sample\" # /cfg/c.toml:1");
}

TEST_CASE("share: a project can tighten it, and never loosen it", "[cli][config][share]") {
    ShareSetup setup;
    setup.read("share = \"stats\"\nmask = [\"*.email\"]\n");
    setup.read("share = \"rows\"\nmask = [\"people.phone\"]\n", Trust::project);

    CHECK(setup.rule().level == tools::ShareLevel::stats);
    CHECK(setup.rule().masks == std::vector<std::string>{"*.email", "people.phone"});
    setup.read("share = \"schema\"\n", Trust::project);
    CHECK(setup.rule().level == tools::ShareLevel::schema);
}

TEST_CASE("share: the variable replaces the files' level, the flag both", "[cli][config][share]") {
    ShareSetup setup;
    setup.read("share = \"schema\"\nmask = [\"*.email\"]\n");
    setup.environment = setup.environment.with("ASKDB_SHARE", "stats");

    CHECK(setup.rule().level == tools::ShareLevel::stats);
    CHECK(setup.shown() == "\"stats\" # ASKDB_SHARE");
    setup.args.share = "sample";
    CHECK(setup.rule().level == tools::ShareLevel::sample);
    CHECK(setup.rule().masks.size() == 1);
    CHECK(setup.shown() == "\"sample\" # --share");
}

TEST_CASE("share: one database may have less, and a project less still", "[cli][config][share]") {
    ShareSetup setup;
    setup.read(
        "[databases.hr]\npath = \"hr.db\"\nshare = \"sample\"\nmask = [\"*.email\"]\n"
        "[databases.shop]\npath = \"shop.db\"\n");
    setup.read("[databases.hr]\nshare = \"schema\"\n", Trust::project);

    const Config config = setup.merged().value_or_throw();
    const tools::Sharing both =
        sharing_of(config, std::vector{configured("hr"), configured("shop")});

    CHECK(both.rule_of("hr").level == tools::ShareLevel::schema);
    CHECK(both.rule_of("hr").masks == std::vector<std::string>{"*.email"});
    CHECK(both.rule_of("shop").is_full());
    CHECK_FALSE(both.is_full());
    setup.read("[databases.hr]\nshare = \"rows\"\n", Trust::project);
    const Config loose = setup.merged().value_or_throw();
    CHECK(sharing_of(loose, std::vector{configured("hr")}).rule_of("hr").level ==
          tools::ShareLevel::sample);
}

TEST_CASE("share: the rule of a configured database holds for its results once it is not open",
          "[cli][config][share]") {
    ShareSetup setup;
    setup.read(
        "[databases.hr]\npath = \"hr.db\"\nshare = \"schema\"\n"
        "[databases.shop]\npath = \"shop.db\"\n");

    const tools::Sharing sharing =
        sharing_of(setup.merged().value_or_throw(), std::vector{configured("shop")});

    CHECK(sharing.is_full());
    CHECK_FALSE(sharing.hides_nothing());
    CHECK(sharing.rule_of("hr").level == tools::ShareLevel::schema);
    CHECK(sharing.rule_of("hr_2").level == tools::ShareLevel::schema);
    CHECK(sharing.rule_of("shop").is_full());
    CHECK_FALSE(sharing.with_origins(std::vector<std::string>{"hr"}).is_full());
    CHECK(sharing.with_origins(std::vector<std::string>{"shop"}).is_full());
    CHECK_FALSE(sharing.with_origins(std::vector<std::string>{"gone"}).is_full());
}

TEST_CASE("share: a rule stays with its database where another one has the name",
          "[cli][config][share]") {
    ShareSetup setup;
    setup.read("[databases.crm]\npath = \"crm.db\"\nshare = \"schema\"\n");
    const std::vector<OpenName> open = {{.name = "other"}, {.name = "crm_2", .configured = "crm"}};

    const tools::Sharing sharing = sharing_of(setup.merged().value_or_throw(), open);

    CHECK(sharing.rule_of("crm_2").level == tools::ShareLevel::schema);
    CHECK(sharing.rule_of("other").is_full());
    CHECK_FALSE(sharing.is_full());
}

TEST_CASE("share: what is wrong is named, with its line and the nearest", "[cli][config][share]") {
    CHECK(share_error("share = \"schem\"").find("c.toml:1: 'share' knows no level") == 0);
    CHECK(share_error("share = 3").find("must be a text") != std::string::npos);
    CHECK(share_error("\nmask = [\"email\"]").find("c.toml:2: 'email' is no mask") == 0);
    CHECK(share_error("[databases.a]\npath=\"a.db\"\nmask = \"x.y\"").find("list") !=
          std::string::npos);
    ShareSetup setup;
    setup.environment = setup.environment.with("ASKDB_SHARE", "everything");
    REQUIRE_FALSE(setup.merged().ok());
    CHECK(setup.merged().error().message.find("ASKDB_SHARE") != std::string::npos);
    CHECK(setup.merged().error().code == Errc::usage);
}
