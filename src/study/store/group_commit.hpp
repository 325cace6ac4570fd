#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace gradus::study {

/// Items from many threads, written by one: whatever has come while a group was written is the next
/// group. So a sync to the disk is paid once for all that were waiting for it, and 100,000 small
/// items cost as many syncs as there is time for.
///
/// Once `write` has thrown, its error is thrown by every later add() and flush(), and what is
/// queued is dropped.
template <class Item>
class GroupCommit {
 public:
  /// Called with one group after another, in the order of add(), from the writer's thread. It must
  /// not call back.
  using Write = std::function<void(std::vector<Item>&)>;

  /// add() waits while more than `room` bytes are queued.
  GroupCommit(Write write, size_t room) : write_(std::move(write)), room_(room) {
    writer_ = std::thread([this] { work(); });
  }
  /// Writes what is still queued; an error then is lost.
  ~GroupCommit() {
    {
      const std::lock_guard guard(lock_);
      ending_ = true;
    }
    changed_.notify_all();
    writer_.join();
  }
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;

  /// `bytes`: about what the item takes. Does not wait until it is written.
  void add(Item item, size_t bytes) {
    {
      std::unique_lock guard(lock_);
      changed_.wait(guard, [&] { return error_ || bytes_ <= room_; });
      if (error_) std::rethrow_exception(error_);
      queue_.push_back(std::move(item));
      bytes_ += bytes;
      ++added_;
    }
    changed_.notify_all();
  }

  /// Everything added before is written on return.
  void flush() {
    std::unique_lock guard(lock_);
    const uint64_t wanted = added_;
    changed_.wait(guard, [&] { return error_ || written_ >= wanted; });
    if (error_) std::rethrow_exception(error_);
  }

 private:
  void work() {
    std::vector<Item> group;
    std::unique_lock guard(lock_);
    while (true) {
      changed_.wait(guard, [&] { return ending_ || !queue_.empty(); });
      if (queue_.empty()) return;
      group.swap(queue_);
      bytes_ = 0;
      guard.unlock();
      changed_.notify_all();  // there is room again
      std::exception_ptr error;
      try {
        write_(group);
      } catch (...) {
        error = std::current_exception();
      }
      const size_t count = group.size();
      group.clear();
      guard.lock();
      written_ += count;
      if (error) {
        error_ = error;
        queue_.clear();
      }
      changed_.notify_all();
      if (error) return;
    }
  }

  Write write_;
  size_t room_;
  std::mutex lock_;
  std::condition_variable changed_;  ///< something was queued, taken, written, or is to end
  std::vector<Item> queue_;
  size_t bytes_ = 0;
  uint64_t added_ = 0, written_ = 0;
  bool ending_ = false;
  std::exception_ptr error_;
  std::thread writer_;
};

}  // namespace gradus::study
