#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <vector>

namespace askdb::cli {

/// Something to do that heeds its stop token within 200 ms, where what it calls lets it, and keeps
/// its own results.
using BoundedJob = std::function<void(const std::stop_token& stop)>;

/// Runs the jobs side by side, some at a time, each on a thread of its own and stopped after
/// `limit`. Returns when all have ended. A job's Stopped ends it alone; anything else that one
/// throws comes out here when its neighbours have ended. Throws Stopped when `stop` was asked for,
/// and std::system_error when there is no thread for one of them: the others are stopped.
void run_side_by_side(const std::vector<BoundedJob>& jobs, std::chrono::milliseconds limit,
                      const std::stop_token& stop);

}
