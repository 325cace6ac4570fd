#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "data/warp.hpp"
#include "gradus/data/augment.hpp"

namespace gradus::data {

/// Draws and applies augments, image by image. Many threads may ask at once, each with a scratch of
/// its own.
class Augmenter {
 public:
  /// Keeps a view of the set's body. Throws Error as `augmented` does.
  Augmenter(const Dataset& samples, const std::vector<Augment>& augments, uint64_t seed);

  /// Whether anything is ever changed.
  [[nodiscard]] bool acts() const { return !augments_.empty(); }
  /// Numbers in one sample.
  [[nodiscard]] int64_t values() const { return size_.values(); }
  /// The sample in this row of the body, as the network is to see it in this epoch, into `to`
  /// [values]. `scratch` becomes as long.
  void sample(uint32_t body_row, int64_t epoch, std::span<float> to,
              std::vector<float>& scratch) const;

 private:
  struct Numbered {
    Augment augment;
    uint64_t key;  // of the random streams
  };
  void load(uint32_t body_row, std::span<float> to) const;

  Dataset samples_;
  ImageSize size_;
  std::vector<Numbered> augments_;
};

}  // namespace gradus::data
