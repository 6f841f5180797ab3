#include "cli/findings.h"

#include "cli/args.h"
#include "cli/command.h"
#include "cli/doors.h"
#include "cli/render/messages.h"
#include "cli/render/output.h"
#include "cli/render/reports_json.h"
#include "cli/render/terminal.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace askdb::cli {
namespace {

struct VerdictLook {
    std::string_view sign;
    std::string_view color;
};

VerdictLook look_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::good: return {"✓", "\x1b[32m"};
        case Verdict::warning: return {"!", "\x1b[33m"};
        case Verdict::broken: return {"✗", "\x1b[31m"};
    }
    return {};
}

std::vector<Finding> without_secrets(const CommandContext& context,
                                     std::span<const Finding> findings) {
    std::vector<Finding> shown(findings.begin(), findings.end());
    for (Finding& finding : shown) {
        finding.message = context.messages.without_secrets(std::move(finding.message));
        finding.fix = context.messages.without_secrets(std::move(finding.fix));
    }
    return shown;
}

}

std::string finding_lines(const Finding& finding, bool color) {
    const VerdictLook look = look_of(finding.verdict);
    std::string line =
        color ? fmt::format("{}{}\x1b[0m", look.color, look.sign) : std::string(look.sign);
    line += fmt::format(" {}: {}\n", finding.about, visible(finding.message));
    if (!finding.fix.empty()) line += fmt::format("    → {}\n", visible(finding.fix));
    return line;
}

Finding broken(std::string about, const Error& error) {
    return {.verdict = Verdict::broken,
            .about = std::move(about),
            .message = error.message,
            .fix = error.hint,
            .exit_code = exit_code(error.code)};
}

int exit_code_of(std::span<const Finding> findings) {
    const std::array by_weight = {exit_code(Errc::usage), exit_code(Errc::unavailable),
                                  exit_code(Errc::model)};
    int worst = exit_answered;
    const auto weight = [&](int code) {
        return std::find(by_weight.begin(), by_weight.end(), code) - by_weight.begin();
    };
    for (const Finding& finding : findings) {
        if (finding.verdict != Verdict::broken) continue;
        if (worst == exit_answered || weight(finding.exit_code) < weight(worst))
            worst = finding.exit_code;
    }
    return worst;
}

std::string findings_text(const CommandContext& context, std::span<const Finding> findings,
                          bool color) {
    std::string text;
    for (const Finding& finding : without_secrets(context, findings))
        text += finding_lines(finding, color);
    return text;
}

int print_findings(const CommandContext& context, std::span<const Finding> findings) {
    const int code = exit_code_of(findings);
    if (context.args.output_format == OutputFormat::json) {
        print_findings_json(context.output, without_secrets(context, findings), code);
        return code;
    }
    context.output.write(findings_text(context, findings, context.terminal.color_on_stdout()));
    context.output.flush();
    return code;
}

}
