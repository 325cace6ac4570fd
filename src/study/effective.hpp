#pragma once

#include <string>

#include "study/categories.hpp"

namespace gradus::study {

// What a thing does, as the simplest thing that does the same, bit for bit. Only exact equalities
// stand here: leaky_relu 0 is not relu, which gives +0 where the other gives -0.

/// Nothing to simplify.
template <class T>
const T& effective(const T& thing) {
  return thing;
}

/// A layer that neither trains nor changes what passes.
[[nodiscard]] bool passes_through(const Layer& layer);

[[nodiscard]] Dense effective(const Dense& layer);
[[nodiscard]] Conv2D effective(const Conv2D& layer);
[[nodiscard]] MaxPooling2D effective(const MaxPooling2D& layer);
[[nodiscard]] AveragePooling2D effective(const AveragePooling2D& layer);
[[nodiscard]] ActivationLayer effective(const LeakyReLU& layer);
[[nodiscard]] ActivationLayer effective(const ELU& layer);

[[nodiscard]] Loss effective(const losses::SparseCategoricalCrossentropy& loss);
[[nodiscard]] Initializer effective(const initializers::Constant& initializer);
[[nodiscard]] Regularizer effective(const regularizers::L1& regularizer);
[[nodiscard]] Regularizer effective(const regularizers::L2& regularizer);
[[nodiscard]] Regularizer effective(const regularizers::L1L2& regularizer);

[[nodiscard]] Schedule effective(const schedules::InverseTimeDecay& schedule);
[[nodiscard]] Schedule effective(const schedules::ExponentialDecay& schedule);
[[nodiscard]] Schedule effective(const schedules::PiecewiseConstantDecay& schedule);
[[nodiscard]] Schedule effective(const schedules::CosineDecay& schedule);
[[nodiscard]] Schedule effective(const schedules::CosineDecayRestarts& schedule);
[[nodiscard]] Schedule effective(const schedules::Cyclic& schedule);
[[nodiscard]] CyclicMode effective(const cyclic::ExpRange& mode);

[[nodiscard]] SGD effective(const SGD& optimizer);

[[nodiscard]] EarlyStopping effective(const EarlyStopping& callback);
[[nodiscard]] ReduceLROnPlateau effective(const ReduceLROnPlateau& callback);

}  // namespace gradus::study
