#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/lane_philox_test.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lane_philox-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {

void Lanes(uint32_t unit_block, uint32_t row0, uint32_t step, uint32_t purpose_layer, uint64_t seed,
           uint32_t (&out)[4][16]) {
  PhiloxLanes(unit_block, row0, step, purpose_layer, seed, out);
}

}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <gtest/gtest.h>

#include <random>

#include "gradus/base/random.hpp"

namespace gradus::engine::cpu {
namespace {

HWY_EXPORT(Lanes);

void check(uint32_t unit_block, uint32_t row0, uint32_t step, uint32_t purpose_layer,
           uint64_t seed) {
  uint32_t out[4][16];
  HWY_DYNAMIC_DISPATCH(Lanes)(unit_block, row0, step, purpose_layer, seed, out);
  for (uint32_t row = 0; row < 16; ++row) {
    const std::array<uint32_t, 4> want =
        philox4x32({unit_block, row0 + row, step, purpose_layer},
                   {static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)});
    for (size_t word = 0; word < 4; ++word)
      ASSERT_EQ(out[word][row], want[word]) << "word " << word << ", row " << row;
  }
}

TEST(LanePhilox, EqualsPhiloxOnEveryTarget) {
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    SCOPED_TRACE(hwy::TargetName(target));
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    check(0, 0, 0, 0, 0);
    check(~0u, ~0u, ~0u, ~0u, ~uint64_t{0});
    check(3, 0xfffffff8, 5, 5u << 16 | 7, 0x0123456789abcdef);  // the rows wrap
    std::mt19937_64 bits(1);
    const auto word = [&] { return static_cast<uint32_t>(bits()); };
    for (int i = 0; i < 1000; ++i) check(word(), word(), word(), word(), bits());
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace
}  // namespace gradus::engine::cpu
#endif
