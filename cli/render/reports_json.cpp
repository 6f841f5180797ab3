#include "cli/render/reports_json.h"

#include "cli/render/json_line.h"
#include "libagent/base/json.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>

namespace askdb::cli {
namespace {

Json verdict_json(Verdict verdict) {
    switch (verdict) {
        case Verdict::good: return "ok";
        case Verdict::warning: return "warning";
        case Verdict::broken: return "broken";
    }
    return nullptr;
}

struct ValueAsJson {
    Json operator()(bool value) const { return value; }
    Json operator()(double value) const {
        const bool is_whole = value == std::floor(value);
        return is_whole ? Json(static_cast<std::int64_t>(value)) : Json(value);
    }
    Json operator()(const std::string& value) const { return value; }
    Json operator()(const std::vector<std::string>& value) const { return value; }
};

}

void print_findings_json(Output& output, std::span<const Finding> findings, int exit_code) {
    Json list = Json::array();
    for (const Finding& finding : findings) {
        list.push_back({{"verdict", verdict_json(finding.verdict)},
                        {"about", finding.about},
                        {"message", finding.message},
                        {"fix", finding.fix.empty() ? Json() : Json(finding.fix)}});
    }
    write_json_line(
        output, {{"ok", exit_code == 0}, {"exit_code", exit_code}, {"findings", std::move(list)}});
}

void print_settings_json(Output& output, std::span<const Setting> settings) {
    Json list = Json::array();
    for (const Setting& setting : settings) {
        list.push_back({{"table", setting.table.empty() ? Json() : Json(setting.table)},
                        {"key", setting.key},
                        {"value", std::visit(ValueAsJson{}, setting.value)},
                        {"from", setting.from}});
    }
    write_json_line(output, {{"settings", std::move(list)}});
}

void print_places_json(Output& output, std::span<const ShownPlace> places) {
    Json list = Json::array();
    for (const ShownPlace& place : places)
        list.push_back({{"path", place.path}, {"kind", place.kind}, {"state", place.state}});
    write_json_line(output, {{"files", std::move(list)}});
}

}
