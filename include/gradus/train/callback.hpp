#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gradus/train/callback_specs.hpp"
#include "gradus/train/history.hpp"

namespace gradus {

class Model;

/// What a listener sees of a training, and may change.
class Training {
 public:
  virtual ~Training() = default;
  [[nodiscard]] virtual const History& history() const = 0;  ///< up to the last epoch that ended
  [[nodiscard]] virtual int64_t epoch() const = 0;           ///< the present one, from 0
  [[nodiscard]] virtual int64_t step() const = 0;            ///< updates done
  [[nodiscard]] virtual double batch_loss() const = 0;  ///< of the last batch, penalties included
  [[nodiscard]] virtual double learning_rate() const = 0;  ///< of the last update
  virtual void stop() = 0;  ///< ends the training after this epoch (or batch)
  /// Multiplies the schedule's rate from the next update on.
  virtual void set_rate_factor(double factor) = 0;
  [[nodiscard]] virtual double rate_factor() const = 0;
  /// All values of the network as they are, for Instruments::set_values.
  [[nodiscard]] virtual std::vector<double> values() const { return {}; }
  virtual void remember_weights() = 0;  ///< keeps a copy of the present weights
  virtual void recall_weights() = 0;    ///< goes back to that copy
};

/// Listens to a training. Derive for callbacks of your own; give the trainer a shared_ptr.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void train_begin(Training&) {}
  virtual void train_end(Training&) {}
  virtual void epoch_begin(Training&) {}
  virtual void epoch_end(Training&) {}
  virtual void batch_begin(Training&) {}
  virtual void batch_end(Training&) {}
  /// True if batch_begin and batch_end want to be called; small networks train faster without.
  [[nodiscard]] virtual bool wants_batches() const { return false; }
  /// What this listener must know to go on where it is, in bytes of its own: saved with a training,
  /// between two updates. "" where it keeps nothing.
  [[nodiscard]] virtual std::string state() const { return {}; }
  /// Instead of train_begin where a training goes on that was saved: takes back what state() gave
  /// then. Throws Error for anything else.
  virtual void restore(std::string_view /*state*/) {}
  /// A listener like this one at its start, for another network of a population; nullptr where this
  /// one listens to all of them.
  [[nodiscard]] virtual std::shared_ptr<Listener> fresh() const { return nullptr; }
};

/// Writes one line an epoch: epoch and every column of the history, as Keras's CSVLogger.
struct CSVLogger {
  std::string file;
};

/// Any callback: a spec of a study file, a CSVLogger, or a listener of your own.
class Callback {
 public:
  Callback(EarlyStopping spec);
  Callback(ReduceLROnPlateau spec);
  Callback(CSVLogger spec);
  Callback(std::shared_ptr<Listener> listener) : listener_(std::move(listener)) {}
  template <class L>
    requires std::is_base_of_v<Listener, L>
  Callback(std::shared_ptr<L> listener) : listener_(std::move(listener)) {}

  [[nodiscard]] Listener& listener() const { return *listener_; }
  /// The same for another network of a population: a spec starts anew, a listener of one's own is
  /// shared unless it says otherwise. Throws Error for a CSVLogger, whose file can be one network's
  /// alone.
  [[nodiscard]] Callback fresh() const;
  /// The metric it watches, or "".
  [[nodiscard]] const std::string& monitor() const { return monitor_; }

 private:
  std::shared_ptr<Listener> listener_;
  std::string monitor_;
};

[[nodiscard]] Callback make_callback(const CallbackSpec& spec);

/// Throws Error where a history has no such column, naming those there are.
void check_monitored(const History& history, const std::string& name);
/// The value of a column after the last epoch that ended; NaN before the first. Throws the same.
[[nodiscard]] double monitored(const History& history, const std::string& name);
/// Whether larger values of this metric are better: accuracies, precision, recall.
[[nodiscard]] bool larger_is_better(const std::string& metric);

}  // namespace gradus
