#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "gradus/nn/field.hpp"

namespace gradus {

/// Whether smaller or larger is better; kAuto follows the metric (accuracies, precision and recall:
/// larger).
enum class Mode { kAuto, kMin, kMax };

/// Stops when `monitor` has not improved by more than min_delta for `patience` epochs, as in Keras.
struct EarlyStopping {
  static constexpr std::string_view kKind = "early_stopping";
  std::string monitor = "val_loss";
  double min_delta = 0;
  int64_t patience = 0;
  Mode mode = Mode::kAuto;
  std::optional<double> baseline = {};
  bool restore_best_weights = false;
  int64_t start_from_epoch = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("monitor", s.monitor, kOption);
    visit("min_delta", s.min_delta, kOption.at_least(0));
    visit("patience", s.patience, kOption.at_least(0));
    visit("mode", s.mode, kOption);
    visit("baseline", s.baseline, kOption);
    visit("restore_best_weights", s.restore_best_weights, kOption);
    visit("start_from_epoch", s.start_from_epoch, kOption.at_least(0));
  }
  bool operator==(const EarlyStopping&) const = default;
};

/// Multiplies the learning rate by `factor` after `patience` epochs without an improvement of
/// min_delta, as in Keras.
struct ReduceLROnPlateau {
  static constexpr std::string_view kKind = "reduce_lr_on_plateau";
  std::string monitor = "val_loss";
  double factor = 0.1;
  int64_t patience = 10;
  Mode mode = Mode::kAuto;
  double min_delta = 1e-4;
  int64_t cooldown = 0;
  double min_lr = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("monitor", s.monitor, kOption);
    visit("factor", s.factor, kOption.above(0).below(1));
    visit("patience", s.patience, kOption.at_least(1));
    visit("mode", s.mode, kOption);
    visit("min_delta", s.min_delta, kOption.at_least(0));
    visit("cooldown", s.cooldown, kOption.at_least(0));
    visit("min_lr", s.min_lr, kOption.at_least(0));
  }
  bool operator==(const ReduceLROnPlateau&) const = default;
};

/// The callbacks that a study file knows. C++ has more: see train/callback.hpp.
using CallbackSpec = std::variant<EarlyStopping, ReduceLROnPlateau>;

/// A target that ends a training as converged: `metric` at or beyond `value` in its good direction,
/// looked at after every `every` epochs.
struct Until {
  std::string metric;
  double value = 0;
  int64_t every = 1;
  bool operator==(const Until&) const = default;
};

}  // namespace gradus
