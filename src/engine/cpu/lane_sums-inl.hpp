// Sums over the samples of a group, sample after sample. Included once per target.
#if defined(GRADUS_ENGINE_CPU_LANE_SUMS_INL_HPP_) == defined(HWY_TARGET_TOGGLE)
#ifdef GRADUS_ENGINE_CPU_LANE_SUMS_INL_HPP_
#undef GRADUS_ENGINE_CPU_LANE_SUMS_INL_HPP_
#else
#define GRADUS_ENGINE_CPU_LANE_SUMS_INL_HPP_
#endif

#include "engine/cpu/lane_transpose-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

#if HWY_MAX_BYTES >= 64
/// Four values, sixteen samples each: a register a value. Shuffled in blocks of 4 x 4, a register
/// holds the four values' samples s, s + 4, s + 8 and s + 12.
HWY_INLINE void FourLaneSums(const float* HWY_RESTRICT lanes, float* HWY_RESTRICT total) {
  const hn::FixedTag<float, 16> d;
  const hn::FixedTag<float, 8> half;
  const hn::FixedTag<float, 4> four;
  const auto [s0, s1, s2, s3] =
      Transpose4(d, hn::Load(d, lanes), hn::Load(d, lanes + kLanes),
                 hn::Load(d, lanes + 2 * kLanes), hn::Load(d, lanes + 3 * kLanes));
  auto sum = hn::LoadU(four, total);
  const auto add_half = [&](auto h0, auto h1, auto h2, auto h3) HWY_ATTR {
    sum = hn::Add(sum, hn::LowerHalf(four, h0));
    sum = hn::Add(sum, hn::LowerHalf(four, h1));
    sum = hn::Add(sum, hn::LowerHalf(four, h2));
    sum = hn::Add(sum, hn::LowerHalf(four, h3));
    sum = hn::Add(sum, hn::UpperHalf(four, h0));
    sum = hn::Add(sum, hn::UpperHalf(four, h1));
    sum = hn::Add(sum, hn::UpperHalf(four, h2));
    sum = hn::Add(sum, hn::UpperHalf(four, h3));
  };
  add_half(hn::LowerHalf(half, s0), hn::LowerHalf(half, s1), hn::LowerHalf(half, s2),
           hn::LowerHalf(half, s3));
  add_half(hn::UpperHalf(half, s0), hn::UpperHalf(half, s1), hn::UpperHalf(half, s2),
           hn::UpperHalf(half, s3));
  hn::StoreU(sum, four, total);
}
#endif

/// total[i] += lanes[i][0] + ... + lanes[i][samples - 1], one after the other; lanes is [n][16].
template <class T>
HWY_INLINE void LaneSums(const T* HWY_RESTRICT lanes, size_t n, size_t samples,
                         T* HWY_RESTRICT total) {
  const size_t whole = sizeof(T) == 4 ? n / 4 * 4 : 0;
  if constexpr (sizeof(T) == 4) {
#if HWY_MAX_BYTES >= 64
    for (size_t i = 0; samples == kLanes && i < whole; i += 4)
      FourLaneSums(lanes + i * kLanes, total + i);
#endif
    // Four values side by side: their lanes are transposed in blocks of 4 x 4.
    const hn::FixedTag<float, 4> d;
    const size_t done = HWY_MAX_BYTES >= 64 && samples == kLanes ? whole : 0;
    for (size_t i = done; i < whole; i += 4) {
      const T* at = lanes + i * kLanes;
      auto sum = hn::LoadU(d, total + i);
      for (size_t s = 0; s < samples; s += 4, at += 4) {
        const auto four = Transpose4(d, hn::LoadU(d, at), hn::LoadU(d, at + kLanes),
                                     hn::LoadU(d, at + 2 * kLanes), hn::LoadU(d, at + 3 * kLanes));
        sum = hn::Add(sum, four.r0);
        if (s + 1 < samples) sum = hn::Add(sum, four.r1);
        if (s + 2 < samples) sum = hn::Add(sum, four.r2);
        if (s + 3 < samples) sum = hn::Add(sum, four.r3);
      }
      hn::StoreU(sum, d, total + i);
    }
  }
  for (size_t i = whole; i < n; ++i) {
    T sum = total[i];
    for (size_t s = 0; s < samples; ++s) sum += lanes[i * kLanes + s];
    total[i] = sum;
  }
}

#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
