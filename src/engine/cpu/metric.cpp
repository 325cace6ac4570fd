#include <algorithm>

#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/metric.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/targets_of-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

template <class T>
Vec<T> One() {
  return hn::Set(Tag<T>(), T(1));
}

// Outputs on the right side of 1/2, their share of the sample's outputs.
template <class T>
struct BinaryAccuracy {
  static Vec<T> Of(const T* y, const Target<T>& target, size_t outputs) {
    const Tag<T> d;
    const Vec<T> half = hn::Set(d, T(0.5));
    Vec<T> right = hn::Zero(d);
    for (size_t j = 0; j < outputs; ++j) {
      const Vec<T> said = hn::IfThenElseZero(hn::Gt(hn::Load(d, y + j * kLanes), half), One<T>());
      right = hn::Add(right, hn::IfThenElseZero(hn::Eq(said, target(j)), One<T>()));
    }
    return hn::Div(right, hn::Set(d, static_cast<T>(outputs)));
  }
};

// 1 where the first of the largest outputs is the first of the largest targets. NaN is never the
// largest, so that a network that gives NaN is right nowhere, and not about class 0.
template <class T>
struct CategoricalAccuracy {
  static Vec<T> Of(const T* y, const Target<T>& target, size_t outputs) {
    const Tag<T> d;
    Vec<T> most = hn::Neg(hn::Inf(d)), which = hn::Set(d, T(-1));
    Vec<T> most_target = most, label = hn::Zero(d);
    for (size_t j = 0; j < outputs; ++j) {
      const Vec<T> here = hn::Load(d, y + j * kLanes), t = target(j),
                   index = hn::Set(d, static_cast<T>(j));
      const auto more = hn::Gt(here, most), more_target = hn::Gt(t, most_target);
      most = hn::IfThenElse(more, here, most);
      which = hn::IfThenElse(more, index, which);
      most_target = hn::IfThenElse(more_target, t, most_target);
      label = hn::IfThenElse(more_target, index, label);
    }
    return hn::IfThenElseZero(hn::Eq(which, label), One<T>());
  }
};

template <class T, bool kSquare>
struct MeanError {
  static Vec<T> Of(const T* y, const Target<T>& target, size_t outputs) {
    const Tag<T> d;
    Vec<T> sum = hn::Zero(d);
    for (size_t j = 0; j < outputs; ++j) {
      const Vec<T> e = hn::Sub(hn::Load(d, y + j * kLanes), target(j));
      sum = kSquare ? hn::MulAdd(e, e, sum) : hn::Add(sum, hn::Abs(e));
    }
    return hn::Div(sum, hn::Set(d, static_cast<T>(outputs)));
  }
};

template <class T, class Rule>
void Measure(const MetricArgs<T>& a) {
  const Tag<T> d;
  alignas(64) T lane[kLanes];
  for (size_t g = 0; g * kLanes < a.samples; ++g) {
    const size_t at = g * a.outputs * kLanes;
    for (size_t p = 0; p < kLanes; p += kWidth<T>) {
      const Target<T> target(a.target ? a.target + at : nullptr,
                             a.labels ? a.labels + g * kLanes : nullptr, a.outputs, p);
      hn::Store(Rule::Of(a.y + at + p, target, a.outputs), d, lane + p);
    }
    const size_t here = std::min<size_t>(a.samples - g * kLanes, kLanes);
    double* const sums = a.sums + (a.banks ? g % kLanes * kLanes : 0);
    for (size_t s = 0; s < here; ++s) {
      const double weight = a.weights ? static_cast<double>(a.weights[g * kLanes + s]) : 1.0;
      sums[s] += static_cast<double>(lane[s]) * weight;
    }
  }
}

template <class T>
void MetricOf(const MetricArgs<T>& a) {
  switch (a.kind) {
    case MetricKind::kBinaryAccuracy:
      return Measure<T, BinaryAccuracy<T>>(a);
    case MetricKind::kCategoricalAccuracy:
      return Measure<T, CategoricalAccuracy<T>>(a);
    case MetricKind::kMse:
      return Measure<T, MeanError<T, true>>(a);
    case MetricKind::kMae:
      return Measure<T, MeanError<T, false>>(a);
  }
}

void FillMetric(Kernels<float>* f, Kernels<double>* d) {
  f->metric = MetricOf<float>;
  d->metric = MetricOf<double>;
}
#else
void FillMetric(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillMetric);
void fill_metric(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillMetric)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
