#include <algorithm>

#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"
#include "gradus/base/random.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/noise.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lane_math-inl.hpp"
#include "engine/cpu/lane_philox-inl.hpp"
#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

constexpr uint32_t Stream(Purpose purpose, uint32_t layer) {
  return static_cast<uint32_t>(purpose) << 16 | (layer & 0xffff);
}

uint32_t DropLimit(double rate) {
  return static_cast<uint32_t>(rate * 65536 + 0.5);
}
template <class T>
T KeptScale(uint32_t limit) {
  return static_cast<T>(1 / (1 - static_cast<double>(limit) / 65536));
}

// Philox's block b of a row gives 8 units 16 bits each: unit 8 b + 2 word + half. A unit is dropped
// where its bits are below rate x 65536, at all of its positions. `draw(b, g, bits)` fills the
// block of group g; limits and scales go lane by lane.
template <class T, class Draw>
HWY_INLINE void DropUnits(const T* x, T* y, size_t groups, size_t positions, size_t features,
                          const uint32_t* limits, const T* scales, const Draw& draw) {
  const Tag<T> d;
  alignas(64) uint32_t bits[4][16];
  alignas(64) T keep[16];
  for (size_t g = 0; g < groups; ++g) {
    for (size_t f0 = 0; f0 < features; f0 += 8) {
      draw(static_cast<uint32_t>(f0 / 8), g, bits);
      for (size_t f = f0; f < features && f < f0 + 8; ++f) {
        const uint32_t* word = bits[(f - f0) / 2];
        const uint32_t shift = (f - f0) % 2 * 16;
        for (size_t s = 0; s < 16; ++s)
          keep[s] = (word[s] >> shift & 0xffff) < limits[s] ? T(0) : T(1);
        for (size_t p = 0; p < kLanes; p += kWidth<T>) {
          const auto kept = hn::Gt(hn::Load(d, keep + p), hn::Zero(d));
          const Vec<T> scale = hn::Load(d, scales + p);
          size_t at = (g * positions * features + f) * kLanes + p;
          for (size_t i = 0; i < positions; ++i, at += features * kLanes)
            hn::Store(hn::IfThenElseZero(kept, hn::Mul(hn::Load(d, x + at), scale)), d, y + at);
        }
      }
    }
  }
}

template <class T>
void Dropout(const T* x, T* y, size_t groups, size_t positions, size_t features, uint32_t first_row,
             uint32_t step, uint32_t layer, uint64_t seed, double rate) {
  alignas(64) uint32_t limits[16];
  alignas(64) T scales[16];
  std::fill(limits, limits + 16, DropLimit(rate));
  std::fill(scales, scales + 16, KeptScale<T>(limits[0]));
  DropUnits(x, y, groups, positions, features, limits, scales,
            [&](uint32_t block, size_t g, uint32_t(&bits)[4][16]) {
              PhiloxLanes(block, first_row + static_cast<uint32_t>(g * kLanes), step,
                          Stream(Purpose::kDropout, layer), seed, bits);
            });
}

template <class T>
void PackDropout(const T* x, T* y, const PackNoiseArgs& a) {
  alignas(64) uint32_t limits[16];
  alignas(64) T scales[16];
  for (size_t s = 0; s < 16; ++s) {
    limits[s] = DropLimit(a.strength[s]);
    scales[s] = KeptScale<T>(limits[s]);
  }
  DropUnits(x, y, a.samples, a.positions, a.features, limits, scales,
            [&](uint32_t block, size_t g, uint32_t(&bits)[4][16]) {
              PhiloxNetworks(block, a.first_row + static_cast<uint32_t>(g), a.steps,
                             Stream(Purpose::kDropout, a.layer), a.seeds, bits);
            });
}

// Two units a block: words 0 and 1 make the radius and angle of one pair of normals (Box and
// Muller).
template <class T, class Draw>
HWY_INLINE void AddNormals(const T* x, T* y, size_t groups, size_t features, const T* sigmas,
                           const Draw& draw) {
  const Tag<T> d;
  alignas(64) uint32_t bits[4][16];
  alignas(64) T u[16], v[16];
  for (size_t g = 0; g < groups; ++g) {
    for (size_t f = 0; f < features; f += 2) {
      draw(static_cast<uint32_t>(f / 2), g, bits);
      for (size_t s = 0; s < 16; ++s) {
        // 24 bits each, exact in float; the first in (0, 1], so that its logarithm is finite.
        u[s] = static_cast<T>((bits[0][s] >> 8) + 1) * static_cast<T>(0x1p-24);
        v[s] = static_cast<T>(bits[1][s] >> 8) * static_cast<T>(0x1p-24);
      }
      for (size_t p = 0; p < kLanes; p += kWidth<T>) {
        const Vec<T> radius = hn::Sqrt(hn::Mul(hn::Set(d, T(-2)), Log(d, hn::Load(d, u + p))));
        const Vec<T> angle =
            hn::Mul(hn::Load(d, v + p), hn::Set(d, static_cast<T>(6.283185307179586)));
        Vec<T> sine, cosine;
        SinCos(d, angle, sine, cosine);
        const Vec<T> scaled = hn::Mul(radius, hn::Load(d, sigmas + p));
        const size_t at = (g * features + f) * kLanes + p;
        hn::Store(hn::MulAdd(scaled, cosine, hn::Load(d, x + at)), d, y + at);
        if (f + 1 < features) {
          hn::Store(hn::MulAdd(scaled, sine, hn::Load(d, x + at + kLanes)), d, y + at + kLanes);
        }
      }
    }
  }
}

template <class T>
void Noise(const T* x, T* y, size_t groups, size_t features, uint32_t first_row, uint32_t step,
           uint32_t layer, uint64_t seed, double stddev) {
  alignas(64) T sigmas[16];
  std::fill(sigmas, sigmas + 16, static_cast<T>(stddev));
  AddNormals(x, y, groups, features, sigmas, [&](uint32_t block, size_t g, uint32_t(&bits)[4][16]) {
    PhiloxLanes(block, first_row + static_cast<uint32_t>(g * kLanes), step,
                Stream(Purpose::kNoise, layer), seed, bits);
  });
}

template <class T>
void PackNoise(const T* x, T* y, const PackNoiseArgs& a) {
  alignas(64) T sigmas[16];
  for (size_t s = 0; s < 16; ++s) sigmas[s] = static_cast<T>(a.strength[s]);
  AddNormals(x, y, a.samples, a.positions * a.features, sigmas,
             [&](uint32_t block, size_t g, uint32_t(&bits)[4][16]) {
               PhiloxNetworks(block, a.first_row + static_cast<uint32_t>(g), a.steps,
                              Stream(Purpose::kNoise, a.layer), a.seeds, bits);
             });
}

template <class T>
void Fill(Kernels<T>* k) {
  k->dropout = Dropout<T>;
  k->noise = Noise<T>;
  k->pack_dropout = PackDropout<T>;
  k->pack_noise = PackNoise<T>;
}

void FillNoise(Kernels<float>* f, Kernels<double>* d) {
  Fill(f);
  Fill(d);
}
#else
void FillNoise(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillNoise);
void fill_noise(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillNoise)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
