#include "engine/cpu/peak.hpp"

#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/peak.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA
// Twelve chains cover the FMA's latency (4 cycles) at up to three a cycle.
double SpinFma(int64_t rounds) {
  const Tag<float> d;
  constexpr size_t kChains = 12;
  Vec<float> sum[kChains];
  GRADUS_UNROLL for (size_t c = 0; c < kChains; ++c) {
    sum[c] = hn::Set(d, static_cast<float>(c));
  }
  const Vec<float> a = hn::Set(d, 0.999F), b = hn::Set(d, 0.001F);
  for (int64_t r = 0; r < rounds; ++r) {
    GRADUS_UNROLL for (size_t c = 0; c < kChains; ++c) {
      sum[c] = hn::MulAdd(sum[c], a, b);
    }
  }
  float total = 0;
  for (size_t c = 0; c < kChains; ++c) total += hn::GetLane(hn::SumOfLanes(d, sum[c]));
  // A result that depends on the sums, so that they are computed.
  return static_cast<double>(rounds) * kChains * static_cast<double>(kWidth<float>) * 2 +
         (total == 12345.0F ? 1 : 0);
}
#else
double SpinFma(int64_t) {
  return 0;
}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(SpinFma);
double spin_fma(int64_t rounds) {
  return HWY_DYNAMIC_DISPATCH(SpinFma)(rounds);
}
}  // namespace gradus::engine::cpu
#endif
