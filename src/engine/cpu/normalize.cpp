#include <algorithm>

#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/normalize.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

// Sixteen partial sums by a fixed tree.
template <class T>
T Tree(const T* lanes) {
  T sum[16];
  std::copy(lanes, lanes + 16, sum);
  for (size_t half = 8; half > 0; half /= 2) {
    for (size_t i = 0; i < half; ++i) sum[i] += sum[i + half];
  }
  return sum[0];
}

// Walks a channel: f(group, offset of its lane vector, whether a lane is present) for every group
// and position.
template <class T, size_t C, class F>
HWY_INLINE void Walk(size_t samples, size_t positions, size_t channels, size_t c0, size_t part,
                     F&& f) {
  const Tag<T> d;
  for (size_t first = 0; first < samples; first += kLanes) {
    const size_t here = std::min(samples - first, size_t{kLanes});
    const auto present = hn::FirstN(d, here > part ? here - part : 0);
    size_t at = first * positions * channels + c0 * kLanes + part;
    for (size_t i = 0; i < positions; ++i, at += channels * kLanes) f(at, present);
  }
}

// C channels together cover the latency of an addition.
template <class T, size_t C>
HWY_INLINE void MomentsOf(const MomentArgs<T>& a, size_t c0) {
  const Tag<T> d;
  const T count = static_cast<T>(a.samples * a.positions);
  HWY_ALIGN T lanes[C][kLanes];
  for (size_t part = 0; part < kLanes; part += kWidth<T>) {
    Vec<T> sum[C];
    for (size_t c = 0; c < C; ++c) sum[c] = hn::Zero(d);
    Walk<T, C>(a.samples, a.positions, a.channels, c0, part, [&](size_t at, auto present) {
      GRADUS_UNROLL for (size_t c = 0; c < C; ++c) {
        const Vec<T> v = hn::Load(d, a.x + at + c * kLanes);
        sum[c] = hn::Add(sum[c], hn::IfThenElseZero(present, v));
      }
    });
    for (size_t c = 0; c < C; ++c) hn::Store(sum[c], d, lanes[c] + part);
  }
  T mean[C];
  for (size_t c = 0; c < C; ++c) a.mean[c0 + c] = mean[c] = Tree(lanes[c]) / count;
  for (size_t part = 0; part < kLanes; part += kWidth<T>) {
    Vec<T> sum[C];
    for (size_t c = 0; c < C; ++c) sum[c] = hn::Zero(d);
    Walk<T, C>(a.samples, a.positions, a.channels, c0, part, [&](size_t at, auto present) {
      GRADUS_UNROLL for (size_t c = 0; c < C; ++c) {
        const Vec<T> v = hn::Load(d, a.x + at + c * kLanes);
        const Vec<T> off = hn::IfThenElseZero(present, hn::Sub(v, hn::Set(d, mean[c])));
        sum[c] = hn::MulAdd(off, off, sum[c]);
      }
    });
    for (size_t c = 0; c < C; ++c) hn::Store(sum[c], d, lanes[c] + part);
  }
  for (size_t c = 0; c < C; ++c) a.m2[c0 + c] = Tree(lanes[c]);
}

template <class T, size_t C>
HWY_INLINE void NormSumsOf(const NormSumArgs<T>& a, size_t c0) {
  const Tag<T> d;
  HWY_ALIGN T sums[C][kLanes], dots[C][kLanes];
  for (size_t part = 0; part < kLanes; part += kWidth<T>) {
    Vec<T> sum[C], dot[C];
    for (size_t c = 0; c < C; ++c) sum[c] = dot[c] = hn::Zero(d);
    Walk<T, C>(a.samples, a.positions, a.channels, c0, part, [&](size_t at, auto present) {
      GRADUS_UNROLL for (size_t c = 0; c < C; ++c) {
        const Vec<T> dy = hn::IfThenElseZero(present, hn::Load(d, a.dy + at + c * kLanes));
        const Vec<T> x = hn::Load(d, a.x + at + c * kLanes);
        const Vec<T> off = hn::IfThenElseZero(
            present,
            hn::Mul(hn::Sub(x, hn::Set(d, a.mean[c0 + c])), hn::Set(d, a.inverse[c0 + c])));
        sum[c] = hn::Add(sum[c], dy);
        dot[c] = hn::MulAdd(dy, off, dot[c]);
      }
    });
    for (size_t c = 0; c < C; ++c) {
      hn::Store(sum[c], d, sums[c] + part);
      hn::Store(dot[c], d, dots[c] + part);
    }
  }
  for (size_t c = 0; c < C; ++c) {
    a.sum[c0 + c] = Tree(sums[c]);
    a.dot[c0 + c] = Tree(dots[c]);
  }
}

template <class T>
void Moments(const MomentArgs<T>& a) {
  size_t c = 0;
  for (; a.channels - c >= 4; c += 4) MomentsOf<T, 4>(a, c);
  for (; c < a.channels; ++c) MomentsOf<T, 1>(a, c);
}

template <class T>
void NormSums(const NormSumArgs<T>& a) {
  size_t c = 0;
  for (; a.channels - c >= 4; c += 4) NormSumsOf<T, 4>(a, c);
  for (; c < a.channels; ++c) NormSumsOf<T, 1>(a, c);
}

template <class T>
void ChannelMap(const ChannelMapArgs<T>& a) {
  const Tag<T> d;
  size_t at = 0;
  for (size_t i = 0; i < a.groups * a.positions; ++i) {
    for (size_t c = 0; c < a.channels; ++c) {
      const Vec<T> scale = hn::Set(d, a.b[c]), shift = hn::Set(d, a.d[c]);
      const Vec<T> slope = a.dy ? hn::Set(d, a.a[c]) : hn::Zero(d);
      for (size_t part = 0; part < kLanes; part += kWidth<T>, at += kWidth<T>) {
        Vec<T> v = hn::MulAdd(hn::Load(d, a.x + at), scale, shift);
        if (a.dy) v = hn::MulAdd(hn::Load(d, a.dy + at), slope, v);
        hn::Store(v, d, a.y + at);
      }
    }
  }
}

void FillNormalize(Kernels<float>* f, Kernels<double>* d) {
  f->moments = Moments<float>;
  d->moments = Moments<double>;
  f->norm_sums = NormSums<float>;
  d->norm_sums = NormSums<double>;
  f->channel_map = ChannelMap<float>;
  d->channel_map = ChannelMap<double>;
}
#else
void FillNormalize(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillNormalize);
void fill_normalize(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillNormalize)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
