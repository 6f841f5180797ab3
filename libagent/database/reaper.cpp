#include "libagent/database/reaper.h"

#include "libagent/base/error.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace askdb::database {
namespace {

using ReaperClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds reaper_grace{150};
// Nobody waits for a call that took too much; left alone, it would keep what it took.
constexpr std::chrono::seconds too_much_grace{2};
constexpr std::chrono::milliseconds interrupt_every{25};
constexpr std::chrono::milliseconds look_every{20};
// An abandoned call is asked to end for this long; then only its own ends are left.
constexpr std::chrono::seconds interrupt_for{10};

using OpenCalls = std::shared_ptr<std::atomic<std::size_t>>;

/// What the caller, the worker and the interrupter share.
struct CallState {
    std::mutex mutex;  ///< Guards `done`.
    std::condition_variable_any changed;
    bool done = false;
    OpenCalls abandoned;
    std::atomic<bool> left_alone = false;
};

void work_to_the_end(CallState& state, std::function<void()>& work) {
    work();
    work = nullptr;  // What it owns goes here, before anybody is told.
    {
        const std::lock_guard lock(state.mutex);
        state.done = true;
    }
    state.changed.notify_all();
}

void interrupt_until_done(CallState& state, const std::function<void()>& interrupt) {
    const auto end = ReaperClock::now() + interrupt_for;
    std::unique_lock lock(state.mutex);
    while (!state.done && ReaperClock::now() < end) {
        lock.unlock();
        interrupt();
        lock.lock();
        state.changed.wait_for(lock, interrupt_every, [&state] { return state.done; });
    }
}

/// Waits until the work is done; false when a stop, the deadline or too much came first.
bool wait_for_work(CallState& state, const Reaper::Call& call, const std::stop_token& stop) {
    auto deadline = call.deadline;
    if (call.meanwhile) {
        if (!call.meanwhile()) return false;
        deadline = ReaperClock::now() + Reaper::patience_after;
    }
    std::unique_lock lock(state.mutex);
    const auto is_done = [&state] { return state.done; };
    for (;;) {
        const auto now = ReaperClock::now();
        auto until = deadline;
        if (call.is_too_much) until = std::min(until, now + look_every);
        // A wait for the end of time overflows in some clocks.
        until = std::min(until, now + std::chrono::hours(1));
        state.changed.wait_until(lock, stop, until, is_done);
        if (state.done) return true;
        if (stop.stop_requested() || ReaperClock::now() >= deadline) return false;
        if (call.is_too_much && call.is_too_much()) return false;
    }
}

void start_interrupter(std::shared_ptr<CallState> state, std::function<void()> interrupt) {
    try {
        std::thread([state, interrupt] { interrupt_until_done(*state, interrupt); }).detach();
    } catch (const std::system_error&) {
        // The call is then left alone when it does not end by itself.
    }
}

std::thread start_worker(std::function<void()> body) {
    try {
        return std::thread(std::move(body));
    } catch (const std::system_error& error) {
        throw Failure(Error{.code = Errc::unavailable,
                            .message = "cannot start a thread: " + std::string(error.what()),
                            .retryable = true});
    }
}

/// Like Reaper::run(), however many calls were left alone.
Reaper::End run_call(const Reaper::Call& call, const std::stop_token& stop, OpenCalls abandoned) {
    const auto state = std::make_shared<CallState>();
    state->abandoned = std::move(abandoned);
    std::thread worker = start_worker([state, work = call.work]() mutable {
        work_to_the_end(*state, work);
        if (state->left_alone) --*state->abandoned;
    });
    if (wait_for_work(*state, call, stop)) {
        worker.join();
        return Reaper::End::done;
    }
    if (call.interrupt) start_interrupter(state, call.interrupt);
    const bool is_urgent = call.meanwhile || ReaperClock::now() >= call.deadline;
    const auto is_done = [&state] { return state->done; };
    bool done = false;
    {
        std::unique_lock lock(state->mutex);
        if (!is_urgent) done = state->changed.wait_for(lock, stop, too_much_grace, is_done);
        if (!done) done = state->changed.wait_for(lock, reaper_grace, is_done);
        if (!done) {
            ++*state->abandoned;
            state->left_alone = true;
        }
    }
    if (done) {
        worker.join();
        return Reaper::End::late;
    }
    worker.detach();
    return Reaper::End::abandoned;
}

}

Reaper::End Reaper::run(const Call& call, const std::stop_token& stop) {
    if (*abandoned_ >= capacity_) {
        throw Failure(Error{.code = Errc::unavailable,
                            .message = std::to_string(capacity_) +
                                       " calls to databases that do not answer are still open",
                            .retryable = true});
    }
    return run_call(call, stop, abandoned_);
}

void Reaper::dispose(std::shared_ptr<void> thing) noexcept {
    if (!thing) return;
    constexpr std::chrono::milliseconds patience{100};
    try {
        const auto held = std::make_shared<std::shared_ptr<void>>(std::move(thing));
        run_call({.work = [held] { held->reset(); }, .deadline = ReaperClock::now() + patience}, {},
                 abandoned_);
    } catch (const std::exception&) {
        // Without a thread it was destroyed here.
    }
}

}
