#include "libagent/results/writers/xlsx_api.h"

#include <dlfcn.h>
#include <string>

namespace askdb::results {
namespace {

constexpr const char* xlsx_library = "libxlsxwriter.so.4";

Error cannot_load_xlsx(const char* library, const std::string& why) {
    return {Errc::usage, "cannot write xlsx: " + std::string(library) + ": " + why,
            "apt-get install libxlsxwriter4; without it: --data csv"};
}

template <class Function>
bool find_xlsx_function(void* library, const char* name, Function& out) {
    out = reinterpret_cast<Function>(dlsym(library, name));
    return out != nullptr;
}

bool find_xlsx_functions(void* library, XlsxApi& api) {
    const auto find = [library](const char* name, auto& out) {
        return find_xlsx_function(library, name, out);
    };
    return find("lxw_version_id", api.version_id) && find("lxw_strerror", api.strerror) &&
           find("lxw_workbook_free", api.free_book) && find("workbook_new_opt", api.new_book) &&
           find("workbook_close", api.close_book) &&
           find("workbook_add_worksheet", api.add_worksheet) &&
           find("workbook_add_format", api.add_format) && find("format_set_bold", api.set_bold) &&
           find("format_set_num_format", api.set_number_format) &&
           find("worksheet_write_number", api.write_number) &&
           find("worksheet_write_string", api.write_string) &&
           find("worksheet_write_boolean", api.write_boolean) &&
           find("worksheet_write_datetime", api.write_datetime) &&
           find("worksheet_set_column", api.set_column) &&
           find("worksheet_freeze_panes", api.freeze_panes) &&
           find("worksheet_autofilter", api.autofilter) &&
           find("lxw_worksheet_write_single_row", api.write_pending_row) &&
           find("unzOpen64", api.unzip_open) && find("unzGoToFirstFile", api.unzip_first) &&
           find("unzGoToNextFile", api.unzip_next) && find("unzLocateFile", api.unzip_locate) &&
           find("unzOpenCurrentFile", api.unzip_open_current) &&
           find("unzReadCurrentFile", api.unzip_read) &&
           find("unzCloseCurrentFile", api.unzip_close_current) &&
           find("unzClose", api.unzip_close);
}

}

Result<XlsxApi> load_xlsx_from(const char* library) {
    void* const handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) return cannot_load_xlsx(library, "it is not installed");
    XlsxApi api;
    if (!find_xlsx_functions(handle, api)) {
        return cannot_load_xlsx(library, "it is not the one that is needed (1.1.4)");
    }
    return api;
}

const XlsxApi& xlsx_api() {
    static const Result<XlsxApi> loaded = load_xlsx_from(xlsx_library);
    if (!loaded) throw Failure(loaded.error());
    return loaded.value();
}

}
