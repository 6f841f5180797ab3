#include "libagent/database/files/file_source.h"

#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/database/files/byte_input.h"
#include "libagent/database/files/table_loader.h"
#include "libagent/database/files/temp_folder.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/database/sqlite/sqlite_table_writer.h"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace askdb::database {
namespace {

class NoReport : public LoadReport {
  public:
    void note(std::string_view) override {}
    void warning(std::string_view) override {}
    void progress(std::string_view, std::uint64_t) override {}
    void done() override {}
};

/// Tells the report that the loading is over, however it ends.
class LoadEnd {
  public:
    explicit LoadEnd(LoadReport& report) : report_(report) {}
    ~LoadEnd() { report_.done(); }
    LoadEnd(const LoadEnd&) = delete;
    LoadEnd& operator=(const LoadEnd&) = delete;

  private:
    LoadReport& report_;
};

constexpr const char* input_name = "standard input";

std::vector<std::string> tables_of(const std::vector<DataFile>& files) {
    std::vector<std::string> tables;
    for (const DataFile& file : files)
        tables.push_back(file.table.empty() ? table_name_of_file(file.path) : file.table);
    make_distinct(tables);
    return tables;
}

Error spent_error(const std::string& input) {
    return {Errc::unavailable,
            fmt::format("cannot read '{}' again: its reading was stopped halfway", visible(input))};
}

class FileSource : public Source {
  public:
    explicit FileSource(FileSourceOptions options) : options_(std::move(options)) {}

    std::unique_ptr<Connection> connect(std::stop_token stop) const override {
        return loaded(stop).connect(stop);
    }
    const Dialect& dialect() const override { return *find_dialect("sqlite"); }
    const TableFilter& tables() const override { return options_.tables; }

  private:
    const Source& loaded(const std::stop_token& stop) const {
        throw_if_stopped(stop);
        std::unique_lock lock(mutex_);
        const bool is_free = loaded_.wait(lock, stop, [this] { return !is_loading_; });
        if (!is_free) throw Stopped();
        // What failed once may have taken its input with it.
        if (failure_) throw Failure(*failure_);
        if (inner_) return *inner_;
        is_loading_ = true;
        lock.unlock();
        const Loading loading(*this);
        try {
            load(stop);
        } catch (const Failure& failure) {
            failure_ = failure.error();
            throw;
        } catch (const Stopped&) {
            if (!spent_.empty()) failure_ = spent_error(spent_);
            throw;
        }
        return *inner_;
    }

    /// The one that loads has the members below to itself until it ends.
    class Loading {
      public:
        explicit Loading(const FileSource& source) : source_(source) {}
        ~Loading() {
            {
                const std::lock_guard lock(source_.mutex_);
                source_.is_loading_ = false;
            }
            source_.loaded_.notify_all();
        }
        Loading(const Loading&) = delete;
        Loading& operator=(const Loading&) = delete;

      private:
        const FileSource& source_;
    };

    void load(const std::stop_token& stop) const {
        NoReport nobody;
        LoadReport& report = options_.report ? *options_.report : nobody;
        const LoadEnd end(report);
        folder_.emplace(options_.temp_folder);
        const std::string path = folder_->path() + "/tables.db";
        SqliteTableWriter writer(path);
        const std::vector<std::string> tables = tables_of(options_.files);
        for (std::size_t i = 0; i < tables.size(); ++i)
            load_file(options_.files[i], tables[i], {writer, report, stop, options_.hides_rows});
        writer.finish();
        inner_ = make_sqlite_source(path, options_.tables);
    }

    void load_file(const DataFile& file, const std::string& table, const TableLoad& load) const {
        const bool has_path = !file.path.empty();
        const std::string name =
            has_path ? file.path.substr(file.path.rfind('/') + 1) : std::string(input_name);
        const OpenedInput opened{.name = has_path ? file.path : name,
                                 .descriptor = file.descriptor,
                                 .head = file.head,
                                 .folder = folder_->path(),
                                 .spent = &spent_};
        const std::unique_ptr<ByteInput> input =
            has_path ? open_input_file(opened, load.stop) : open_input(opened, load.stop);
        load_table({.name = name, .table = table, .format = file.format}, *input, load);
    }

    FileSourceOptions options_;
    mutable std::mutex mutex_;  ///< Guards the members below.
    mutable std::condition_variable_any loaded_;
    mutable bool is_loading_ = false;
    mutable std::optional<Error> failure_;
    mutable std::string spent_;  ///< The input of which bytes are gone; empty: none.
    mutable std::optional<TempDataFolder> folder_;
    mutable std::unique_ptr<Source> inner_;  ///< After folder_: it must go first.
};

}

std::unique_ptr<Source> make_file_source(FileSourceOptions options) {
    return std::make_unique<FileSource>(std::move(options));
}

}
