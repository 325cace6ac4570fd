// Philox4x32-10 (gradus/base/random.hpp) for many rows at once. Included once per target.
#if defined(GRADUS_ENGINE_CPU_LANE_PHILOX_INL_HPP_) == defined(HWY_TARGET_TOGGLE)
#ifdef GRADUS_ENGINE_CPU_LANE_PHILOX_INL_HPP_
#undef GRADUS_ENGINE_CPU_LANE_PHILOX_INL_HPP_
#else
#define GRADUS_ENGINE_CPU_LANE_PHILOX_INL_HPP_
#endif

#include <hwy/highway.h>

#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Half of the rows of a vector, one in the lower 32 bits of each 64; the upper 32 are arbitrary.
/// The product of the lower halves is one instruction then, and its upper word needs one shift.
template <class D64, class V = hn::Vec<D64>>
HWY_INLINE void PhiloxRounds(D64 d64, V& c0, V& c1, V& c2, V& c3, uint64_t seed) {
  const hn::Repartition<uint32_t, D64> d32;
  const auto m0 = hn::Set(d32, 0xD2511F53u), m1 = hn::Set(d32, 0xCD9E8D57u);
  uint32_t k0 = static_cast<uint32_t>(seed), k1 = static_cast<uint32_t>(seed >> 32);
  for (int round = 0; round < 10; ++round) {
    const V p0 = hn::MulEven(hn::BitCast(d32, c0), m0), p1 = hn::MulEven(hn::BitCast(d32, c2), m1);
    c0 = hn::Xor(hn::Xor(hn::ShiftRight<32>(p1), c1), hn::Set(d64, uint64_t{k0}));
    c1 = p1;
    c2 = hn::Xor(hn::Xor(hn::ShiftRight<32>(p0), c3), hn::Set(d64, uint64_t{k1}));
    c3 = p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
}

/// The four words of philox4x32({unit_block, row, step, purpose_layer}, seed) for the rows row0,
/// row0 + 1, ... of a vector.
template <class D32, class V = hn::Vec<D32>>
HWY_INLINE void PhiloxVectors(D32 d32, uint32_t unit_block, uint32_t row0, uint32_t step,
                              uint32_t purpose_layer, uint64_t seed, V& w0, V& w1, V& w2, V& w3) {
  const hn::Repartition<uint64_t, D32> d64;
  using V64 = hn::Vec<decltype(d64)>;
  const V rows = hn::Iota(d32, row0);
  V64 even[4], odd[4];
  for (V64* c : {even, odd}) {
    c[0] = hn::Set(d64, uint64_t{unit_block});
    c[2] = hn::Set(d64, uint64_t{step});
    c[3] = hn::Set(d64, uint64_t{purpose_layer});
  }
  even[1] = hn::BitCast(d64, rows);
  odd[1] = hn::ShiftRight<32>(even[1]);
  PhiloxRounds(d64, even[0], even[1], even[2], even[3], seed);
  PhiloxRounds(d64, odd[0], odd[1], odd[2], odd[3], seed);
  V* words[4] = {&w0, &w1, &w2, &w3};
  for (int i = 0; i < 4; ++i) {
    const V upper = hn::BitCast(d32, hn::ShiftLeft<32>(odd[i]));
    *words[i] = hn::OddEven(upper, hn::BitCast(d32, even[i]));
  }
}

/// The same for the sixteen rows of a lane group: out[word][row - row0].
HWY_INLINE void PhiloxLanes(uint32_t unit_block, uint32_t row0, uint32_t step,
                            uint32_t purpose_layer, uint64_t seed, uint32_t (&out)[4][16]) {
  const hn::CappedTag<uint32_t, 16> d;
  using V = hn::Vec<decltype(d)>;
  for (size_t i = 0; i < 16; i += hn::Lanes(d)) {
    V w0, w1, w2, w3;
    PhiloxVectors(d, unit_block, row0 + static_cast<uint32_t>(i), step, purpose_layer, seed, w0, w1,
                  w2, w3);
    hn::StoreU(w0, d, out[0] + i);
    hn::StoreU(w1, d, out[1] + i);
    hn::StoreU(w2, d, out[2] + i);
    hn::StoreU(w3, d, out[3] + i);
  }
}

}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
