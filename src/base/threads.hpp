#pragma once

#include <functional>
#include <memory>

namespace gradus {

/// A team of threads that runs one job at a time on all its members. Between jobs a member spins
/// for about 50 us, then sleeps, so that small jobs in a row cost a fraction of a microsecond each.
class ThreadTeam {
 public:
  /// `size` members, the caller among them; 1 makes no thread.
  explicit ThreadTeam(int size);
  ~ThreadTeam();
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  [[nodiscard]] int size() const;
  /// Calls job(argument, member) on every member 0 .. size-1, the caller being 0, and returns when
  /// all are done. Allocates nothing and takes no lock while members spin. An exception of a job is
  /// rethrown here once.
  void run(void (*job)(void*, int), void* argument);
  /// The same for any callable `void(int member)`.
  template <class F>
  void run(F&& f) {
    run([](void* p, int member) { (*static_cast<std::remove_reference_t<F>*>(p))(member); },
        const_cast<void*>(static_cast<const void*>(&f)));
  }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Processors that this process may use, at least 1.
[[nodiscard]] int processors();

}  // namespace gradus
