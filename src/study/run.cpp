#include "gradus/study/run.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/threads.hpp"
#include "gradus/base/error.hpp"
#include "gradus/study/metric_names.hpp"
#include "study/trial_work.hpp"

namespace gradus::study {
namespace {

struct Job {
  size_t variant;
  uint64_t seed;
};

// Shares the trials out: those of one shape as lanes of packs, the others one by one.
class Runner {
 public:
  Runner(const Study& study, const DataShelf& shelf, const RunOptions& options)
      : study_(study),
        shelf_(shelf),
        options_(options),
        processors_(options.threads > 0 ? options.threads : processors()) {
    for (size_t v = 0; v < study.variants.size(); ++v) {
      if (study.variants[v].same_as) continue;
      for (const uint64_t seed : study.seeds) jobs_.push_back({v, seed});
    }
    results_.trials.resize(jobs_.size());
    workers_ = std::max(1, std::min(processors_, static_cast<int>(jobs_.size())));
  }

  Results run() {
    form_packs();
    std::vector<std::thread> threads;
    for (int i = 1; i < workers_; ++i) threads.emplace_back([this] { work(); });
    work();
    for (std::thread& thread : threads) thread.join();
    if (error_) std::rethrow_exception(error_);
    return std::move(results_);
  }

 private:
  // Trials that wait for a lane, or for a processor of their own.
  struct Queue {
    std::vector<size_t> jobs;
    std::atomic<size_t> next{0};
    int lanes = 0;
  };

  // Trials of one pack key, and how many a pack of them must have to be worth it.
  struct Alike {
    int least = 0;
    std::vector<size_t> jobs;
  };

  // All seeds of a variant are alike: its first trial tells.
  void form_packs() {
    std::map<std::string, Alike> by_key;
    std::string key;
    for (size_t job = 0; job < jobs_.size(); ++job) {
      if (job == 0 || jobs_[job].variant != jobs_[job - 1].variant) key = look_at(job, by_key);
      by_key[key].jobs.push_back(job);
    }
    for (auto& [shape, alike] : by_key) {
      const int lanes =
          shape.empty() ? 0 : Together::lanes_for(alike.jobs.size(), workers_, alike.least);
      if (lanes == 0) {
        alone_.jobs.insert(alone_.jobs.end(), alike.jobs.begin(), alike.jobs.end());
        continue;
      }
      packs_.push_back(std::make_unique<Queue>());
      packs_.back()->jobs = std::move(alike.jobs);
      packs_.back()->lanes = lanes;
    }
    std::sort(alone_.jobs.begin(), alone_.jobs.end());
  }

  std::string look_at(size_t job, std::map<std::string, Alike>& by_key) const {
    if (jobs_.size() == 1) return "";
    const std::unique_ptr<TrialWork> work = make(job, 1);
    const Member& m = work->member();
    std::string key = Together::pack_key(*m.model, m.train, m.options);
    by_key[key].least = Together::least_lanes(*m.model, m.train.rows(), m.options.batch_size);
    return key;
  }

  void work() {
    try {
      for (const std::unique_ptr<Queue>& pack : packs_) train_pack(*pack);
      for (size_t job; take(alone_, job);) train_alone(job);
    } catch (...) {
      const std::lock_guard guard(lock_);
      if (!failed_.exchange(true)) error_ = std::current_exception();
    }
  }

  bool take(Queue& queue, size_t& job) {
    const size_t at = failed_ ? queue.jobs.size() : queue.next++;
    if (at >= queue.jobs.size()) return false;
    job = queue.jobs[at];
    return true;
  }

  void train_pack(Queue& queue) {
    std::map<const Member*, std::pair<size_t, std::unique_ptr<TrialWork>>> here;
    Together::train(
        [&]() -> Member* {
          size_t job = 0;
          if (!take(queue, job)) return nullptr;
          auto work = make(job, 1);
          Member* const member = &work->member();
          here[member] = {job, std::move(work)};
          return member;
        },
        [&](Member& member) {
          const auto found = here.find(&member);
          finish(found->second.first, *found->second.second);
          here.erase(found);
        },
        queue.lanes);
  }

  void train_alone(size_t job) {
    // The last trials share the processors that would be left over.
    const size_t left = alone_.jobs.size() - std::min(alone_.next - 1, alone_.jobs.size() - 1);
    const int among = static_cast<int>(std::min<size_t>(left, static_cast<size_t>(workers_)));
    const std::unique_ptr<TrialWork> work = make(job, std::max(1, processors_ / among));
    work->train_alone();
    finish(job, *work);
  }

  std::unique_ptr<TrialWork> make(size_t job, int threads) const {
    return std::make_unique<TrialWork>(study_, shelf_, jobs_[job].variant, jobs_[job].seed,
                                       threads);
  }

  void finish(size_t job, TrialWork& work) {
    results_.trials[job] = work.finish(options_);
    const std::lock_guard guard(lock_);
    ++done_;
    if (options_.progress) options_.progress(done_, jobs_.size(), results_.trials[job]);
  }

  const Study& study_;
  const DataShelf& shelf_;
  const RunOptions& options_;
  int processors_, workers_ = 1;
  std::vector<Job> jobs_;
  std::vector<std::unique_ptr<Queue>> packs_;
  Queue alone_;
  Results results_;
  std::atomic<bool> failed_{false};
  std::exception_ptr error_;
  std::mutex lock_;
  size_t done_ = 0;
};

}  // namespace

Model build_model(const Study& study, const Variant& variant, const Shape& input) {
  const std::string name = text(variant.key);
  const std::string place = study.file + ": model" + (name.empty() ? "" : " (" + name + ")");
  if (variant.plan.input && *variant.plan.input != input) {
    throw Error(place + ".input", variant.plan.input->text() + ", but the data has " + input.text(),
                "remove it, or change the data");
  }
  try {
    Model model(Input(input), variant.plan.layers);
    const TrainPlan& train = variant.plan.train;
    model.compile({.loss = train.loss,
                   .optimizer = train.optimizer,
                   .metrics = metrics_of(train),
                   .float64 = train.float64});
    return model;
  } catch (const Error& e) {
    throw Error(place, std::string(e.place()) + " " + e.reason(), e.mend());
  }
}

Results run(const Study& study, const DataShelf& shelf, const RunOptions& options) {
  return Runner(study, shelf, options).run();
}

}  // namespace gradus::study
