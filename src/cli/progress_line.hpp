#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <limits>
#include <map>
#include <mutex>
#include <string>

#include "gradus/study/results.hpp"

namespace gradus::cli {

/// How far a run is, as a line of text. A value, fed with what happens; the clock is the caller's,
/// in seconds since the start. Nothing of it enters a result.
class Progress {
 public:
  /// How many trainings a point has.
  using TrainingsOf = std::function<size_t(size_t variant)>;

  /// `all` trainings are planned, of `work` together, in any unit. `objective` is what a search
  /// ranks its points by, as a mean over their trainings; "" without one.
  Progress(size_t all, double work, std::string objective = {}, bool higher_is_better = false,
           TrainingsOf trainings_of = {})
      : all_(all),
        work_(work),
        objective_(std::move(objective)),
        higher_(higher_is_better),
        trainings_of_(std::move(trainings_of)) {}

  /// A training has begun whose share of the work this is.
  void started(double work);
  /// One has ended, of those started where there are any. `objective` is NaN where it has none.
  void finished(const study::Trial& trial, double objective, double work, double now);
  /// One that was not trained: an earlier run has it. Costs no time, so none is reckoned with it.
  void found(const study::Trial& trial, double objective, double work);
  /// A search goes on: so many more are planned.
  void planned(size_t more, double work);

  [[nodiscard]] size_t done() const { return done_; }
  [[nodiscard]] size_t all() const { return all_; }
  /// Tenths of the trainings that have ended.
  [[nodiscard]] size_t tenths() const { return all_ == 0 ? 10 : done_ * 10 / all_; }
  /// Seconds left, by the work done since the start; NaN before any has ended.
  [[nodiscard]] double left(double now) const;
  /// "37 of 128 trials, 2 running, 1 failed, best val_accuracy 0.934, about 3 min left". The best
  /// is that of the points that have ended, by their means: single trainings are luckier than that.
  [[nodiscard]] std::string text(double now) const;

 private:
  /// What is known of a point of the search.
  struct Point {
    double sum = 0;
    size_t count = 0;
    double mean = std::numeric_limits<double>::quiet_NaN();  ///< once all its trainings have ended
  };

  void count(const study::Trial& trial, double objective);
  [[nodiscard]] double best() const;

  size_t all_;
  double work_;
  std::string objective_;
  bool higher_;
  TrainingsOf trainings_of_;
  std::map<size_t, Point> points_;
  size_t done_ = 0, running_ = 0, failed_ = 0, diverged_ = 0, pruned_ = 0, earlier_ = 0;
  double running_work_ = 0, trained_work_ = 0, found_work_ = 0;
  double at_ = 0, credit_ = 0;  ///< when the last one ended, and what had been done until then
};

/// A duration as one says it: "8 s", "3 min", "2 h 10 min", "3 days".
[[nodiscard]] std::string duration_text(double seconds);

/// Shows it on standard error: one line that rewrites itself on a terminal, and the same line at
/// each tenth elsewhere. To be used from several threads at once.
class ProgressLine {
 public:
  ProgressLine(bool quiet, Progress progress);
  /// Leaves the terminal's line empty, as the end of the last training does.
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void started(double work = 1);
  void finished(const study::Trial& trial,
                double objective = std::numeric_limits<double>::quiet_NaN(), double work = 1);
  void found(const study::Trial& trial, double objective = std::numeric_limits<double>::quiet_NaN(),
             double work = 1);
  void planned(size_t more, double work);

 private:
  [[nodiscard]] double now() const;
  void show();

  bool quiet_, terminal_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::mutex lock_;
  Progress progress_;
  size_t tenths_ = 0;
  double shown_ = -1;
};

}  // namespace gradus::cli
