#include "study/runner/ledger.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <limits>
#include <system_error>

#include "base/durable_file.hpp"
#include "gradus/base/error.hpp"
#include "gradus/study/reader.hpp"
#include "study/batches.hpp"
#include "study/instrument_budget.hpp"
#include "study/scores.hpp"
#include "study/trial_work.hpp"
#include "train/together.hpp"

namespace gradus::study {
namespace fs = std::filesystem;
namespace {

std::string text_of(const Study& study, const InstrumentSpec& spec) {
  std::string text =
      fmt::format("{} '{}' {} {} {} {} {} {} {}", spec.kind, spec.name, static_cast<int>(spec.of),
                  spec.data, spec.samples, spec.samples_given, static_cast<int>(spec.when),
                  spec.every, is_drawn(study, spec));
  for (const std::string& layer : spec.layers) text += " '" + layer + "'";
  return text;
}

// "gradus 0.1.0" of "gradus 0.1.0 (commit ...)".
std::string release_of(const std::string& version) {
  return version.substr(0, version.find(" ("));
}

}  // namespace

Ledger::Ledger(const Study& study, const DataShelf& shelf, const RunOptions& options)
    : study_(study), shelf_(shelf), options_(options) {
  if (options.folder.empty()) return;
  checkpoints_ = options.folder / "checkpoints";
  fresh_ = options.anew || !fs::exists(options.folder / kStoreFile);
  made_.emplace(options.folder);
  store_ = std::make_unique<Store>(
      options.folder, study.resolved,
      StoreOptions{.version = options.version,
                   .afresh = options.anew,
                   .other_study = options.other_study,
                   .reported = [this](const Trial& trial) { report(trial); }});
  try {
    // Another release may train to other bits.
    const std::string begun = release_of(store_->version());
    if (begun != release_of(options.version))
      throw Error(options.folder.string(), "holds trials of " + begun,
                  "go on with that, or --force to train anew");
    if (!options.reuse.empty()) store_->copy_from(options.reuse);
    make_folder(checkpoints_);
  } catch (...) {
    leave(true);
    throw;
  }
  ticker_ = std::thread([this] { tick(); });
}

Ledger::~Ledger() {
  if (!ticker_.joinable()) return;
  {
    const std::lock_guard guard(clock_lock_);
    over_ = true;
  }
  clock_.notify_all();
  ticker_.join();
  leave(std::uncaught_exceptions() > 0);
}

// A mistake that shows only when the first training begins leaves nothing behind.
void Ledger::leave(bool failing) {
  const std::shared_ptr<const void> held = lock();  // until all is removed, its own file last
  store_.reset();
  if (!failing || !fresh_ || useful_) {
    made_->keep();
    return;
  }
  std::error_code failed;
  fs::remove_all(checkpoints_, failed);
  fs::remove(options_.folder / kStoreFile, failed);
  fs::remove(options_.folder / "store.lock", failed);
}

void Ledger::tick() {
  std::unique_lock guard(clock_lock_);
  const auto step = std::chrono::duration<double>(options_.checkpoint_seconds);
  while (!clock_.wait_for(guard, step, [this] { return over_; })) ++due_;
}

bool Ledger::stopping() const {
  return options_.stop && options_.stop();
}

std::shared_ptr<const void> Ledger::lock() const {
  return store_ ? store_->lock() : nullptr;
}

double Ledger::work_of(const Job& job) const {
  const TrainPlan& plan = study_.variants[job.variant].plan.train;
  const int64_t length = job.epochs > 0 ? job.epochs : plan.steps > 0 ? plan.steps : plan.epochs;
  return static_cast<double>(std::max<int64_t>(length, 1));
}

void Ledger::plan(const std::vector<Chain>& chains) {
  if (!options_.progress) return;
  RunEvent event{.kind = RunEvent::Kind::kPlanned};
  for (const Chain& chain : chains) {
    event.trainings += chain.size();
    for (const Job& job : chain) event.work += work_of(job);
  }
  const std::lock_guard guard(tell_lock_);
  options_.progress(event);
}

void Ledger::tell(RunEvent::Kind kind, const Job& job, const Trial* trial) {
  if (!options_.progress) return;
  RunEvent event{.kind = kind, .trainings = 1, .work = work_of(job), .trial = trial};
  event.objective = std::numeric_limits<double>::quiet_NaN();
  if (trial && study_.search && !is_refit(study_.variants[job.variant]))
    event.objective = value_of(study_.search->objective, *trial, false);
  const std::lock_guard guard(tell_lock_);
  options_.progress(event);
}

void Ledger::keep_fold(const Job& job) {
  if (!store_ || !job.fold) return;
  const DataPlan& plan = study_.variants[job.variant].plan.data;
  std::string dealing;
  {
    const std::lock_guard guard(lock_);
    std::string& of_variant = dealings_[job.variant];
    if (of_variant.empty()) {
      of_variant = canonical(study_.variants[job.variant].plan);
      of_variant.resize(of_variant.find('\n'));  // its first line is the data's
    }
    dealing = of_variant;
    if (!kept_folds_.insert({dealing, job.seed, *job.fold}).second) return;
  }
  const FoldRows rows = shelf_.fold_rows(plan, job.seed, *job.fold);
  store_->keep_folds(job.seed, *job.fold, rows.validation, rows.test, dealing);
}

void Ledger::started(const Job& job) {
  keep_fold(job);
  tell(RunEvent::Kind::kStarted, job, nullptr);
}

void Ledger::recall(const Job& job, const Trial& trial) {
  keep_fold(job);
  tell(RunEvent::Kind::kFound, job, &trial);
}

TrialKey Ledger::key(const Job& job) {
  const std::lock_guard guard(lock_);
  std::string& hash = hashes_[{job.variant, job.epochs}];
  if (hash.empty()) {
    Plan plan = plan_of(study_, job);
    plan.data.seed.reset();
    Variant variant;
    variant.canonical = canonical(plan);
    hash = plan_hash(variant, beside(job));
  }
  // Data that are pinned to a trial's own seed are those that it would have anyhow.
  const uint64_t dealt = study_.variants[job.variant].plan.data.seed.value_or(job.seed);
  const std::string pinned = dealt == job.seed ? "" : "-data-" + std::to_string(dealt);
  return {hash + pinned, job.fold.value_or(-1), job.seed};
}

// What a trial holds beside what its plan says.
std::string Ledger::beside(const Job& job) const {
  std::string text;
  for (const auto& [name, sum] : shelf_.checksums()) text += name + " " + sum + "\n";
  for (const InstrumentSpec& spec : study_.instruments) text += text_of(study_, spec) + "\n";
  if (keeps_batches(study_, job.variant)) text += "batches\n";
  if (measures_test(study_, job.variant)) text += "test\n";
  return text;
}

fs::path Ledger::checkpoint_file(const Job& job) {
  const TrialKey k = key(job);
  const std::string fold = k.fold < 0 ? "" : "-fold-" + std::to_string(k.fold);
  return checkpoints_ / (k.plan + fold + "-seed-" + std::to_string(k.seed));
}

std::optional<StoredTrial> Ledger::finished(const Job& job) {
  if (!store_ || (fresh_ && options_.reuse.empty())) return std::nullopt;
  std::optional<StoredTrial> found = store_->find(key(job));
  if (!found) return found;
  found->trial.variant = job.variant;
  found->trial.fold = job.fold;
  found->trial.seed = job.seed;
  // A figure wants to look into a network that was not kept: it is trained again.
  if (found->weights.empty() && options_.wants_network && options_.wants_network(found->trial))
    return std::nullopt;
  // What another run has trained becomes this one's own.
  if (found->reused)
    store_->add(key(job), study_.variants[job.variant].key, found->trial, found->weights);
  return found;
}

std::optional<io::Checkpoint> Ledger::state(const Job& job) {
  if (store_) {
    if (std::optional<io::Checkpoint> begun = io::load_checkpoint(checkpoint_file(job)))
      return begun;
  }
  const std::lock_guard guard(lock_);
  const auto found = handed_on_.find(job);
  if (found == handed_on_.end()) return std::nullopt;
  std::optional<io::Checkpoint> state = std::move(found->second);
  handed_on_.erase(found);
  return state;
}

void Ledger::hand_on(const Job& next, io::Checkpoint state) {
  const std::lock_guard guard(lock_);
  handed_on_.insert_or_assign(next, std::move(state));
}

void Ledger::keep_ends() {
  const std::lock_guard guard(lock_);
  ends_.clear();
  keeps_ends_ = true;
}

void Ledger::ended(const Job& job, const io::Checkpoint& state) {
  const std::lock_guard guard(lock_);
  ends_.insert_or_assign(job, state);
}

void Ledger::pass_on(const Job& earlier, const Job& next) {
  const std::lock_guard guard(lock_);
  const auto found = ends_.find(earlier);
  if (found == ends_.end()) return;
  handed_on_.insert_or_assign(next, std::move(found->second));
  ends_.erase(found);
}

std::shared_ptr<Watch> Ledger::watch(const Job& job) {
  auto watch = std::make_shared<Watch>();
  if (!store_) {
    watch->ask = [this] { return stopping() ? Watch::Wish::kSaveAndPause : Watch::Wish::kGoOn; };
    watch->save = [](const io::Checkpoint&) {};
    return watch;
  }
  watch->ask = [this, seen = due_.load()]() mutable {
    if (stopping()) return Watch::Wish::kSaveAndPause;
    const uint64_t due = due_.load(std::memory_order_relaxed);
    if (due == seen) return Watch::Wish::kGoOn;
    seen = due;
    return Watch::Wish::kSave;
  };
  watch->save = [file = checkpoint_file(job)](const io::Checkpoint& state) {
    io::save_checkpoint(file, state);
  };
  return watch;
}

void Ledger::add(const Job& job, const Trial& trial, const Model* model) {
  if (!store_) return tell(RunEvent::Kind::kFinished, job, &trial);
  {
    const std::lock_guard guard(lock_);
    queued_[{job.variant, job.fold.value_or(-1), job.seed}] = job;
  }
  useful_ = true;
  const std::vector<double> weights = model ? Together::values(*model) : std::vector<double>{};
  store_->add(key(job), study_.variants[job.variant].key, trial, weights);
}

// Only now the row is durable, and the checkpoint no longer needed.
void Ledger::report(const Trial& trial) {
  Job job;
  {
    const std::lock_guard guard(lock_);
    const auto found = queued_.find({trial.variant, trial.fold.value_or(-1), trial.seed});
    if (found == queued_.end()) return;  // another run's, which has been told of
    job = found->second;
    queued_.erase(found);
  }
  io::remove_checkpoint(checkpoint_file(job));
  tell(RunEvent::Kind::kFinished, job, &trial);
}

void Ledger::flush() {
  if (store_) store_->flush();
}

void Ledger::close() {
  flush();
  std::error_code failed;
  if (store_) fs::remove_all(checkpoints_, failed);
}

}  // namespace gradus::study
