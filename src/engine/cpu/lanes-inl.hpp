// The lane vector of a target: sixteen values in as many registers as it takes. Included once per
// target.
#if defined(GRADUS_ENGINE_CPU_LANES_INL_HPP_) == defined(HWY_TARGET_TOGGLE)
#ifdef GRADUS_ENGINE_CPU_LANES_INL_HPP_
#undef GRADUS_ENGINE_CPU_LANES_INL_HPP_
#else
#define GRADUS_ENGINE_CPU_LANES_INL_HPP_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class T>
using Tag = hn::ScalableTag<T>;
template <class T>
using Vec = hn::Vec<Tag<T>>;

/// Values in a register.
template <class T>
inline constexpr size_t kWidth = HWY_MAX_BYTES / sizeof(T);
/// Registers in a lane vector.
template <class T>
inline constexpr size_t kParts = 16 / kWidth<T>;
/// Registers of the machine.
inline constexpr size_t kRegisters = (HWY_TARGET == HWY_AVX3 || HWY_ARCH_ARM_A64) ? 32 : 16;

/// Outputs of the next strip of a convolution where so many are left: 8, or 6 where those leave no
/// rest, and narrower ones for what is over.
HWY_INLINE size_t StripOf(size_t left) {
  if (left >= 8 && (left % 6 != 0 || left % 8 == 0)) return 8;
  return left >= 6 ? 6 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
}

}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if defined(__clang__)
#define GRADUS_UNROLL _Pragma("clang loop unroll(full)")
#else
#define GRADUS_UNROLL _Pragma("GCC unroll 32")
#endif

#endif
