// Philox4x32-10 (gradus/base/random.hpp) for many rows at once. Included once per target.
#if defined(GRADUS_ENGINE_CPU_LANE_PHILOX_INL_HPP_) == defined(HWY_TARGET_TOGGLE)
#ifdef GRADUS_ENGINE_CPU_LANE_PHILOX_INL_HPP_
#undef GRADUS_ENGINE_CPU_LANE_PHILOX_INL_HPP_
#else
#define GRADUS_ENGINE_CPU_LANE_PHILOX_INL_HPP_
#endif

#include <hwy/highway.h>

#include <cstdint>

#include "gradus/base/random.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

// Highway's last resort has no vectors to split.
HWY_INLINE void PhiloxLanes(uint32_t unit_block, uint32_t row0, uint32_t step,
                            uint32_t purpose_layer, uint64_t seed, uint32_t (&out)[4][16]) {
  for (uint32_t row = 0; row < 16; ++row) {
    const auto words = philox4x32({unit_block, row0 + row, step, purpose_layer},
                                  {static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)});
    for (size_t word = 0; word < 4; ++word) out[word][row] = words[word];
  }
}

HWY_INLINE void PhiloxNetworks(uint32_t unit_block, uint32_t row, const uint32_t* steps,
                               uint32_t purpose_layer, const uint64_t* seeds,
                               uint32_t (&out)[4][16]) {
  for (size_t lane = 0; lane < 16; ++lane) {
    const auto words =
        philox4x32({unit_block, row, steps[lane], purpose_layer},
                   {static_cast<uint32_t>(seeds[lane]), static_cast<uint32_t>(seeds[lane] >> 32)});
    for (size_t word = 0; word < 4; ++word) out[word][lane] = words[word];
  }
}

#else

/// Ten rounds of kChains counters at once, since one alone would wait for its own products. A
/// vector has half of the rows of 32 bits, one in the lower half of each 64 bits; the upper halves
/// are arbitrary. The product of the lower halves is one instruction then, its upper word one
/// shift. Chain i has the key i mod kKeys.
template <size_t kChains, size_t kKeys, class D64, class V = hn::Vec<D64>>
HWY_INLINE void PhiloxRounds(D64 d64, V (&c)[kChains][4], V (&k0)[kKeys], V (&k1)[kKeys]) {
  const hn::Repartition<uint32_t, D64> d32;
  const auto m0 = hn::Set(d32, 0xD2511F53u), m1 = hn::Set(d32, 0xCD9E8D57u);
  const V weyl0 = hn::Set(d64, uint64_t{0x9E3779B9}), weyl1 = hn::Set(d64, uint64_t{0xBB67AE85});
  for (int round = 0; round < 10; ++round) {
    for (size_t i = 0; i < kChains; ++i) {
      const V p0 = hn::MulEven(hn::BitCast(d32, c[i][0]), m0);
      const V p1 = hn::MulEven(hn::BitCast(d32, c[i][2]), m1);
      c[i][0] = hn::Xor(hn::ShiftRight<32>(p1), hn::Xor(c[i][1], k0[i % kKeys]));
      c[i][1] = p1;
      c[i][2] = hn::Xor(hn::ShiftRight<32>(p0), hn::Xor(c[i][3], k1[i % kKeys]));
      c[i][3] = p0;
    }
    for (size_t k = 0; k < kKeys; ++k) {
      k0[k] = hn::Add(k0[k], weyl0);
      k1[k] = hn::Add(k1[k], weyl1);
    }
  }
}

/// The four words of philox4x32({unit_block, row, step, purpose_layer}, seed) for kVectors vectors
/// of rows row0, row0 + 1, ...: words[vector][word].
template <size_t kVectors, class D32, class V = hn::Vec<D32>>
HWY_INLINE void PhiloxVectors(D32 d32, uint32_t unit_block, uint32_t row0, uint32_t step,
                              uint32_t purpose_layer, uint64_t seed, V (&words)[kVectors][4]) {
  const hn::Repartition<uint64_t, D32> d64;
  hn::Vec<decltype(d64)> c[2 * kVectors][4];  // even rows, odd rows
  for (size_t i = 0; i < kVectors; ++i) {
    const uint32_t first = row0 + static_cast<uint32_t>(i * hn::Lanes(d32));
    c[2 * i][1] = hn::BitCast(d64, hn::Iota(d32, first));
    c[2 * i + 1][1] = hn::ShiftRight<32>(c[2 * i][1]);
  }
  for (auto& chain : c) {
    chain[0] = hn::Set(d64, uint64_t{unit_block});
    chain[2] = hn::Set(d64, uint64_t{step});
    chain[3] = hn::Set(d64, uint64_t{purpose_layer});
  }
  hn::Vec<decltype(d64)> k0[1] = {hn::Set(d64, seed)}, k1[1] = {hn::Set(d64, seed >> 32)};
  PhiloxRounds(d64, c, k0, k1);
  for (size_t i = 0; i < kVectors; ++i) {
    for (size_t word = 0; word < 4; ++word) {
      const V upper = hn::BitCast(d32, hn::ShiftLeft<32>(c[2 * i + 1][word]));
      words[i][word] = hn::OddEven(upper, hn::BitCast(d32, c[2 * i][word]));
    }
  }
}

/// The same for the sixteen rows of a lane group: out[word][row - row0].
HWY_INLINE void PhiloxLanes(uint32_t unit_block, uint32_t row0, uint32_t step,
                            uint32_t purpose_layer, uint64_t seed, uint32_t (&out)[4][16]) {
  const hn::CappedTag<uint32_t, 16> d;
  constexpr size_t kLanes32 = hn::MaxLanes(hn::CappedTag<uint32_t, 16>());
  // Two vectors, four chains, as far as the registers reach.
  constexpr size_t kVectors = kLanes32 < 16 ? 2 : 1;
  for (size_t i = 0; i < 16; i += kVectors * kLanes32) {
    hn::Vec<decltype(d)> words[kVectors][4];
    PhiloxVectors(d, unit_block, row0 + static_cast<uint32_t>(i), step, purpose_layer, seed, words);
    for (size_t v = 0; v < kVectors; ++v)
      for (size_t word = 0; word < 4; ++word)
        hn::StoreU(words[v][word], d, out[word] + i + v * kLanes32);
  }
}

/// The four words of philox4x32({unit_block, row, steps[lane], purpose_layer}, seeds[lane]) for
/// sixteen networks: out[word][lane].
HWY_INLINE void PhiloxNetworks(uint32_t unit_block, uint32_t row, const uint32_t* steps,
                               uint32_t purpose_layer, const uint64_t* seeds,
                               uint32_t (&out)[4][16]) {
  const hn::CappedTag<uint64_t, 8> d64;
  using V = hn::Vec<decltype(d64)>;
  constexpr size_t kLanes64 = hn::MaxLanes(hn::CappedTag<uint64_t, 8>());
  constexpr size_t kChains = 16 / kLanes64;
  alignas(64) uint64_t wide[16];
  for (size_t lane = 0; lane < 16; ++lane) wide[lane] = steps[lane];
  V c[kChains][4], k0[kChains], k1[kChains];
  for (size_t i = 0; i < kChains; ++i) {
    c[i][0] = hn::Set(d64, uint64_t{unit_block});
    c[i][1] = hn::Set(d64, uint64_t{row});
    c[i][2] = hn::Load(d64, wide + i * kLanes64);
    c[i][3] = hn::Set(d64, uint64_t{purpose_layer});
    k0[i] = hn::LoadU(d64, seeds + i * kLanes64);
    k1[i] = hn::ShiftRight<32>(k0[i]);
  }
  PhiloxRounds(d64, c, k0, k1);
  for (size_t word = 0; word < 4; ++word) {
    for (size_t i = 0; i < kChains; ++i) hn::Store(c[i][word], d64, wide + i * kLanes64);
    for (size_t lane = 0; lane < 16; ++lane) out[word][lane] = static_cast<uint32_t>(wide[lane]);
  }
}

#endif

}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
