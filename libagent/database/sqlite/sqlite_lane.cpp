#include "libagent/database/sqlite/sqlite_lane.h"

#include "libagent/base/stop.h"

#include <sqlite3.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

namespace askdb::database {
namespace {

using std::chrono::milliseconds;
using LaneClock = std::chrono::steady_clock;

/// What is interrupted has this long to end by itself.
constexpr milliseconds lane_grace{100};

}

struct SqliteLane::State {
    Open open;
    Strays strays;
    std::unique_ptr<SqliteHandle> handle;  ///< The lane's thread only.
    std::thread thread;                    ///< The lane's owner only.

    std::mutex mutex;  ///< Guards the rest.
    std::condition_variable_any changed;
    Job job;
    sqlite3* db = nullptr;  ///< To interrupt; null while it is not open.
    bool working = false;
    bool closing = false;
    bool stray = false;
};

SqliteLane::SqliteLane(Open open, Strays strays) : state_(std::make_shared<State>()) {
    state_->open = std::move(open);
    state_->strays = std::move(strays);
}

SqliteLane::~SqliteLane() {
    if (!state_->thread.joinable()) return;
    std::unique_lock lock(state_->mutex);
    state_->closing = true;
    state_->changed.notify_all();
    if (state_->working) {
        state_->stray = true;
        if (state_->strays) ++*state_->strays;
        state_->thread.detach();
        return;
    }
    lock.unlock();
    state_->thread.join();
}

milliseconds SqliteLane::endless() {
    return std::chrono::hours(24 * 365);  // milliseconds::max() would overflow the clock.
}

bool SqliteLane::wait_until_free(milliseconds patience, const std::stop_token& stop) {
    std::unique_lock lock(state_->mutex);
    const auto deadline = LaneClock::now() + std::min(patience, endless());
    const auto is_free = [this] { return !state_->working; };
    const bool was_free = state_->changed.wait_until(lock, stop, deadline, is_free);
    throw_if_stopped(stop);
    return was_free;
}

SqliteHandle& SqliteLane::handle_of(State& state) {
    if (!state.handle) {
        state.handle = state.open();
        const std::lock_guard lock(state.mutex);
        state.db = state.handle->raw();
    }
    return *state.handle;
}

void SqliteLane::live(const std::shared_ptr<State>& state) {
    std::unique_lock lock(state->mutex);
    while (true) {
        state->changed.wait(lock, [&state] { return state->job || state->closing; });
        if (!state->job) break;
        Job job = std::exchange(state->job, nullptr);
        lock.unlock();
        job(*state);
        job = nullptr;
        lock.lock();
        state->working = false;
        state->changed.notify_all();
    }
    state->db = nullptr;
    if (state->stray && state->strays) --*state->strays;
    lock.unlock();
    state->handle.reset();
}

void SqliteLane::start() {
    try {
        state_->thread = std::thread([shared = state_] { live(shared); });
    } catch (const std::system_error& error) {
        throw Failure({.code = Errc::unavailable,
                       .message = "cannot start a thread: " + error.code().message(),
                       .retryable = true});
    }
}

bool SqliteLane::perform(Job job, milliseconds timeout, const std::stop_token& stop,
                         const std::function<bool()>& meanwhile) {
    auto deadline = LaneClock::now() + std::min(timeout, endless());
    State& state = *state_;
    const auto is_free = [&state] { return !state.working; };
    std::unique_lock lock(state.mutex);
    const bool was_free = state.changed.wait_until(lock, stop, deadline, is_free);
    throw_if_stopped(stop);
    if (!was_free) return false;
    if (!state.thread.joinable()) start();  // First: when it throws, the lane is as it was.
    state.job = std::move(job);
    state.working = true;
    state.changed.notify_all();
    bool ends_by_itself = true;
    if (meanwhile) {
        lock.unlock();
        ends_by_itself = meanwhile();
        lock.lock();
        deadline = LaneClock::now() + std::min(timeout, endless());
    }
    if (ends_by_itself && state.changed.wait_until(lock, stop, deadline, is_free)) return true;
    if (state.db) sqlite3_interrupt(state.db);
    if (state.changed.wait_for(lock, lane_grace, is_free)) return true;
    throw_if_stopped(stop);
    return false;
}

}
