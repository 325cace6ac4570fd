#include "cli/interrupt.hpp"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>

namespace gradus::cli {
namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM};

std::atomic<bool> asked_for{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal may come while a lock is held");

std::array<struct sigaction, kSignals.size()> before;

void on_signal(int) {
  if (asked_for.exchange(true)) ::_exit(kInterrupted);
}

}  // namespace

Interrupt::Interrupt() {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;  // a read or a write that it meets goes on
  ::sigemptyset(&action.sa_mask);
  // The second signal must end the program even while the first is being handled.
  action.sa_flags |= SA_NODEFER;
  for (size_t i = 0; i < kSignals.size(); ++i) {
    ::sigaction(kSignals[i], nullptr, &before[i]);
    if (before[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &action, nullptr);
  }
}

Interrupt::~Interrupt() {
  for (size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &before[i], nullptr);
  asked_for = false;
}

bool Interrupt::asked() {
  return asked_for.load(std::memory_order_relaxed);
}

}  // namespace gradus::cli
