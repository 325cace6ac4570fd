#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <optional>

#include "base/durable_file.hpp"
#include "gradus/base/error.hpp"
#include "gradus/train/callback.hpp"
#include "io/checkpoint.hpp"

namespace gradus {
namespace {

bool wants_more(Mode mode, const std::string& monitor) {
  return mode == Mode::kMax || (mode == Mode::kAuto && larger_is_better(monitor));
}

// Whether `value` beats `best` by more than min_delta; the first one always does.
bool improves(double value, std::optional<double> best, double min_delta, bool more) {
  if (!best) return true;
  return more ? value - min_delta > *best : value + min_delta < *best;
}

constexpr const char* kPlace = "a callback's state";

void put_best(io::Checkpoint& to, std::optional<double> best) {
  if (best) to.put("best", *best);
}
std::optional<double> get_best(const io::Checkpoint& from) {
  if (!from.has("best")) return std::nullopt;
  return from.value<double>("best");
}

// As Keras's: an epoch that does not improve adds to the wait; at `patience` (at least 1) the
// training ends.
class EarlyStoppingListener : public Listener {
 public:
  explicit EarlyStoppingListener(EarlyStopping spec)
      : spec_(std::move(spec)), more_(wants_more(spec_.mode, spec_.monitor)) {}

  void train_begin(Training&) override {
    wait_ = 0;
    kept_ = false;
    best_.reset();
  }
  void epoch_end(Training& training) override {
    if (training.epoch() < spec_.start_from_epoch) return;
    const double value = monitored(training.history(), spec_.monitor);
    if (std::isnan(value)) return;
    ++wait_;
    if (improves(value, best_, spec_.min_delta, more_)) {
      best_ = value;
      if (spec_.restore_best_weights) keep(training);
      // Only a value better than the baseline starts the patience anew.
      if (!spec_.baseline || improves(value, spec_.baseline, spec_.min_delta, more_)) wait_ = 0;
      return;
    }
    if (wait_ >= spec_.patience && training.epoch() > 0) training.stop();
  }
  void train_end(Training& training) override {
    if (spec_.restore_best_weights && kept_) training.recall_weights();
  }
  [[nodiscard]] std::string state() const override {
    io::Checkpoint to;
    to.put("early_stopping.wait", wait_);
    to.put("kept", static_cast<uint8_t>(kept_));
    put_best(to, best_);
    return to.bytes();
  }
  void restore(std::string_view state) override {
    const io::Checkpoint from = io::Checkpoint::parse(state, kPlace);
    wait_ = from.value<int64_t>("early_stopping.wait");
    kept_ = from.value<uint8_t>("kept") != 0;
    best_ = get_best(from);
  }
  [[nodiscard]] std::shared_ptr<Listener> fresh() const override {
    return std::make_shared<EarlyStoppingListener>(spec_);
  }

 private:
  void keep(Training& training) {
    training.remember_weights();
    kept_ = true;
  }

  EarlyStopping spec_;
  bool more_;
  bool kept_ = false;
  std::optional<double> best_;
  int64_t wait_ = 0;
};

class PlateauListener : public Listener {
 public:
  explicit PlateauListener(ReduceLROnPlateau spec)
      : spec_(std::move(spec)), more_(wants_more(spec_.mode, spec_.monitor)) {}

  void train_begin(Training&) override {
    wait_ = cooling_ = 0;
    best_.reset();
  }
  void epoch_end(Training& training) override {
    const double value = monitored(training.history(), spec_.monitor);
    if (std::isnan(value)) return;
    if (cooling_ > 0) {
      --cooling_;
      wait_ = 0;
    }
    if (improves(value, best_, spec_.min_delta, more_)) {
      best_ = value;
      wait_ = 0;
      return;
    }
    if (cooling_ > 0 || ++wait_ < spec_.patience) return;
    const double rate = training.learning_rate();
    if (rate <= spec_.min_lr) return;
    const double factor = std::max(rate * spec_.factor, spec_.min_lr) / rate;
    training.set_rate_factor(training.rate_factor() * factor);
    cooling_ = spec_.cooldown;
    wait_ = 0;
  }
  [[nodiscard]] std::string state() const override {
    io::Checkpoint to;
    to.put("plateau.wait", wait_);
    to.put("cooling", cooling_);
    put_best(to, best_);
    return to.bytes();
  }
  void restore(std::string_view state) override {
    const io::Checkpoint from = io::Checkpoint::parse(state, kPlace);
    wait_ = from.value<int64_t>("plateau.wait");
    cooling_ = from.value<int64_t>("cooling");
    best_ = get_best(from);
  }
  [[nodiscard]] std::shared_ptr<Listener> fresh() const override {
    return std::make_shared<PlateauListener>(spec_);
  }

 private:
  ReduceLROnPlateau spec_;
  bool more_;
  std::optional<double> best_;
  int64_t wait_ = 0, cooling_ = 0;
};

class CsvListener : public Listener {
 public:
  explicit CsvListener(CSVLogger spec) : file_(std::move(spec.file)) {}

  [[nodiscard]] std::shared_ptr<Listener> fresh() const override {
    throw Error("callbacks", "one CSVLogger cannot write down many networks",
                "give each network options of its own");
  }
  void train_begin(Training&) override { text_.clear(); }
  void epoch_end(Training& training) override {
    const History& history = training.history();
    if (text_.empty()) {
      text_ = "epoch";
      for (const History::Column& column : history.columns) text_ += "," + column.name;
      text_ += "\n";
    }
    text_ += std::to_string(history.epochs);
    for (const History::Column& column : history.columns) {
      char number[32];
      std::snprintf(number, sizeof number, ",%.9g", column.values.back());
      text_ += number;
    }
    text_ += "\n";
  }
  void train_end(Training&) override { replace_file(file_, text_); }
  [[nodiscard]] std::string state() const override { return text_; }
  void restore(std::string_view state) override { text_ = state; }

 private:
  std::string file_, text_;
};

}  // namespace

Callback::Callback(EarlyStopping spec)
    : listener_(std::make_shared<EarlyStoppingListener>(spec)), monitor_(spec.monitor) {}
Callback::Callback(ReduceLROnPlateau spec)
    : listener_(std::make_shared<PlateauListener>(spec)), monitor_(spec.monitor) {}
Callback::Callback(CSVLogger spec) : listener_(std::make_shared<CsvListener>(std::move(spec))) {}

Callback Callback::fresh() const {
  const std::shared_ptr<Listener> listener = listener_->fresh();
  Callback other(listener ? listener : listener_);
  other.monitor_ = monitor_;
  return other;
}

Callback make_callback(const CallbackSpec& spec) {
  return std::visit([](const auto& s) { return Callback(s); }, spec);
}

void check_monitored(const History& history, const std::string& name) {
  if (history.find(name)) return;
  std::vector<std::string> names;
  for (const History::Column& column : history.columns) names.push_back(column.name);
  const bool validation = name.rfind("val_", 0) == 0;
  throw Error("monitor", "no metric \"" + name + "\"",
              validation ? name + " needs validation samples" : suggest(name, names));
}

double monitored(const History& history, const std::string& name) {
  check_monitored(history, name);
  const std::vector<double>& values = *history.find(name);
  return values.empty() ? std::numeric_limits<double>::quiet_NaN() : values.back();
}

bool larger_is_better(const std::string& metric) {
  for (const char* word : {"accuracy", "precision", "recall"}) {
    if (metric.find(word) != std::string::npos) return true;
  }
  return false;
}

}  // namespace gradus
