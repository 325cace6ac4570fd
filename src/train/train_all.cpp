#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "train/together.hpp"

namespace gradus {
namespace {

// Members that train as lanes of one pack, or one by one where that is faster.
struct Group {
  int lanes = 0;  // of a pack; 0 for one by one
  std::vector<size_t> members;
  std::atomic<size_t> next{0};
};

class Work {
 public:
  Work(std::vector<Member>& members, int threads, Lanes lanes)
      : members_(members), threads_(threads) {
    for (size_t i = 0; i < members.size(); ++i) {
      const Member& m = members[i];
      const std::string key = Together::pack_key(*m.model, m.train, m.options);
      Group& group = groups_[key];
      group.members.push_back(i);
    }
    for (auto& [key, group] : groups_) {
      if (!key.empty()) group.lanes = lanes_for(group, lanes);
    }
  }

  void run() {
    std::vector<std::thread> helpers;
    for (int i = 1; i < threads_; ++i) helpers.emplace_back([this] { work(); });
    work();
    for (std::thread& helper : helpers) helper.join();
    if (error_) std::rethrow_exception(error_);
  }

 private:
  int lanes_for(const Group& group, Lanes lanes) const {
    const Member& m = members_[group.members[0]];
    const int least = lanes == Lanes::kNetworks
                          ? 1
                          : Together::least_lanes(*m.model, m.train.rows(), m.options.batch_size);
    return Together::lanes_for(group.members.size(), threads_, least);
  }

  void work() {
    try {
      for (auto& [key, group] : groups_) {
        const auto take = [&]() -> Member* {
          const size_t i = failed_ ? group.members.size() : group.next++;
          return i < group.members.size() ? &members_[group.members[i]] : nullptr;
        };
        if (group.lanes == 0) {
          while (Member* m = take()) train_member(*m);
          continue;
        }
        Together::train(take, [](Member&) {}, group.lanes);
      }
    } catch (...) {
      const std::lock_guard guard(lock_);
      if (!failed_.exchange(true)) error_ = std::current_exception();
    }
  }

  std::vector<Member>& members_;
  int threads_;
  std::map<std::string, Group> groups_;
  std::atomic<bool> failed_{false};
  std::mutex lock_;
  std::exception_ptr error_;
};

}  // namespace

void train_all(std::vector<Member>& members, int threads, Lanes lanes) {
  Work(members, threads, lanes).run();
}

}  // namespace gradus
