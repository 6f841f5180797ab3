#include "libagent/database/odbc/installed_odbc.h"

#include "libagent/base/text.h"
#include "libagent/database/odbc/odbc_handle.h"

#include <array>
#include <cstring>
#include <dlfcn.h>
#include <mutex>

namespace askdb::database {
namespace {

constexpr std::size_t odbc_name_bytes = 512;
constexpr std::size_t odbc_attributes_bytes = 4096;
constexpr const char* odbc_installer_library = "libodbcinst.so.2";

using NameBuffer = std::array<SQLCHAR, odbc_name_bytes>;
using AttributesBuffer = std::array<SQLCHAR, odbc_attributes_bytes>;

/// Guards the static buffers of libodbc and libodbcinst that hold the paths of their files, which
/// whoever reads such a file first fills. Connecting reads them as well, and does without: it may
/// last as long as a network does, and writes the same bytes as everybody else.
std::mutex& odbc_paths_mutex() {
    static std::mutex mutex;
    return mutex;
}

std::string buffer_text(const SQLCHAR* bytes) {
    return reinterpret_cast<const char*>(bytes);
}

/// `key=value` texts, each ended by NUL, the last one empty.
std::string attribute_value(const AttributesBuffer& attributes, std::string_view key) {
    const char* at = reinterpret_cast<const char*>(attributes.data());
    const char* const end = at + attributes.size();
    while (at < end && *at != '\0') {
        const std::string_view pair(at, strnlen(at, static_cast<std::size_t>(end - at)));
        const std::size_t equals = pair.find('=');
        if (equals != pair.npos && equal_ignoring_case(pair.substr(0, equals), key)) {
            return std::string(pair.substr(equals + 1));
        }
        at += pair.size() + 1;
    }
    return {};
}

/// Where unixODBC, as it is built for Debian, looks for libraries without a path: beside itself.
std::string driver_folder() {
    Dl_info manager = {};
    if (dladdr(reinterpret_cast<void*>(odbc_api().alloc_handle), &manager) == 0) return {};
    const std::string_view path = manager.dli_fname;
    const std::size_t slash = path.rfind('/');
    return slash == path.npos ? std::string() : std::string(path.substr(0, slash)) + "/odbc/";
}

}

std::vector<InstalledDriver> installed_drivers() {
    const OdbcEnvironment environment = make_odbc_environment();
    const std::lock_guard lock(odbc_paths_mutex());
    std::vector<InstalledDriver> drivers;
    SQLUSMALLINT direction = SQL_FETCH_FIRST;
    for (;;) {
        NameBuffer name{};
        AttributesBuffer attributes{};
        const SQLRETURN result = odbc_api().drivers(
            environment.get(), direction, name.data(), static_cast<SQLSMALLINT>(name.size()),
            nullptr, attributes.data(), static_cast<SQLSMALLINT>(attributes.size() - 2), nullptr);
        if (!SQL_SUCCEEDED(result)) return drivers;
        drivers.push_back({buffer_text(name.data()), attribute_value(attributes, "Driver")});
        direction = SQL_FETCH_NEXT;
    }
}

std::string why_driver_fails(const InstalledDriver& driver) {
    if (driver.library.empty()) return "odbcinst.ini names no library for it";
    const auto loads = [](const std::string& path) {
        return dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL) != nullptr;
    };
    if (loads(driver.library)) return {};
    const char* const said = dlerror();
    const std::string why = said == nullptr ? "its library cannot be loaded" : said;
    const std::string folder = driver_folder();
    const bool is_bare = driver.library.find('/') == std::string::npos;
    return is_bare && !folder.empty() && loads(folder + driver.library) ? std::string() : why;
}

std::vector<std::string> data_source_names() {
    const OdbcEnvironment environment = make_odbc_environment();
    const std::lock_guard lock(odbc_paths_mutex());
    std::vector<std::string> names;
    SQLUSMALLINT direction = SQL_FETCH_FIRST;
    for (;;) {
        NameBuffer name{};
        NameBuffer driver{};
        const SQLRETURN result = odbc_api().data_sources(
            environment.get(), direction, name.data(), static_cast<SQLSMALLINT>(name.size()),
            nullptr, driver.data(), static_cast<SQLSMALLINT>(driver.size()), nullptr);
        if (!SQL_SUCCEEDED(result)) return names;
        names.push_back(buffer_text(name.data()));
        direction = SQL_FETCH_NEXT;
    }
}

std::vector<std::string> data_source_names_if_any() {
    try {
        return data_source_names();
    } catch (const Failure&) {
        return {};  // No driver manager: it is no error to have none.
    }
}

std::string data_source_value(std::string_view source, std::string_view key) {
    using GetProfile = int (*)(const char*, const char*, const char*, char*, int, const char*);
    static const auto get_profile = [] {
        void* const library = dlopen(odbc_installer_library, RTLD_NOW | RTLD_LOCAL);
        return library == nullptr
                   ? nullptr
                   : reinterpret_cast<GetProfile>(dlsym(library, "SQLGetPrivateProfileString"));
    }();
    if (get_profile == nullptr) return {};
    std::array<char, odbc_attributes_bytes> value{};
    const std::lock_guard lock(odbc_paths_mutex());
    get_profile(std::string(source).c_str(), std::string(key).c_str(), "", value.data(),
                static_cast<int>(value.size() - 1), "odbc.ini");
    return value.data();
}

}
