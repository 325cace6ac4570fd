#include "gradus/base/random.hpp"

#include <cassert>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "gradus/base/math.hpp"

namespace gradus {
namespace {

// The multipliers and Weyl increments of the paper, table 2 and section 3.3.
constexpr uint32_t kMultiply0 = 0xD2511F53, kMultiply1 = 0xCD9E8D57;
constexpr uint32_t kWeyl0 = 0x9E3779B9, kWeyl1 = 0xBB67AE85;
constexpr int kRounds = 10;

// Lemire's method on words of 32 bits, as `bits` gives them.
template <class Bits>
uint32_t below_word(uint32_t range, Bits&& bits) {
  uint64_t product = uint64_t{bits()} * range;
  if (static_cast<uint32_t>(product) < range) [[unlikely]] {
    // 2^32 mod n products are too many for an even share; they are drawn again.
    const uint32_t excess = (0u - range) % range;
    while (static_cast<uint32_t>(product) < excess) product = uint64_t{bits()} * range;
  }
  return static_cast<uint32_t>(product >> 32);
}

}  // namespace

std::array<uint32_t, 4> philox4x32(std::array<uint32_t, 4> counter, std::array<uint32_t, 2> key) {
  auto [c0, c1, c2, c3] = counter;
  auto [k0, k1] = key;
  for (int round = 0; round < kRounds; ++round) {
    const uint64_t p0 = uint64_t{kMultiply0} * c0, p1 = uint64_t{kMultiply1} * c2;
    c0 = static_cast<uint32_t>(p1 >> 32) ^ c1 ^ k0;
    c1 = static_cast<uint32_t>(p1);
    c2 = static_cast<uint32_t>(p0 >> 32) ^ c3 ^ k1;
    c3 = static_cast<uint32_t>(p0);
    k0 += kWeyl0;
    k1 += kWeyl1;
  }
  return {c0, c1, c2, c3};
}

Random::Random(uint64_t seed, Purpose purpose, uint32_t index, uint32_t step)
    : key_{static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)},
      counter_{0, index, step, static_cast<uint32_t>(purpose) << 16} {}

// Equal to philox4x32 of kBlocks counters in a row, round by round for all of them. A word lies in
// 64 bits, where the machine's vectors multiply: in 32 they would be spread for every product.
void Random::refill() {
  uint64_t c0[kBlocks], c1[kBlocks], c2[kBlocks], c3[kBlocks];
  for (size_t b = 0; b < kBlocks; ++b) {
    c0[b] = counter_[0] + static_cast<uint32_t>(b);
    c1[b] = counter_[1];
    c2[b] = counter_[2];
    c3[b] = counter_[3];
  }
  counter_[0] += kBlocks;
  constexpr uint64_t kWord = 0xFFFFFFFF;
  auto [k0, k1] = key_;
  for (int round = 0; round < kRounds; ++round) {
    for (size_t b = 0; b < kBlocks; ++b) {
      const uint64_t p0 = kMultiply0 * (c0[b] & kWord), p1 = kMultiply1 * (c2[b] & kWord);
      c0[b] = p1 >> 32 ^ c1[b] ^ k0;
      c1[b] = p1 & kWord;
      c2[b] = p0 >> 32 ^ c3[b] ^ k1;
      c3[b] = p0 & kWord;
    }
    k0 += kWeyl0;
    k1 += kWeyl1;
  }
  for (size_t b = 0; b < kBlocks; ++b) {
    words_[4 * b] = static_cast<uint32_t>(c0[b]);
    words_[4 * b + 1] = static_cast<uint32_t>(c1[b]);
    words_[4 * b + 2] = static_cast<uint32_t>(c2[b]);
    words_[4 * b + 3] = static_cast<uint32_t>(c3[b]);
  }
  used_ = 0;
}

uint32_t Random::bits() {
  if (used_ == words_.size()) refill();
  return words_[used_++];
}

double Random::uniform() {
  const uint64_t high = bits(), low = bits();
  return static_cast<double>((high << 32 | low) >> 11) * 0x1p-53;
}

double Random::uniform(double low, double high) {
  const double value = low + (high - low) * uniform();
  // Rounding may reach `high`, which is outside.
  return value < high ? value : low;
}

double Random::normal() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  constexpr double kTwoPi = 6.283185307179586477;
  const double radius = std::sqrt(-2 * math::log(1 - uniform()));
  const double angle = kTwoPi * uniform();
  spare_ = radius * math::sin(angle);
  has_spare_ = true;
  return radius * math::cos(angle);
}

uint64_t Random::below(uint64_t n) {
  assert(n >= 1);
  if (n <= 0xFFFFFFFFu) return below_word(static_cast<uint32_t>(n), [this] { return bits(); });
  // Beyond 32 bits the division costs nothing beside the rest: reject the incomplete last run.
  const uint64_t excess = (0 - n) % n;
  uint64_t value;
  do {
    const uint64_t high = bits();
    value = high << 32 | bits();
  } while (value < excess);
  return value % n;
}

void Random::shuffle(std::span<uint32_t> values) {
  assert(values.size() <= 0xFFFFFFFFu);
  size_t used = used_;  // in a register: values could be anywhere, this object included
  const auto next = [&] {
    if (used == words_.size()) {
      refill();
      used = 0;
    }
    return words_[used++];
  };
  for (size_t i = values.size(); i > 1; --i)
    std::swap(values[i - 1], values[below_word(static_cast<uint32_t>(i), next)]);
  used_ = used;
}

std::vector<uint32_t> Random::permutation(uint32_t n) {
  std::vector<uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0u);
  shuffle(order);
  return order;
}

}  // namespace gradus
