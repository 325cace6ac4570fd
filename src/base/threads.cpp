#include "base/threads.hpp"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <chrono>
#include <cstdint>
#include <exception>
#include <thread>
#include <utility>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace gradus {
namespace {

constexpr auto kSpin = std::chrono::microseconds(50);
// Pauses between two looks at the clock: about a microsecond.
constexpr int kPauses = 32;
constexpr size_t kCacheLine = 64;

void pause() {
#if defined(__x86_64__)
  _mm_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// A number that others change. One waits for it to leave a value, spinning first; the sleeper's
// mark lets the changer skip the system call while nobody sleeps. Mark and number are read and
// written in one total order, so that either the changer sees the mark or the sleeper the change.
class alignas(kCacheLine) Signal {
 public:
  [[nodiscard]] uint32_t value() const { return value_.load(std::memory_order_acquire); }
  // Before anybody waits for the next change.
  void reset(uint32_t value) { value_.store(value, std::memory_order_relaxed); }
  // Returns the value after the addition.
  uint32_t add(uint32_t amount) { return value_.fetch_add(amount) + amount; }
  void wake() {
    if (sleepers_.load() != 0) value_.notify_all();
  }
  void wait_while(uint32_t old) {
    if (spin(old)) return;
    sleepers_.fetch_add(1);
    while (value_.load() == old) value_.wait(old);
    sleepers_.fetch_sub(1);
  }
  // Waits until the value is 0.
  void wait_for_zero() {
    for (uint32_t v = value(); v != 0; v = value()) wait_while(v);
  }

 private:
  bool spin(uint32_t old) const {
    if (value() != old) return true;
    const auto end = std::chrono::steady_clock::now() + kSpin;
    do {
      for (int i = 0; i < kPauses; ++i) {
        if (value() != old) return true;
        pause();
      }
    } while (std::chrono::steady_clock::now() < end);
    return false;
  }

  std::atomic<uint32_t> value_{0};
  std::atomic<uint32_t> sleepers_{0};
};

}  // namespace

struct ThreadTeam::State {
  Signal started;  // jobs begun, counted
  Signal pending;  // members that have not ended the job
  void (*job)(void*, int) = nullptr;
  void* argument = nullptr;
  bool stop = false;
  std::atomic<bool> failed{false};
  std::exception_ptr failure;
  std::vector<std::thread> threads;

  void work(int member) {
    try {
      job(argument, member);
    } catch (...) {
      if (!failed.exchange(true)) failure = std::current_exception();
    }
  }

  void live(int member) {
    for (uint32_t seen = 0;; ++seen) {
      started.wait_while(seen);
      if (stop) return;
      work(member);
      if (pending.add(uint32_t(-1)) == 0) pending.wake();
    }
  }

  void begin() {
    started.add(1);
    started.wake();
  }

  void end() {
    stop = true;
    begin();
    for (std::thread& thread : threads) thread.join();
  }
};

ThreadTeam::ThreadTeam(int size) : state_(std::make_unique<State>()) {
  assert(size >= 1);
  try {
    for (int member = 1; member < size; ++member)
      state_->threads.emplace_back([state = state_.get(), member] { state->live(member); });
  } catch (...) {  // The system gives no more threads: those that run must end before the state.
    state_->end();
    throw;
  }
}

ThreadTeam::~ThreadTeam() {
  state_->end();
}

int ThreadTeam::size() const {
  return static_cast<int>(state_->threads.size()) + 1;
}

void ThreadTeam::run(void (*job)(void*, int), void* argument) {
  State& state = *state_;
  if (state.threads.empty()) {
    job(argument, 0);
    return;
  }
  state.job = job;
  state.argument = argument;
  state.pending.reset(static_cast<uint32_t>(state.threads.size()));
  state.begin();
  state.work(0);
  state.pending.wait_for_zero();
  if (state.failed.load(std::memory_order_relaxed)) {
    state.failed.store(false, std::memory_order_relaxed);
    std::rethrow_exception(std::exchange(state.failure, nullptr));
  }
}

int processors() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace gradus
