#include "study/effective.hpp"

#include <algorithm>

namespace gradus::study {
namespace {

Schedule constant(double rate, const Length& warmup) {
  return schedules::Constant{.learning_rate = rate, .warmup_steps = warmup};
}

Mode resolved(Mode mode, const std::string& monitor) {
  if (mode != Mode::kAuto) return mode;
  const bool larger = monitor.ends_with("accuracy") || monitor.ends_with("precision") ||
                      monitor.ends_with("recall");
  return larger ? Mode::kMax : Mode::kMin;
}

}  // namespace

bool passes_through(const Layer& layer) {
  if (const auto* dropout = std::get_if<Dropout>(&layer)) return dropout->rate == 0;
  if (const auto* dropout = std::get_if<SpatialDropout2D>(&layer)) return dropout->rate == 0;
  if (const auto* noise = std::get_if<GaussianNoise>(&layer)) return noise->stddev == 0;
  if (const auto* scaling = std::get_if<Normalization>(&layer)) return !scaling->adapt;
  return false;
}

namespace {

template <class L>
L without_idle_bias(L layer) {
  if (layer.use_bias) return layer;
  layer.bias_initializer = initializers::Zeros{};
  layer.bias_regularizer = {};
  layer.bias_constraint = {};
  return layer;
}

}  // namespace

Dense effective(const Dense& layer) {
  return without_idle_bias(layer);
}

Conv2D effective(const Conv2D& layer) {
  return without_idle_bias(layer);
}

MaxPooling2D effective(const MaxPooling2D& layer) {
  MaxPooling2D out = layer;
  out.strides = layer.strides.value_or(layer.pool_size);
  return out;
}

AveragePooling2D effective(const AveragePooling2D& layer) {
  AveragePooling2D out = layer;
  out.strides = layer.strides.value_or(layer.pool_size);
  return out;
}

ActivationLayer effective(const LeakyReLU& layer) {
  return {leaky_relu(layer.negative_slope), layer.layer};
}

ActivationLayer effective(const ELU& layer) {
  return {elu(layer.alpha), layer.layer};
}

// Class labels and one-hot rows give the same numbers.
Loss effective(const losses::SparseCategoricalCrossentropy&) {
  return losses::CategoricalCrossentropy{};
}

Initializer effective(const initializers::Constant& initializer) {
  if (initializer.value == 0) return initializers::Zeros{};
  if (initializer.value == 1) return initializers::Ones{};
  return initializer;
}

Regularizer effective(const regularizers::L1& regularizer) {
  if (regularizer.l1 == 0) return regularizers::None{};
  return regularizer;
}

Regularizer effective(const regularizers::L2& regularizer) {
  if (regularizer.l2 == 0) return regularizers::None{};
  return regularizer;
}

Regularizer effective(const regularizers::L1L2& regularizer) {
  if (regularizer.l1 == 0) return effective(regularizers::L2{.l2 = regularizer.l2});
  if (regularizer.l2 == 0) return effective(regularizers::L1{.l1 = regularizer.l1});
  return regularizer;
}

Schedule effective(const schedules::InverseTimeDecay& schedule) {
  if (schedule.decay_rate == 0)
    return constant(schedule.initial_learning_rate, schedule.warmup_steps);
  return schedule;
}

Schedule effective(const schedules::ExponentialDecay& schedule) {
  if (schedule.decay_rate == 1)
    return constant(schedule.initial_learning_rate, schedule.warmup_steps);
  return schedule;
}

Schedule effective(const schedules::PiecewiseConstantDecay& schedule) {
  const auto& values = schedule.values;
  if (!values.empty() &&
      std::all_of(values.begin(), values.end(), [&](double v) { return v == values.front(); }))
    return constant(values.front(), schedule.warmup_steps);
  return schedule;
}

Schedule effective(const schedules::CosineDecay& schedule) {
  if (schedule.alpha == 1) return constant(schedule.initial_learning_rate, schedule.warmup_steps);
  return schedule;
}

Schedule effective(const schedules::CosineDecayRestarts& schedule) {
  if (schedule.alpha == 1) return constant(schedule.initial_learning_rate, schedule.warmup_steps);
  return schedule;
}

// A function of one's own may be infinite somewhere: it is left alone.
Schedule effective(const schedules::Cyclic& schedule) {
  const bool own = std::holds_alternative<cyclic::Function>(schedule.mode) ||
                   std::holds_alternative<cyclic::Custom>(schedule.mode);
  if (schedule.base_lr == schedule.max_lr && !own)
    return constant(schedule.base_lr, schedule.warmup_steps);
  return schedule;
}

CyclicMode effective(const cyclic::ExpRange& mode) {
  if (mode.gamma == 1) return cyclic::Triangular{};
  return mode;
}

SGD effective(const SGD& optimizer) {
  SGD out = optimizer;
  if (out.momentum == 0) out.nesterov = false;
  return out;
}

EarlyStopping effective(const EarlyStopping& callback) {
  EarlyStopping out = callback;
  out.mode = resolved(out.mode, out.monitor);
  return out;
}

ReduceLROnPlateau effective(const ReduceLROnPlateau& callback) {
  ReduceLROnPlateau out = callback;
  out.mode = resolved(out.mode, out.monitor);
  return out;
}

}  // namespace gradus::study
