#pragma once

#include "libagent/base/result.h"

#include <xlsxwriter.h>

namespace askdb::results {

/// The functions of libxlsxwriter that we call, and those of minizip, which it brings along, by
/// which a finished file is read back. Found when the library was loaded.
struct XlsxApi {
    decltype(&lxw_version_id) version_id = nullptr;
    decltype(&lxw_strerror) strerror = nullptr;
    decltype(&lxw_workbook_free) free_book = nullptr;
    decltype(&workbook_new_opt) new_book = nullptr;
    decltype(&workbook_close) close_book = nullptr;
    decltype(&workbook_add_worksheet) add_worksheet = nullptr;
    decltype(&workbook_add_format) add_format = nullptr;
    decltype(&format_set_bold) set_bold = nullptr;
    decltype(&format_set_num_format) set_number_format = nullptr;
    decltype(&worksheet_write_number) write_number = nullptr;
    decltype(&worksheet_write_string) write_string = nullptr;
    decltype(&worksheet_write_boolean) write_boolean = nullptr;
    decltype(&worksheet_write_datetime) write_datetime = nullptr;
    decltype(&worksheet_set_column) set_column = nullptr;
    decltype(&worksheet_freeze_panes) freeze_panes = nullptr;
    decltype(&worksheet_autofilter) autofilter = nullptr;
    decltype(&lxw_worksheet_write_single_row) write_pending_row = nullptr;

    // As in minizip's unzip.h, which is no part of libxlsxwriter's headers.
    void* (*unzip_open)(const char* path) = nullptr;
    int (*unzip_first)(void* file) = nullptr;
    int (*unzip_next)(void* file) = nullptr;
    int (*unzip_locate)(void* file, const char* name, int case_sensitivity) = nullptr;
    int (*unzip_open_current)(void* file) = nullptr;
    int (*unzip_read)(void* file, void* bytes, unsigned size) = nullptr;
    int (*unzip_close_current)(void* file) = nullptr;
    int (*unzip_close)(void* file) = nullptr;
};

/// Loads the shared library of that name; it stays loaded until the process ends. Errc::usage says
/// why it cannot be had, and which package has it.
Result<XlsxApi> load_xlsx_from(const char* library);

/// The process's libxlsxwriter, loaded at the first call: programs that write no spreadsheet do
/// not pay for it. Any thread. Throws Failure(usage) when it is not installed.
const XlsxApi& xlsx_api();

}
