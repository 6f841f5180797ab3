#include "cli/knowledge/keep.h"

#include "cli/knowledge/knowledge_places.h"
#include "cli/sessions/age_text.h"
#include "libagent/base/text.h"
#include "libagent/knowledge/folder.h"
#include "sessions/moment_text.h"

#include <utility>

namespace askdb::cli {
namespace {

KeptAnswer keep_in_own_folder(const CommandContext& context, const knowledge::Entry& entry) {
    const auto folders = knowledge_folders(context.args, context.environment);
    if (folders.empty())
        throw Failure({Errc::usage, "there is no folder to keep it in",
                       "set HOME, or name a configuration file with --config"});
    const std::string before = knowledge::folder_stamp(folders.back());
    std::string path = knowledge::keep_entry(folders.back(), entry);
    return {std::move(path), knowledge::folder_stamp(folders.back()) != before};
}

}

KeptAnswer keep_good(const CommandContext& context, const GoodAnswer& answer) {
    return keep_in_own_folder(context, {.question = std::string(trim(answer.question)),
                                        .database = answer.database,
                                        .dialect = answer.dialect,
                                        .date = sessions::date_text(moment_now()),
                                        .verdict = knowledge::Verdict::good,
                                        .sql = std::string(trim(answer.sql)),
                                        .note = std::string(trim(answer.note))});
}

KeptAnswer keep_bad(const CommandContext& context, const BadAnswer& answer) {
    return keep_in_own_folder(context, {.question = std::string(trim(answer.question)),
                                        .database = answer.database,
                                        .dialect = answer.dialect,
                                        .date = sessions::date_text(moment_now()),
                                        .verdict = knowledge::Verdict::bad,
                                        .sql = std::string(trim(answer.right_sql)),
                                        .wrong_sql = std::string(trim(answer.wrong_sql)),
                                        .wrong_answer = std::string(trim(answer.wrong_answer)),
                                        .note = std::string(trim(answer.correction))});
}

}
