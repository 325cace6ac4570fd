#include "train/replay.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "train/checkpoint_parts.hpp"

namespace gradus {
namespace {

// The epochs of a history, one after the other, as listeners saw them.
class Replay : public Training {
 public:
  explicit Replay(History whole) : whole_(std::move(whole)) {
    for (const History::Column& column : whole_.columns)
      history_.columns.push_back({column.name, {}});
  }

  void show(int64_t epoch) {
    epoch_ = epoch;
    for (size_t c = 0; c < whole_.columns.size(); ++c)
      history_.columns[c].values.push_back(whole_.columns[c].values[static_cast<size_t>(epoch)]);
    ++history_.epochs;
    if (const std::vector<double>* rates = history_.find("learning_rate")) rate_ = rates->back();
  }
  [[nodiscard]] bool stopped() const { return stop_; }

  [[nodiscard]] const History& history() const override { return history_; }
  [[nodiscard]] int64_t epoch() const override { return epoch_; }
  [[nodiscard]] int64_t step() const override { return 0; }
  [[nodiscard]] double batch_loss() const override { return 0; }
  [[nodiscard]] double learning_rate() const override { return rate_; }
  void stop() override { stop_ = true; }
  void set_rate_factor(double factor) override { factor_ = factor; }
  [[nodiscard]] double rate_factor() const override { return factor_; }
  void remember_weights() override { throw std::logic_error("weights are not replayed"); }
  void recall_weights() override { throw std::logic_error("weights are not replayed"); }

 private:
  History whole_, history_;
  int64_t epoch_ = 0;
  double rate_ = 0, factor_ = 1;
  bool stop_ = false;
};

bool reached(const Until& until, const History& history) {
  if (history.epochs % until.every != 0) return false;
  const double value = monitored(history, until.metric);
  return larger_is_better(until.metric) ? value >= until.value : value <= until.value;
}

History history_of(const io::Checkpoint& from) {
  History history;
  const std::string& names = from.text("training/history");
  for (size_t at = 0; at < names.size();) {
    const size_t comma = std::min(names.find(", ", at), names.size());
    history.columns.push_back({names.substr(at, comma - at), {}});
    at = comma + 2;
  }
  restore_history(from, history);
  return history;
}

}  // namespace

std::optional<io::Checkpoint> under_rules(const io::Checkpoint& end, const FitOptions& options) {
  const History history = history_of(end);
  const bool blew_up = history.where != Where{};
  Replay replay(history);
  for (const Callback& callback : options.callbacks) callback.listener().train_begin(replay);
  bool stopped = false, converged = false;
  for (int64_t epoch = 0; epoch < history.epochs; ++epoch) {
    if (stopped || converged) return std::nullopt;
    for (const Callback& callback : options.callbacks) callback.listener().epoch_begin(replay);
    replay.show(epoch);
    for (const Callback& callback : options.callbacks) callback.listener().epoch_end(replay);
    stopped = replay.stopped();
    converged = options.until && reached(*options.until, replay.history());
  }
  if (blew_up && (stopped || converged)) return std::nullopt;
  io::Checkpoint out = end;
  save_listeners(out, options.callbacks);
  if (blew_up) return out;
  out.put("history/status", static_cast<int32_t>(converged ? Status::kConverged
                                                 : stopped ? Status::kStopped
                                                           : Status::kCompleted));
  out.put("course/stop", static_cast<uint8_t>(stopped));
  out.put("course/over", static_cast<uint8_t>(converged));
  out.put("course/in_epoch", uint8_t{0});
  out.put("course/epoch", history.epochs - (converged ? 1 : 0));
  return out;
}

}  // namespace gradus
