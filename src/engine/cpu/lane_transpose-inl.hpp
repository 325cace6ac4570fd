// Transposes of blocks of 4 x 4 floats. Included once per target.
#if defined(GRADUS_ENGINE_CPU_LANE_TRANSPOSE_INL_HPP_) == defined(HWY_TARGET_TOGGLE)
#ifdef GRADUS_ENGINE_CPU_LANE_TRANSPOSE_INL_HPP_
#undef GRADUS_ENGINE_CPU_LANE_TRANSPOSE_INL_HPP_
#else
#define GRADUS_ENGINE_CPU_LANE_TRANSPOSE_INL_HPP_
#endif

#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

/// Four registers.
template <class V>
struct FourRows {
  V r0, r1, r2, r3;
};

/// In every 128-bit block by itself: rows become columns.
template <class D, class V>
HWY_INLINE FourRows<V> Transpose4(D d, V r0, V r1, V r2, V r3) {
  const hn::RepartitionToWide<D> dd;
  const auto a = hn::BitCast(dd, hn::InterleaveLower(d, r0, r1));
  const auto b = hn::BitCast(dd, hn::InterleaveLower(d, r2, r3));
  const auto c = hn::BitCast(dd, hn::InterleaveUpper(d, r0, r1));
  const auto e = hn::BitCast(dd, hn::InterleaveUpper(d, r2, r3));
  return {
      hn::BitCast(d, hn::InterleaveLower(dd, a, b)), hn::BitCast(d, hn::InterleaveUpper(dd, a, b)),
      hn::BitCast(d, hn::InterleaveLower(dd, c, e)), hn::BitCast(d, hn::InterleaveUpper(dd, c, e))};
}

#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
