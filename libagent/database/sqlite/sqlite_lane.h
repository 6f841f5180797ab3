#pragma once

#include "libagent/base/error.h"
#include "libagent/database/sqlite/sqlite_handle.h"

#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace askdb::database {

/// A thread with one SQLite handle. It exists because SQLite looks for an interrupt only when its
/// virtual machine jumps: one call of instr() over megabytes, or a thousand columns of such calls,
/// cannot be ended. Whoever asked returns in time all the same; the thread is left to finish what
/// nobody waits for, and closes the handle then. Used by one thread at a time.
class SqliteLane {
  public:
    using Open = std::function<std::unique_ptr<SqliteHandle>()>;
    /// How many threads were left running, over all lanes that share it.
    using Strays = std::shared_ptr<std::atomic<int>>;

    /// `open` runs at the first work, on the lane's thread.
    explicit SqliteLane(Open open, Strays strays = nullptr);
    ~SqliteLane();
    SqliteLane(const SqliteLane&) = delete;
    SqliteLane& operator=(const SqliteLane&) = delete;

    /// False when work that nobody waits for is still running after `patience`. Throws Stopped.
    bool wait_until_free(std::chrono::milliseconds patience, const std::stop_token& stop);

    /// Does `work(handle)` on the lane's thread, within a turn of the handle's watch, and gives
    /// what it gives; what it throws is thrown here, and Failure(unavailable) when there can be no
    /// thread. Nothing when its time was up and it could not
    /// be ended; throws Stopped within 200 ms of a stop. In both cases `work` may go on afterwards,
    /// so it owns all that it uses; with endless() and no stop it may refer to what the caller has.
    ///
    /// `meanwhile` runs on the caller's thread while the work is done, and must not throw; then the
    /// time begins once it has returned. False: the work is interrupted.
    template <class Work>
    auto run(Work work, std::chrono::milliseconds timeout, const std::stop_token& stop,
             const std::function<bool()>& meanwhile = {})
        -> std::optional<std::invoke_result_t<Work&, SqliteHandle&>> {
        struct Outcome {
            std::optional<std::invoke_result_t<Work&, SqliteHandle&>> value;
            std::optional<Error> failure;
            bool stopped = false;
            std::exception_ptr other;
        };
        const auto outcome = std::make_shared<Outcome>();
        Job job = [outcome, timeout, stop, work = std::move(work)](State& state) mutable {
            try {
                SqliteHandle& handle = handle_of(state);
                const SqliteWatch::Turn turn(handle.watch(), timeout, stop);
                outcome->value.emplace(work(handle));
            } catch (const Failure& failure) {
                outcome->failure = failure.error();
            } catch (const Stopped&) {
                outcome->stopped = true;
            } catch (...) {
                outcome->other = std::current_exception();  // Thrown again by the one who waits.
            }
        };
        if (!perform(std::move(job), timeout, stop, meanwhile)) return std::nullopt;
        if (outcome->stopped) throw Stopped();
        if (outcome->failure) throw Failure(std::move(*outcome->failure));
        if (outcome->other) std::rethrow_exception(outcome->other);
        return std::move(outcome->value);
    }

    static std::chrono::milliseconds endless();

  private:
    struct State;
    using Job = std::function<void(State&)>;

    static SqliteHandle& handle_of(State& state);
    static void live(const std::shared_ptr<State>& state);
    void start();
    bool perform(Job job, std::chrono::milliseconds timeout, const std::stop_token& stop,
                 const std::function<bool()>& meanwhile);

    std::shared_ptr<State> state_;  // Shared with the thread, which may outlive the lane.
};

}
