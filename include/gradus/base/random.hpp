#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace gradus {

/// What a random number is for. Each purpose has its own stream, so that a change of one never
/// moves another.
enum class Purpose : uint32_t {
  kInitialize = 1,
  kDrawData = 2,
  kSplit = 3,
  kShuffle = 4,
  kDropout = 5,
  kNoise = 6,
  kAugment = 7,
  kSearch = 8,
  kBootstrap = 9,
  kCheck = 10,
};

/// Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3"
/// (SC 2011): 128 random bits from a counter and a key, with no state between calls.
[[nodiscard]] std::array<uint32_t, 4> philox4x32(std::array<uint32_t, 4> counter,
                                                 std::array<uint32_t, 2> key);

/// A stream of random numbers. The seed is Philox's key; its counter is (block, index, step,
/// purpose), so a stream is fixed by these four alone, whatever else was drawn before.
class Random {
 public:
  /// `index` tells streams of one purpose apart (a layer's number, say: below 2^16), `step` times.
  Random(uint64_t seed, Purpose purpose, uint32_t index = 0, uint32_t step = 0);

  /// 32 random bits.
  [[nodiscard]] uint32_t bits();
  /// Uniform in [0, 1), a multiple of 2^-53.
  [[nodiscard]] double uniform();
  /// Uniform in [low, high).
  [[nodiscard]] double uniform(double low, double high);
  /// Standard normal, by Box and Muller's transform on our own log, sin and cos.
  [[nodiscard]] double normal();
  /// Uniform among 0 .. n-1, n >= 1, without bias (Lemire's method).
  [[nodiscard]] uint64_t below(uint64_t n);
  /// Puts values into a uniformly random order (Fisher and Yates).
  void shuffle(std::span<uint32_t> values);
  /// A uniform permutation of 0 .. n-1: 0 .. n-1, shuffled.
  [[nodiscard]] std::vector<uint32_t> permutation(uint32_t n);

 private:
  static constexpr size_t kBlocks = 8;  // made at a time: one alone waits for its multiplications
  void refill();

  std::array<uint32_t, 2> key_;
  std::array<uint32_t, 4> counter_;
  std::array<uint32_t, 4 * kBlocks> words_{};
  size_t used_ = 4 * kBlocks;
  bool has_spare_ = false;
  double spare_ = 0;
};

}  // namespace gradus
