#include "study/runner/crew.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/threads.hpp"
#include "study/runner/chains.hpp"
#include "study/trial_work.hpp"
#include "train/replay.hpp"
#include "train/together.hpp"

namespace gradus::study {
namespace {

// A job, and which comes after it in its chain.
struct Task {
  Job job;
  size_t slot = 0;  // among the trials
  const Task* next = nullptr;
};

class Crew {
 public:
  Crew(const Study& study, const DataShelf& shelf, const RunOptions& options, Ledger& ledger,
       const std::vector<Chain>& chains)
      : study_(study),
        shelf_(shelf),
        options_(options),
        ledger_(ledger),
        processors_(options.threads > 0 ? options.threads : processors()) {
    ledger.plan(chains);
    size_t count = 0;
    for (const Chain& chain : chains) count += chain.size();
    trials_.resize(count);
    tasks_.reserve(count);
    for (const Chain& chain : chains) {
      for (size_t i = 0; i < chain.size(); ++i) {
        tasks_.push_back({chain[i], tasks_.size(), nullptr});
        if (i > 0) tasks_[tasks_.size() - 2].next = &tasks_.back();
      }
      if (!chain.empty()) offer(&tasks_[tasks_.size() - chain.size()]);
    }
  }

  std::vector<Trial> run() {
    workers_ = std::max(1, std::min(processors_, static_cast<int>(first_.size())));
    form_packs();
    std::vector<std::thread> threads;
    for (int i = 1; i < workers_; ++i) threads.emplace_back([this] { work(); });
    work();
    for (std::thread& thread : threads) thread.join();
    if (error_) std::rethrow_exception(error_);
    ledger_.flush();
    std::vector<Trial> done;
    for (std::optional<Trial>& trial : trials_)
      if (trial) done.push_back(std::move(*trial));
    return done;
  }

 private:
  // Tasks that wait for a lane, or for a processor of their own.
  struct Queue {
    std::deque<const Task*> tasks;
    int lanes = 0;
  };

  // Tasks of one pack key, and how many a pack of them must have to be worth it.
  struct Alike {
    int least = 0;
    std::vector<const Task*> tasks;
  };

  // The first of a chain, or after it, that has not been finished before.
  void offer(const Task* task) {
    for (; task; task = task->next) {
      if (std::optional<StoredTrial> found = ledger_.finished(task->job))
        recall(*task, std::move(*found));
      else
        return first_.push_back(task);
    }
  }

  void recall(const Task& task, StoredTrial found) {
    if (options_.trained && !found.weights.empty()) {
      TrialWork work(study_, shelf_, task.job, 1);
      work.take_weights(found.weights);
      options_.trained(found.trial, work.model(), work.data());
    }
    ledger_.recall(task.job, found.trial);
    trials_[task.slot] = std::move(found.trial);
  }

  // All seeds of a variant are alike, and its folds but for their sizes: where one is no lane,
  // which the network decides, none is.
  void form_packs() {
    std::map<std::string, Alike> by_key;
    std::string key;
    const Job* before = nullptr;
    for (const Task* task : first_) {
      const bool same = before && before->variant == task->job.variant &&
                        (before->fold == task->job.fold || key.empty());
      if (!same) key = look_at(*task, by_key);
      before = &task->job;
      by_key[key].tasks.push_back(task);
    }
    for (auto& [shape, alike] : by_key) {
      const int lanes =
          shape.empty() ? 0 : Together::lanes_for(alike.tasks.size(), workers_, alike.least);
      if (lanes == 0) {
        alone_.tasks.insert(alone_.tasks.end(), alike.tasks.begin(), alike.tasks.end());
        continue;
      }
      packs_.push_back(std::make_unique<Queue>());
      packs_.back()->tasks.assign(alike.tasks.begin(), alike.tasks.end());
      packs_.back()->lanes = lanes;
    }
    std::sort(alone_.tasks.begin(), alone_.tasks.end(),
              [](const Task* a, const Task* b) { return a->slot < b->slot; });
  }

  std::string look_at(const Task& task, std::map<std::string, Alike>& by_key) const {
    if (first_.size() == 1) return "";
    TrialWork work(study_, shelf_, task.job, 1);
    const Member& m = work.member();
    std::string key = Together::pack_key(*m.model, m.train, m.options);
    by_key[key].least = Together::least_lanes(*m.model, m.train.rows(), m.options.batch_size);
    return key;
  }

  void work() {
    try {
      for (const std::unique_ptr<Queue>& pack : packs_) train_pack(*pack);
      size_t left = 0;
      while (const Task* task = take(alone_, &left)) train_alone(*task, left);
    } catch (...) {
      const std::lock_guard guard(lock_);
      if (!failed_.exchange(true)) error_ = std::current_exception();
    }
  }

  const Task* take(Queue& queue, size_t* left = nullptr) {
    const std::lock_guard guard(lock_);
    if (failed_ || queue.tasks.empty() || ledger_.stopping()) return nullptr;
    if (left) *left = queue.tasks.size();
    const Task* const task = queue.tasks.front();
    queue.tasks.pop_front();
    return task;
  }

  void train_pack(Queue& queue) {
    struct Placed {
      const Task* task;
      std::unique_ptr<TrialWork> work;
    };
    std::map<const Member*, Placed> here;
    Together::train(
        [&]() -> Member* {
          const Task* const task = take(queue);
          if (!task) return nullptr;
          auto work = make(*task, 1);
          Member* const member = &work->member();
          here[member] = {task, std::move(work)};
          return member;
        },
        [&](Member& member) {
          const auto found = here.find(&member);
          finish(*found->second.task, *found->second.work, queue);
          here.erase(found);
        },
        queue.lanes);
  }

  void train_alone(const Task& task, size_t left) {
    // The last trials share the processors that would be left over.
    const int among = static_cast<int>(std::min<size_t>(left, static_cast<size_t>(workers_)));
    const std::unique_ptr<TrialWork> work = make(task, std::max(1, processors_ / among));
    work->train_alone();
    finish(task, *work, alone_);
  }

  std::unique_ptr<TrialWork> make(const Task& task, int threads) {
    auto work = std::make_unique<TrialWork>(study_, shelf_, task.job, threads);
    Member& member = work->member();
    member.watch = ledger_.watch(task.job);
    if (task.next) {
      member.watch->ended = [this, job = task.job, next = task.next->job](const auto& state) {
        const Plan plan = plan_of(study_, next);
        if (same_rules(plan_of(study_, job), plan))
          ledger_.hand_on(next, state);
        else if (std::optional<io::Checkpoint> own = under_rules(state, rules_of(plan)))
          ledger_.hand_on(next, std::move(*own));
      };
    } else if (ledger_.keeps_ends()) {
      member.watch->ended = [this, job = task.job](const io::Checkpoint& state) {
        ledger_.ended(job, state);
      };
    }
    member.from = ledger_.state(task.job);
    ledger_.started(task.job);
    return work;
  }

  void finish(const Task& task, TrialWork& work, Queue& queue) {
    if (work.member().paused) return;
    Trial trial = work.finish();
    if (options_.trained) options_.trained(trial, work.model(), work.data());
    const bool keep = options_.wants_network && options_.wants_network(trial);
    ledger_.add(task.job, trial, keep ? &work.model() : nullptr);
    trials_[task.slot] = std::move(trial);
    const Task* next = task.next;
    for (; next; next = next->next) {
      std::optional<StoredTrial> found = ledger_.finished(next->job);
      if (!found) break;
      recall(*next, std::move(*found));
    }
    const std::lock_guard guard(lock_);
    if (next) queue.tasks.push_front(next);
  }

  const Study& study_;
  const DataShelf& shelf_;
  const RunOptions& options_;
  Ledger& ledger_;
  int processors_, workers_ = 1;
  std::vector<Task> tasks_;
  std::vector<const Task*> first_;
  std::vector<std::unique_ptr<Queue>> packs_;
  Queue alone_;
  std::vector<std::optional<Trial>> trials_;
  std::atomic<bool> failed_{false};
  std::exception_ptr error_;
  std::mutex lock_;
};

}  // namespace

std::vector<Trial> train_chains(const Study& study, const DataShelf& shelf,
                                const RunOptions& options, Ledger& ledger,
                                const std::vector<Chain>& chains) {
  return Crew(study, shelf, options, ledger, chains).run();
}

}  // namespace gradus::study
