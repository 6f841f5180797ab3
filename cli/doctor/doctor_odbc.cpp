#include "cli/doctor/doctor_checks.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/database/odbc/drivers.h"
#include "libagent/database/odbc/installed_odbc.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace askdb::cli {
namespace {

constexpr std::string_view about_drivers = "driver";

std::string install_command(std::string_view packages) {
    return fmt::format("apt-get install {}", packages);
}

Finding judge_driver(const database::InstalledDriver& driver) {
    const std::string why = database::why_driver_fails(driver);
    const std::string_view package = database::quirks_of_driver(driver.name).package;
    if (why.empty())
        return {.about = std::string(about_drivers),
                .message = fmt::format("'{}' ({})", driver.name, driver.library)};
    return {.verdict = Verdict::warning,
            .about = std::string(about_drivers),
            .message = fmt::format("'{}' does not load: {}", driver.name, why),
            .fix = package.empty() ? fmt::format("odbcinst -u -d -n '{}'", driver.name)
                                   : install_command(fmt::format("--reinstall {}", package))};
}

bool serves(const database::InstalledDriver& driver, const database::DriverQuirks& quirks) {
    return &database::quirks_of_driver(driver.name) == &quirks ||
           &database::quirks_of_driver(driver.library) == &quirks;
}

/// For the servers that a URL can name, and that nobody has a driver for.
void add_missing_drivers(std::vector<Finding>& findings,
                         const std::vector<database::InstalledDriver>& drivers) {
    for (const std::string_view scheme : std::array{"postgres", "mysql", "mssql"}) {
        const database::DriverQuirks* const quirks = database::quirks_of_scheme(scheme);
        if (quirks == nullptr) continue;
        const bool is_there = std::any_of(drivers.begin(), drivers.end(), [&](const auto& driver) {
            return serves(driver, *quirks);
        });
        if (is_there) continue;
        findings.push_back({.verdict = Verdict::warning,
                            .about = std::string(about_drivers),
                            .message = fmt::format("none for {} ({}://…); needed only to reach one",
                                                   quirks->title, scheme),
                            .fix = install_command(quirks->package)});
    }
}

void add_data_sources(std::vector<Finding>& findings,
                      const std::vector<database::InstalledDriver>& drivers) {
    for (const std::string& name : database::data_source_names()) {
        const std::string driver = database::data_source_value(name, "Driver");
        // A path is a driver, too.
        const bool is_known =
            driver.find('/') != std::string::npos ||
            std::any_of(drivers.begin(), drivers.end(), [&](const auto& installed) {
                return equal_ignoring_case(installed.name, driver);
            });
        std::vector<std::string> names;
        for (const auto& installed : drivers) names.push_back(installed.name);
        Finding finding{.about = "data source",
                        .message = fmt::format("'{}', by the driver '{}'", name, driver)};
        if (!is_known) {
            finding.verdict = Verdict::warning;
            finding.message += ", which is not installed";
            finding.fix = did_you_mean(nearest(driver, names, 1),
                                       "install the driver, or correct Driver in odbc.ini (where: "
                                       "odbcinst -j)");
        }
        findings.push_back(std::move(finding));
    }
}

}

std::vector<Finding> check_odbc(const std::stop_token& stop) {
    std::vector<Finding> findings;
    try {
        const std::vector<database::InstalledDriver> drivers = database::installed_drivers();
        for (const database::InstalledDriver& driver : drivers) {
            throw_if_stopped(stop);
            // SQLite files are opened without it.
            if (!database::is_sqlite_driver(driver.name)) findings.push_back(judge_driver(driver));
        }
        add_missing_drivers(findings, drivers);
        add_data_sources(findings, drivers);
    } catch (const Failure& failure) {
        findings.push_back(
            {.verdict = Verdict::warning,
             .about = std::string(about_drivers),
             .message = failure.error().message + "; SQLite files and data files need none",
             .fix = install_command("unixodbc odbc-postgresql odbc-mariadb tdsodbc")});
    } catch (const Stopped&) {
        findings.push_back({.verdict = Verdict::warning,
                            .about = std::string(about_drivers),
                            .message = fmt::format("not all were looked at within {} s",
                                                   doctor_patience.count() / 1000),
                            .fix = "see what their libraries wait for: odbcinst -q -d"});
    }
    return findings;
}

}
