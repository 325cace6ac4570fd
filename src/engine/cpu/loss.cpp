#include <algorithm>

#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/loss.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lane_math-inl.hpp"
#include "engine/cpu/targets_of-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

constexpr double kClip = 1e-7;

// Elementwise losses: the value of one output and its derivative with respect to the prediction (or
// the logit).
template <class T>
struct Squared {
  static Vec<T> Value(Tag<T>, Vec<T> y, Vec<T> t, Vec<T>) {
    const Vec<T> e = hn::Sub(y, t);
    return hn::Mul(e, e);
  }
  static Vec<T> Slope(Tag<T> d, Vec<T> y, Vec<T> t, Vec<T>) {
    return hn::Mul(hn::Set(d, T(2)), hn::Sub(y, t));
  }
};
template <class T>
struct Absolute {
  static Vec<T> Value(Tag<T>, Vec<T> y, Vec<T> t, Vec<T>) { return hn::Abs(hn::Sub(y, t)); }
  static Vec<T> Slope(Tag<T> d, Vec<T> y, Vec<T> t, Vec<T>) {
    const Vec<T> one = hn::Set(d, T(1));
    const Vec<T> up = hn::IfThenElseZero(hn::Gt(y, t), one);
    return hn::Sub(up, hn::IfThenElseZero(hn::Lt(y, t), one));
  }
};
template <class T>
struct HuberRule {
  static Vec<T> Value(Tag<T> d, Vec<T> y, Vec<T> t, Vec<T> delta) {
    const Vec<T> e = hn::Abs(hn::Sub(y, t)), half = hn::Set(d, T(0.5));
    const Vec<T> outer = hn::Mul(delta, hn::NegMulAdd(half, delta, e));
    return hn::IfThenElse(hn::Gt(e, delta), outer, hn::Mul(half, hn::Mul(e, e)));
  }
  static Vec<T> Slope(Tag<T>, Vec<T> y, Vec<T> t, Vec<T> delta) {
    const Vec<T> e = hn::Sub(y, t);
    const Vec<T> high = hn::IfThenElse(hn::Gt(e, delta), delta, e);
    return hn::IfThenElse(hn::Lt(high, hn::Neg(delta)), hn::Neg(delta), high);
  }
};
template <class T>
struct BinaryOfClipped {
  static Vec<T> Inside(Tag<T> d, Vec<T> y) {
    const Vec<T> low = hn::Set(d, T(kClip)), high = hn::Set(d, T(1 - kClip));
    const Vec<T> above = hn::IfThenElse(hn::Lt(y, low), low, y);
    return hn::IfThenElse(hn::Gt(above, high), high, above);
  }
  static Vec<T> Value(Tag<T> d, Vec<T> y, Vec<T> t, Vec<T>) {
    const Vec<T> p = Inside(d, y), one = hn::Set(d, T(1));
    const Vec<T> other = hn::Mul(hn::Sub(one, t), Log(d, hn::Sub(one, p)));
    return hn::Neg(hn::MulAdd(t, Log(d, p), other));
  }
  static Vec<T> Slope(Tag<T> d, Vec<T> y, Vec<T> t, Vec<T>) {
    const Vec<T> p = Inside(d, y), one = hn::Set(d, T(1));
    const Vec<T> slope = hn::Div(hn::Sub(p, t), hn::Mul(p, hn::Sub(one, p)));
    return hn::IfThenElse(hn::Ne(p, y), hn::Mul(slope, hn::Sub(y, y)), slope);
  }
};

template <class T>
HWY_INLINE Vec<T> LaneWeights(const LossArgs<T>& a, size_t g, size_t p) {
  return a.weights ? hn::Load(Tag<T>(), a.weights + g * kLanes + p) : hn::Set(Tag<T>(), T(1));
}

// Lanes beyond the samples carry no gradient.
template <class T>
HWY_INLINE hn::Mask<Tag<T>> Present(size_t samples, size_t g, size_t p) {
  const size_t from = g * kLanes + p;
  return hn::FirstN(Tag<T>(), samples > from ? std::min(samples - from, kWidth<T>) : 0);
}

template <class T>
HWY_INLINE void AddUp(const LossArgs<T>& a, const T* loss, size_t g) {
  const size_t here = std::min<size_t>(a.samples - g * kLanes, kLanes);
  double* HWY_RESTRICT sums = a.sums + (a.banks ? g % kLanes * kLanes : 0);
  if (here == kLanes) {
    for (size_t s = 0; s < kLanes; ++s) sums[s] += static_cast<double>(loss[s]);
    return;
  }
  for (size_t s = 0; s < here; ++s) sums[s] += static_cast<double>(loss[s]);
}

template <class T, class Rule>
void Elementwise(const LossArgs<T>& a) {
  const Tag<T> d;
  const T share = a.loss.sum_outputs ? T(1) : T(1) / static_cast<T>(a.outputs);
  const Vec<T> delta = hn::Set(d, static_cast<T>(a.loss.delta));
  alignas(64) T lane[kLanes];
  for (size_t g = 0; g * kLanes < a.samples; ++g) {
    const size_t at = g * a.outputs * kLanes;
    for (size_t p = 0; p < kLanes; p += kWidth<T>) {
      const Target<T> target(a.target ? a.target + at : nullptr,
                             a.labels ? a.labels + g * kLanes : nullptr, a.outputs, p);
      const Vec<T> weight = hn::Mul(LaneWeights(a, g, p), hn::Set(d, share));
      const Vec<T> factor = hn::Mul(weight, hn::Set(d, a.scale));
      const auto present = Present<T>(a.samples, g, p);
      Vec<T> sum = hn::Zero(d);
      for (size_t j = 0; j < a.outputs; ++j) {
        const Vec<T> y = hn::Load(d, a.y + at + j * kLanes + p), t = target(j);
        sum = hn::Add(sum, Rule::Value(d, y, t, delta));
        if (a.dy) {
          const Vec<T> dy = hn::Mul(Rule::Slope(d, y, t, delta), factor);
          hn::Store(hn::IfThenElseZero(present, dy), d, a.dy + at + j * kLanes + p);
        }
      }
      hn::Store(hn::Mul(sum, weight), d, lane + p);
    }
    AddUp(a, lane, g);
  }
}

// Binary cross-entropy of the logit z: log(1 + exp(z)) - t z, its derivative sigmoid(z) - t;
// unclipped, as Keras on TensorFlow.
template <class T>
void SigmoidCrossentropy(const LossArgs<T>& a) {
  const Tag<T> d;
  const T share = a.loss.sum_outputs ? T(1) : T(1) / static_cast<T>(a.outputs);
  alignas(64) T lane[kLanes];
  for (size_t g = 0; g * kLanes < a.samples; ++g) {
    const size_t at = g * a.outputs * kLanes;
    for (size_t p = 0; p < kLanes; p += kWidth<T>) {
      const Target<T> target(a.target ? a.target + at : nullptr,
                             a.labels ? a.labels + g * kLanes : nullptr, a.outputs, p);
      const Vec<T> weight = hn::Mul(LaneWeights(a, g, p), hn::Set(d, share));
      const Vec<T> factor = hn::Mul(weight, hn::Set(d, a.scale));
      const auto present = Present<T>(a.samples, g, p);
      Vec<T> sum = hn::Zero(d);
      for (size_t j = 0; j < a.outputs; ++j) {
        T* const here = a.y + at + j * kLanes + p;
        const Vec<T> z = hn::Load(d, here), t = target(j), y = Sigmoid(d, z);
        sum = hn::Add(sum, hn::NegMulAdd(t, z, Softplus(d, z)));
        hn::Store(y, d, here);
        if (a.dy) {
          hn::Store(hn::IfThenElseZero(present, hn::Mul(hn::Sub(y, t), factor)), d,
                    a.dy + at + j * kLanes + p);
        }
      }
      hn::Store(hn::Mul(sum, weight), d, lane + p);
    }
    AddUp(a, lane, g);
  }
}

// Categorical cross-entropy of the logits z: sum_j t_j (log sum_k exp(z_k) - z_j), its derivative
// softmax(z) sum t - t.
template <class T>
void SoftmaxCrossentropy(const LossArgs<T>& a) {
  const Tag<T> d;
  alignas(64) T lane[kLanes];
  for (size_t g = 0; g * kLanes < a.samples; ++g) {
    const size_t at = g * a.outputs * kLanes;
    for (size_t p = 0; p < kLanes; p += kWidth<T>) {
      const Target<T> target(a.target ? a.target + at : nullptr,
                             a.labels ? a.labels + g * kLanes : nullptr, a.outputs, p);
      T* const y = a.y + at + p;
      const Vec<T> weight = LaneWeights(a, g, p), factor = hn::Mul(weight, hn::Set(d, a.scale));
      const auto present = Present<T>(a.samples, g, p);
      Vec<T> most = hn::Load(d, y);
      for (size_t j = 1; j < a.outputs; ++j) most = Most(most, hn::Load(d, y + j * kLanes));
      Vec<T> sum = hn::Zero(d), dot = hn::Zero(d), targets = hn::Zero(d);
      for (size_t j = 0; j < a.outputs; ++j) {
        const Vec<T> z = hn::Sub(hn::Load(d, y + j * kLanes), most), t = target(j), e = Exp(d, z);
        sum = hn::Add(sum, e);
        targets = hn::Add(targets, t);
        // 0 times -inf must stay 0: a class that is not the label may be infinitely unlikely.
        dot = hn::Add(dot, hn::IfThenZeroElse(hn::Eq(t, hn::Zero(d)), hn::Mul(t, z)));
        hn::Store(e, d, y + j * kLanes);
      }
      for (size_t j = 0; j < a.outputs; ++j) {
        const Vec<T> out = hn::Div(hn::Load(d, y + j * kLanes), sum);
        hn::Store(out, d, y + j * kLanes);
        if (a.dy) {
          const Vec<T> dy = hn::Mul(hn::MulSub(out, targets, target(j)), factor);
          hn::Store(hn::IfThenElseZero(present, dy), d, a.dy + at + j * kLanes + p);
        }
      }
      hn::Store(hn::Mul(hn::MulSub(targets, Log(d, sum), dot), weight), d, lane + p);
    }
    AddUp(a, lane, g);
  }
}

// Categorical cross-entropy of probabilities: normed to sum 1, then clipped; a clipped one has no
// gradient.
template <class T>
void CategoricalOfClipped(const LossArgs<T>& a) {
  const Tag<T> d;
  const Vec<T> low = hn::Set(d, T(kClip)), high = hn::Set(d, T(1 - kClip));
  alignas(64) T lane[kLanes];
  for (size_t g = 0; g * kLanes < a.samples; ++g) {
    const size_t at = g * a.outputs * kLanes;
    for (size_t p = 0; p < kLanes; p += kWidth<T>) {
      const Target<T> target(a.target ? a.target + at : nullptr,
                             a.labels ? a.labels + g * kLanes : nullptr, a.outputs, p);
      const T* const y = a.y + at + p;
      const Vec<T> weight = LaneWeights(a, g, p), factor = hn::Mul(weight, hn::Set(d, a.scale));
      const auto present = Present<T>(a.samples, g, p);
      Vec<T> total = hn::Zero(d), sum = hn::Zero(d), dot = hn::Zero(d);
      for (size_t j = 0; j < a.outputs; ++j) total = hn::Add(total, hn::Load(d, y + j * kLanes));
      for (int pass = 0; pass < (a.dy ? 2 : 1); ++pass) {
        for (size_t j = 0; j < a.outputs; ++j) {
          const Vec<T> raw = hn::Div(hn::Load(d, y + j * kLanes), total), t = target(j);
          const Vec<T> above = hn::IfThenElse(hn::Lt(raw, low), low, raw);
          const Vec<T> prob = hn::IfThenElse(hn::Gt(above, high), high, above);
          const Vec<T> slope = hn::IfThenZeroElse(hn::Ne(prob, raw), hn::Neg(hn::Div(t, prob)));
          if (pass == 0) {
            sum = hn::NegMulAdd(t, Log(d, prob), sum);
            dot = hn::MulAdd(slope, prob, dot);
          } else {
            const Vec<T> dy = hn::Mul(hn::Div(hn::Sub(slope, dot), total), factor);
            hn::Store(hn::IfThenElseZero(present, dy), d, a.dy + at + j * kLanes + p);
          }
        }
      }
      hn::Store(hn::Mul(sum, weight), d, lane + p);
    }
    AddUp(a, lane, g);
  }
}

// The user's own rule, value by value in double.
template <class T>
void CustomRule(const LossArgs<T>& a) {
  for (size_t s = 0; s < (a.samples + kLanes - 1) / kLanes * kLanes; ++s) {
    const size_t g = s / kLanes, l = s % kLanes;
    const double weight = a.weights ? static_cast<double>(a.weights[s]) : 1.0;
    double sum = 0;
    for (size_t j = 0; j < a.outputs; ++j) {
      const size_t at = (g * a.outputs + j) * kLanes + l;
      const double label = a.labels ? static_cast<double>(a.labels[s]) : 0;
      const double t = a.target         ? static_cast<double>(a.target[at])
                       : a.outputs == 1 ? label
                                        : (label == static_cast<double>(j) ? 1.0 : 0.0);
      const double y = static_cast<double>(a.y[at]), n = static_cast<double>(a.outputs);
      if (s < a.samples) sum += a.loss.custom->value(y, t) / n;
      if (a.dy) {
        const double slope =
            a.loss.custom->derivative(y, t) / n * weight * static_cast<double>(a.scale);
        a.dy[at] = s < a.samples ? static_cast<T>(slope) : T(0);
      }
    }
    if (s < a.samples) a.sums[(a.banks ? g % kLanes * kLanes : 0) + l] += sum * weight;
  }
}

template <class T>
void LossOf(const LossArgs<T>& a) {
  switch (a.loss.kind) {
    case LossKind::kMse:
      return Elementwise<T, Squared<T>>(a);
    case LossKind::kMae:
      return Elementwise<T, Absolute<T>>(a);
    case LossKind::kHuber:
      return Elementwise<T, HuberRule<T>>(a);
    case LossKind::kBinaryCrossentropy:
      return Elementwise<T, BinaryOfClipped<T>>(a);
    case LossKind::kCategoricalCrossentropy:
      return CategoricalOfClipped(a);
    case LossKind::kSigmoidCrossentropy:
      return SigmoidCrossentropy(a);
    case LossKind::kSoftmaxCrossentropy:
      return SoftmaxCrossentropy(a);
    case LossKind::kCustom:
      return CustomRule(a);
    case LossKind::kNone:
      return;
  }
}

void FillLoss(Kernels<float>* f, Kernels<double>* d) {
  f->loss = LossOf<float>;
  d->loss = LossOf<double>;
}
#else
void FillLoss(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillLoss);
void fill_loss(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillLoss)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
