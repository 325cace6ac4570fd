// The lesser and the greater of two, NaN included. Included once per target.
#if defined(GRADUS_ENGINE_CPU_LANE_ORDER_INL_HPP_) == defined(HWY_TARGET_TOGGLE)
#ifdef GRADUS_ENGINE_CPU_LANE_ORDER_INL_HPP_
#undef GRADUS_ENGINE_CPU_LANE_ORDER_INL_HPP_
#else
#define GRADUS_ENGINE_CPU_LANE_ORDER_INL_HPP_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// a < b ? a : b, which is b where one of them is NaN. x86's instruction does just that; ARM's
/// would return the number and hide the NaN.
template <class V>
HWY_INLINE V Least(V a, V b) {
  if constexpr (HWY_ARCH_X86 != 0) {
    return hn::Min(a, b);
  } else {
    return hn::IfThenElse(hn::Lt(a, b), a, b);
  }
}

/// a > b ? a : b, which is b where one of them is NaN.
template <class V>
HWY_INLINE V Most(V a, V b) {
  if constexpr (HWY_ARCH_X86 != 0) {
    return hn::Max(a, b);
  } else {
    return hn::IfThenElse(hn::Gt(a, b), a, b);
  }
}

}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
