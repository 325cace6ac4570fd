#include "base/threads.hpp"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <deque>
#include <exception>
#include <fstream>
#include <functional>
#include <thread>
#include <utility>

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

}  // namespace

// Named, for a member of ThreadTeam has these types.
namespace team {

// A count that one thread advances and others wait for, spinning first. The sleepers' count lets
// the advancer skip the system call while nobody sleeps: both are read and written in one total
// order, so that either the advancer sees the sleeper or the sleeper the advance.
class Count {
 public:
  void advance() {
    value_.fetch_add(1);
    if (sleepers_.load() != 0) value_.notify_all();
  }
  void wait_while(uint32_t old) {
    if (spin(old)) return;
    sleepers_.fetch_add(1);
    while (value_.load() == old) value_.wait(old);
    sleepers_.fetch_sub(1);
  }

 private:
  [[nodiscard]] bool left(uint32_t old) const {
    return value_.load(std::memory_order_acquire) != old;
  }
  [[nodiscard]] bool spin(uint32_t old) const {
    if (left(old)) return true;
    const auto end = std::chrono::steady_clock::now() + kSpin;
    do {
      for (int i = 0; i < kPauses; ++i) {
        if (left(old)) return true;
        pause();
      }
    } while (std::chrono::steady_clock::now() < end);
    return false;
  }

  std::atomic<uint32_t> value_{0};
  std::atomic<uint32_t> sleepers_{0};
};

// A new or woken thread may be put on its caller's processor, and since the two then take turns and
// never idle, the system may take tens of milliseconds to part them. A member that finds itself
// there moves: it forbids itself that one processor for a moment, which takes effect at once, and
// then has all of its processors again.
static void keep_off(int processor) {
  cpu_set_t all;
  if (sched_getaffinity(0, sizeof all, &all) != 0 || CPU_COUNT(&all) < 2) return;
  cpu_set_t others = all;
  CPU_CLR(static_cast<size_t>(processor), &others);
  if (sched_setaffinity(0, sizeof others, &others) == 0) sched_setaffinity(0, sizeof all, &all);
}

// What the caller tells all members, in one cache line: one transfer to each of them.
struct alignas(kCacheLine) Order {
  Count jobs;
  bool stop = false;
  int processor = -1;  // where the caller runs
  void (*job)(void*, int) = nullptr;
  void* argument = nullptr;
};

// What a member tells the caller, in a line of its own.
struct alignas(kCacheLine) Member {
  Count done;
  std::exception_ptr failure;
  std::thread thread;
};

static void live(Order& order, Member& self, int number) {
  for (uint32_t seen = 0;; ++seen) {
    order.jobs.wait_while(seen);
    if (order.stop) return;
    if (order.processor >= 0 && sched_getcpu() == order.processor) keep_off(order.processor);
    try {
      order.job(order.argument, number);
    } catch (...) {
      self.failure = std::current_exception();
    }
    self.done.advance();
  }
}

}  // namespace team

struct ThreadTeam::State {
  team::Order order;
  std::deque<team::Member> members;  // but the caller
  uint32_t jobs = 0;
  bool roomy = false;  // a processor for each member

  ~State() {
    order.stop = true;
    order.jobs.advance();
    for (team::Member& member : members)
      if (member.thread.joinable()) member.thread.join();
  }
};

ThreadTeam::ThreadTeam(int size) : state_(std::make_unique<State>()) {
  assert(size >= 1);
  state_->roomy = size <= processors();
  for (int number = 1; number < size; ++number) {
    team::Member& member = state_->members.emplace_back();
    // Where the system gives no more threads this throws, and State ends those that run.
    member.thread = std::thread(team::live, std::ref(state_->order), std::ref(member), number);
  }
}

ThreadTeam::~ThreadTeam() = default;

int ThreadTeam::size() const {
  return static_cast<int>(state_->members.size()) + 1;
}

void ThreadTeam::run(void (*job)(void*, int), void* argument) {
  State& state = *state_;
  if (state.members.empty()) {
    job(argument, 0);
    return;
  }
  state.order.job = job;
  state.order.argument = argument;
  state.order.processor = state.roomy ? sched_getcpu() : -1;
  state.order.jobs.advance();
  std::exception_ptr failure;
  try {
    job(argument, 0);
  } catch (...) {
    failure = std::current_exception();
  }
  const uint32_t before = state.jobs++;
  for (team::Member& member : state.members) {
    member.done.wait_while(before);
    if (std::exception_ptr other = std::exchange(member.failure, nullptr); other && !failure)
      failure = std::move(other);
  }
  if (failure) std::rethrow_exception(failure);
}

int processors() {
  cpu_set_t set;
  const int allowed = sched_getaffinity(0, sizeof set, &set) == 0
                          ? CPU_COUNT(&set)
                          : static_cast<int>(std::thread::hardware_concurrency());
  // A container's share of the processors (cgroup v2): "QUOTA PERIOD" or "max PERIOD".
  double quota = 0, period = 0;
  std::ifstream share("/sys/fs/cgroup/cpu.max");
  const int limit = share >> quota >> period && period > 0
                        ? static_cast<int>(std::min(std::ceil(quota / period), 65536.0))
                        : allowed;
  return std::max(1, std::min(allowed, limit));
}

}  // namespace gradus
