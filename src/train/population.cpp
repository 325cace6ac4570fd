#include "gradus/train/population.hpp"

#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include "base/threads.hpp"
#include "gradus/base/error.hpp"
#include "train/together.hpp"

namespace gradus {
namespace {

// Members that train as lanes of one pack, or one by one where `packed` is false.
struct Group {
  bool packed = false;
  std::vector<size_t> members;
  std::atomic<size_t> next{0};
};

class Work {
 public:
  Work(std::vector<Member>& members, int threads) : members_(members), threads_(threads) {
    for (size_t i = 0; i < members.size(); ++i) {
      const Member& m = members[i];
      const std::string key = Together::pack_key(*m.model, m.train, m.options);
      Group& group = groups_[key];
      group.packed = !key.empty();
      group.members.push_back(i);
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
  void work() {
    try {
      for (auto& [key, group] : groups_) {
        const auto take = [&]() -> Member* {
          const size_t i = failed_ ? group.members.size() : group.next++;
          return i < group.members.size() ? &members_[group.members[i]] : nullptr;
        };
        if (!group.packed) {
          while (Member* m = take()) m->history = m->model->fit(m->train, m->options);
          continue;
        }
        const size_t share = (group.members.size() + static_cast<size_t>(threads_) - 1) /
                             static_cast<size_t>(threads_);
        Together::train(take, [](Member&) {}, static_cast<int>(std::min<size_t>(share, 16)));
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

Population::Population(const Model& model, int64_t size) {
  if (size < 0)
    throw Error("population", std::to_string(size) + " is no size", "give a number from 0");
  models_.assign(static_cast<size_t>(size), model);
}

std::vector<History> Population::fit(const data::Dataset& train, const FitOptions& options) {
  return fit(
      train,
      [&](int64_t i) {
        FitOptions own = options;
        own.seed += static_cast<uint64_t>(i);
        for (Callback& callback : own.callbacks) callback = callback.fresh();
        return own;
      },
      options.threads);
}

std::vector<History> Population::fit(const data::Dataset& train,
                                     const std::function<FitOptions(int64_t)>& options_of,
                                     int threads) {
  std::vector<Member> members(models_.size());
  for (size_t i = 0; i < models_.size(); ++i) {
    members[i] = {&models_[i], train, options_of(static_cast<int64_t>(i)), {}};
    members[i].options.threads = 1;
    members[i].options.verbose = false;
  }
  Work(members, threads > 0 ? threads : processors()).run();
  std::vector<History> histories;
  for (Member& m : members) histories.push_back(std::move(m.history));
  return histories;
}

}  // namespace gradus
