// Sums over the samples of a group, sample after sample. Included once per target.
#if defined(GRADUS_ENGINE_CPU_LANE_SUMS_INL_HPP_) == defined(HWY_TARGET_TOGGLE)
#ifdef GRADUS_ENGINE_CPU_LANE_SUMS_INL_HPP_
#undef GRADUS_ENGINE_CPU_LANE_SUMS_INL_HPP_
#else
#define GRADUS_ENGINE_CPU_LANE_SUMS_INL_HPP_
#endif

#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

/// total[i] += lanes[i][0] + ... + lanes[i][samples - 1], one after the other; lanes is [n][16].
template <class T>
HWY_INLINE void LaneSums(const T* HWY_RESTRICT lanes, size_t n, size_t samples,
                         T* HWY_RESTRICT total) {
  const size_t whole = sizeof(T) == 4 ? n / 4 * 4 : 0;
  if constexpr (sizeof(T) == 4) {
    // Four values side by side: their lanes are transposed in blocks of 4 x 4.
    const hn::FixedTag<float, 4> d;
    const hn::RepartitionToWide<decltype(d)> dd;
    for (size_t i = 0; i < whole; i += 4) {
      const T* at = lanes + i * kLanes;
      auto sum = hn::LoadU(d, total + i);
      for (size_t s = 0; s < samples; s += 4, at += 4) {
        const auto r0 = hn::LoadU(d, at), r1 = hn::LoadU(d, at + kLanes);
        const auto r2 = hn::LoadU(d, at + 2 * kLanes), r3 = hn::LoadU(d, at + 3 * kLanes);
        const auto a = hn::BitCast(dd, hn::InterleaveLower(d, r0, r1));
        const auto b = hn::BitCast(dd, hn::InterleaveLower(d, r2, r3));
        const auto c = hn::BitCast(dd, hn::InterleaveUpper(d, r0, r1));
        const auto e = hn::BitCast(dd, hn::InterleaveUpper(d, r2, r3));
        sum = hn::Add(sum, hn::BitCast(d, hn::InterleaveLower(dd, a, b)));
        if (s + 1 < samples) sum = hn::Add(sum, hn::BitCast(d, hn::InterleaveUpper(dd, a, b)));
        if (s + 2 < samples) sum = hn::Add(sum, hn::BitCast(d, hn::InterleaveLower(dd, c, e)));
        if (s + 3 < samples) sum = hn::Add(sum, hn::BitCast(d, hn::InterleaveUpper(dd, c, e)));
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
