#pragma once

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "base/made_folder.hpp"
#include "gradus/study/run.hpp"
#include "io/checkpoint.hpp"
#include "study/runner/job.hpp"
#include "study/store/store.hpp"
#include "train/watch.hpp"

namespace gradus::study {

/// What a run has done so far: finished trainings in the store, unfinished ones in checkpoints,
/// both in the folder of results. Without a folder it keeps nothing but what a chain hands on.
/// Counts what is reported, too. To be used from several threads.
class Ledger {
 public:
  Ledger(const Study& study, const DataShelf& shelf, const RunOptions& options);
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  /// So many more trainings will be done.
  void plan(const std::vector<Chain>& chains);
  void started(const Job& job);

  /// A finished training of before, if there is one.
  [[nodiscard]] std::optional<StoredTrial> finished(const Job& job);
  /// From where an unfinished one goes on, if it was begun.
  [[nodiscard]] std::optional<io::Checkpoint> state(const Job& job);
  /// Where `next` goes on.
  void hand_on(const Job& next, io::Checkpoint state);
  /// From now on the ends of all trainings are kept, for pass_on(); those kept before are dropped.
  void keep_ends();
  [[nodiscard]] bool keeps_ends() const { return keeps_ends_; }
  void ended(const Job& job, const io::Checkpoint& state);
  /// `next` goes on where `earlier` ended, if that was kept.
  void pass_on(const Job& earlier, const Job& next);

  /// Looks on while a training runs: saves it now and then, pauses it when the run is to end.
  [[nodiscard]] std::shared_ptr<Watch> watch(const Job& job);
  [[nodiscard]] bool stopping() const;

  /// A training that has ended; `model` where the weights are to be kept. Reported when its row is
  /// durable.
  void add(const Job& job, const Trial& trial, const Model* model);
  /// One that was found finished.
  void recall(const Job& job, const Trial& trial);
  /// On return all that was added is durable.
  void flush();
  /// All is done: no checkpoint is needed any more.
  void close();
  /// Keeps the folder locked; null without one.
  [[nodiscard]] std::shared_ptr<const void> lock() const;

 private:
  [[nodiscard]] TrialKey key(const Job& job);
  [[nodiscard]] std::string beside(const Job& job) const;
  [[nodiscard]] std::filesystem::path checkpoint_file(const Job& job);
  void keep_fold(const Job& job);
  void report(const Trial& trial);
  void tell(RunEvent::Kind kind, const Job& job, const Trial* trial);
  [[nodiscard]] double work_of(const Job& job) const;
  void leave(bool failing);
  void tick();

  const Study& study_;
  const DataShelf& shelf_;
  const RunOptions& options_;
  std::filesystem::path checkpoints_;
  std::optional<MadeFolder> made_;
  bool fresh_ = false;                                        // the store was not there before
  std::atomic<bool> useful_{false};                           // a trial is in it
  std::map<std::pair<size_t, int64_t>, std::string> hashes_;  // of variants and their lengths
  // Trials that are not yet durable, by variant, fold and seed.
  std::map<std::tuple<size_t, int64_t, uint64_t>, Job> queued_;
  std::map<size_t, std::string> dealings_;  // of variants
  std::set<std::tuple<std::string, uint64_t, int64_t>> kept_folds_;
  std::map<Job, io::Checkpoint> handed_on_, ends_;
  std::atomic<bool> keeps_ends_{false};
  std::mutex lock_, tell_lock_;
  std::unique_ptr<Store> store_;

  // Which save is due; trainings compare it with their last.
  std::atomic<uint64_t> due_{0};
  std::mutex clock_lock_;
  std::condition_variable clock_;
  bool over_ = false;
  std::thread ticker_;
};

}  // namespace gradus::study
