#include "cli/progress_line.hpp"

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace gradus::cli {
namespace {

// Seconds between two lines on a terminal: nobody reads faster, and small trials come by the
// thousand.
constexpr double kBetween = 0.1;

// So that a line stays one on a narrow terminal.
std::string fitted(const std::string& text) {
  winsize size{};
  const size_t columns = ::ioctl(2, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : 80;
  return text.substr(0, columns - 1);
}

std::string counted(size_t count, const char* what) {
  return count == 0 ? std::string() : fmt::format(", {} {}", count, what);
}

}  // namespace

void Progress::started(double work) {
  ++running_;
  running_work_ += work;
}

void Progress::finished(const study::Trial& trial, double objective, double work, double now) {
  if (running_ > 0) {
    --running_;
    running_work_ = std::max(0.0, running_work_ - work);
  }
  trained_work_ += work;
  count(trial, objective);
  // Those that are still running have done half of theirs, on the average.
  at_ = now;
  credit_ = trained_work_ + running_work_ / 2;
}

void Progress::found(const study::Trial& trial, double objective, double work) {
  ++earlier_;
  found_work_ += work;
  count(trial, objective);
}

void Progress::planned(size_t more, double work) {
  all_ += more;
  work_ += work;
}

void Progress::count(const study::Trial& trial, double objective) {
  ++done_;
  failed_ += trial.history.status == Status::kFailed ? 1 : 0;
  diverged_ += trial.history.status == Status::kDiverged ? 1 : 0;
  pruned_ += trial.pruned ? 1 : 0;
  if (objective_.empty()) return;
  // A scheduler that lets a point go on trains it again: its last mean counts.
  Point& point = points_[trial.variant];
  point.sum += objective;
  if (++point.count < (trainings_of_ ? trainings_of_(trial.variant) : 1)) return;
  point = {0, 0, point.sum / static_cast<double>(point.count)};
}

double Progress::best() const {
  double best = std::numeric_limits<double>::quiet_NaN();
  for (const auto& [variant, point] : points_) {
    if (!std::isfinite(point.mean)) continue;
    if (std::isnan(best) || (higher_ ? point.mean > best : point.mean < best)) best = point.mean;
  }
  return best;
}

double Progress::left(double now) const {
  if (!(credit_ > 0)) return std::numeric_limits<double>::quiet_NaN();
  const double rest = work_ - found_work_ - credit_;
  return std::max(0.0, rest * at_ / credit_ - (now - at_));
}

std::string Progress::text(double now) const {
  std::string out = fmt::format("{} of {} trials", done_, all_);
  out += counted(earlier_, "of them earlier");
  out += counted(running_, "running");
  out += counted(failed_, "failed");
  out += counted(diverged_, "diverged");
  out += counted(pruned_, "pruned");
  if (const double found = best(); !std::isnan(found))
    out += fmt::format(", best {} {:.4g}", objective_, found);
  const double seconds = left(now);
  if (done_ < all_ && !std::isnan(seconds)) out += ", about " + duration_text(seconds) + " left";
  return out;
}

std::string duration_text(double seconds) {
  const auto rounded = [](double v) { return static_cast<int64_t>(std::ceil(v)); };
  if (seconds <= 59) return fmt::format("{} s", std::max<int64_t>(1, rounded(seconds)));
  const int64_t minutes = rounded(seconds / 60);
  if (minutes < 60) return fmt::format("{} min", minutes);
  if (minutes < 48 * 60) {
    return minutes % 60 == 0 ? fmt::format("{} h", minutes / 60)
                             : fmt::format("{} h {} min", minutes / 60, minutes % 60);
  }
  return fmt::format("{} days", rounded(seconds / 86400));
}

ProgressLine::ProgressLine(bool quiet, Progress progress)
    : quiet_(quiet), terminal_(::isatty(2) != 0), progress_(std::move(progress)) {}

ProgressLine::~ProgressLine() {
  if (!quiet_ && terminal_ && shown_ >= 0) fmt::print(stderr, "\r\033[K");
}

double ProgressLine::now() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void ProgressLine::started(double work) {
  const std::lock_guard guard(lock_);
  progress_.started(work);
}

void ProgressLine::finished(const study::Trial& trial, double objective, double work) {
  const std::lock_guard guard(lock_);
  progress_.finished(trial, objective, work, now());
  show();
}

void ProgressLine::found(const study::Trial& trial, double objective, double work) {
  const std::lock_guard guard(lock_);
  progress_.found(trial, objective, work);
  show();
}

void ProgressLine::planned(size_t more, double work) {
  const std::lock_guard guard(lock_);
  progress_.planned(more, work);
}

void ProgressLine::show() {
  if (quiet_) return;
  const double time = now();
  if (terminal_) {
    if (shown_ >= 0 && time < shown_ + kBetween && progress_.done() < progress_.all()) return;
    shown_ = time;
    // The last one leaves room for what is printed then.
    const bool last = progress_.done() >= progress_.all();
    fmt::print(stderr, "\r\033[K{}", last ? std::string() : fitted(progress_.text(time)));
  } else if (progress_.tenths() != std::exchange(tenths_, progress_.tenths())) {
    fmt::print(stderr, "{}\n", progress_.text(time));
  }
}

}  // namespace gradus::cli
