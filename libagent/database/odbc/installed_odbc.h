#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// A driver that the driver manager lists.
struct InstalledDriver {
    std::string name;     ///< As in odbcinst.ini: "PostgreSQL Unicode".
    std::string library;  ///< Its file; may be empty.
};

/// What the driver manager knows on this machine. Throws Failure(usage) when there is no driver
/// manager.
std::vector<InstalledDriver> installed_drivers();
/// Why the driver's library cannot be loaded; empty when it can. It is loaded by that, as the
/// driver manager would.
std::string why_driver_fails(const InstalledDriver& driver);
/// The names of all data sources, the user's and the system's.
std::vector<std::string> data_source_names();
/// The same; none, too, when there is no driver manager.
std::vector<std::string> data_source_names_if_any();
/// A key of a data source in odbc.ini ("Driver", "Database"); empty when it is not there.
std::string data_source_value(std::string_view source, std::string_view key);

}
