#include "libagent/tools/approved_write.h"

#include "libagent/base/text.h"
#include "libagent/database/guard.h"
#include "libagent/database/write_connection.h"

#include <fmt/format.h>

#include <utility>

namespace askdb::tools {
namespace {

using database::WriteSummary;
using database::Written;

std::string counted(std::uint64_t rows) {
    return with_thousands(rows) + (rows == 1 ? " row" : " rows");
}

/// A title in one harmless line: names may hold anything.
std::string shown_title(const std::string& title) {
    constexpr std::size_t longest_shown = 300;
    return clipped(visible(title), longest_shown);
}

std::string touched_text(const WriteSummary& summary, const Written& written) {
    const std::string title = shown_title(summary.title());
    if (!summary.changes_rows) return title;
    if (!written.affected) return title + ": the database does not say how many rows";
    const bool is_all = summary.main().every_row && *written.affected > 1;
    std::string out =
        fmt::format("{}: {}{}", title, is_all ? "all " : "", counted(*written.affected));
    if (written.indirectly > 0) {
        out += fmt::format(", and {} by triggers and cascades", counted(written.indirectly));
    }
    return out;
}

std::vector<std::string> warnings_of(const WriteSummary& summary) {
    std::vector<std::string> warnings;
    for (const database::WriteAction& action : summary.actions) {
        if (!action.every_row) continue;
        warnings.push_back(fmt::format("{} has no WHERE: it changes EVERY ROW of the table",
                                       shown_title(action.title())));
    }
    if (!summary.commits_at_once.empty()) warnings.push_back(summary.commits_at_once);
    return warnings;
}

WriteFailure not_approved(Approval answer, const WriteProposal& proposal) {
    const auto waited = std::chrono::duration_cast<std::chrono::seconds>(proposal.patience);
    const std::string why =
        answer == Approval::no
            ? "the user did not approve it"
            : fmt::format("nobody answered for {} s, so that it was not approved", waited.count());
    return {.error = {Errc::refused, fmt::format("{}: nothing was changed", why)},
            .not_approved = true};
}

/// One statement on its way.
class ApprovedWrite {
  public:
    ApprovedWrite(database::Database& database, Approver& approver, const WriteRequest& request,
                  std::stop_token stop)
        : database_(database), approver_(approver), request_(request), stop_(std::move(stop)) {}

    WriteOutcome run() {
        if (!database::judge_read_only(request_.sql, database_.dialect())) {
            return failed({{Errc::bad_input, "the statement only reads, which needs no approval"}});
        }
        Result<WriteSummary> summary = summarize_write(request_.sql, database_.dialect());
        if (!summary) return failed({summary.error()});
        if (auto error = database_.judge_tables(request_.sql, stop_)) return failed({*error});
        summary_ = std::move(summary).value();
        // Before any lock is taken.
        if (auto error = approver_.cannot_ask()) return failed({std::move(*error), true});
        connection_ = database_.connect_for_writing(stop_);
        if (summary_.commits_at_once.empty()) {
            summary_.commits_at_once = connection_->no_way_back(summary_, stop_);
        }
        return summary_.commits_at_once.empty() ? run_then_ask() : ask_then_run();
    }

  private:
    WriteOutcome failed(WriteFailure failure) const {
        return {.done = std::nullopt, .failure = std::move(failure), .database_ms = database_ms_};
    }

    WriteOutcome done(Written written) {
        database_.forget_catalog();
        WriteDone out{.touched = touched_text(summary_, written), .affected = written.affected};
        out.rows = std::move(written.rows);
        return {.done = std::move(out), .failure = std::nullopt, .database_ms = database_ms_};
    }

    Approval ask(const WriteProposal& proposal) { return approver_.ask(proposal, stop_); }

    WriteProposal proposal(std::string touches, bool was_run) const {
        return {.database = database_.name(),
                .sql = request_.sql,
                .touches = std::move(touches),
                .warnings = warnings_of(summary_),
                .was_run = was_run,
                .patience = request_.patience};
    }

    template <class Work>
    auto timed(Work work) {
        const auto begin = std::chrono::steady_clock::now();
        auto out = work();
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - begin;
        database_ms_ += took.count();
        return out;
    }

    WriteOutcome run_then_ask() {
        Result<Written> written =
            timed([&] { return connection_->run(request_.sql, request_.limits, stop_); });
        if (!written) return failed({written.error()});
        const WriteProposal question = proposal(touched_text(summary_, written.value()), true);
        const Approval answer = ask(question);
        if (answer != Approval::yes) {
            connection_->roll_back();
            return failed(not_approved(answer, question));
        }
        if (auto error = timed([&] { return connection_->commit(); })) {
            database_.forget_catalog();  // Perhaps it was done.
            return failed({std::move(*error)});
        }
        return done(std::move(written).value());
    }

    WriteOutcome ask_then_run() {
        const WriteProposal question = proposal(shown_title(summary_.title()), false);
        const Approval answer = ask(question);
        if (answer != Approval::yes) return failed(not_approved(answer, question));
        Result<Written> written =
            timed([&] { return connection_->run_at_once(request_.sql, request_.limits, stop_); });
        database_.forget_catalog();  // Also an error may leave half of it done.
        if (written) return done(std::move(written).value());
        Error error = written.error();
        // We told it to end, for its time or its memory, and it may have been done all the same.
        if (error.code == Errc::timeout || error.code == Errc::limit)
            error.message += "; nobody knows whether it was done";
        return failed({std::move(error)});
    }

    database::Database& database_;
    Approver& approver_;
    const WriteRequest& request_;
    std::stop_token stop_;
    WriteSummary summary_;
    std::unique_ptr<database::WriteConnection> connection_;
    double database_ms_ = 0;
};

}

WriteOutcome write_approved(database::Database& database, Approver& approver,
                            const WriteRequest& request, std::stop_token stop) {
    return ApprovedWrite(database, approver, request, std::move(stop)).run();
}

}
