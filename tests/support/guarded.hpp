#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "gradus/base/tensor.hpp"

namespace gradus::test {

template <class T>
inline constexpr T kNan = std::numeric_limits<T>::quiet_NaN();

/// Memory for a kernel, NaN at birth, between guard words that must stay. 64-byte aligned, then
/// `shift` values further.
template <class T>
class Guarded {
 public:
  explicit Guarded(size_t count, size_t shift = 0)
      : count_(count), start_(kGuard + shift), all_(count + 2 * kGuard + shift, kWord) {
    std::fill_n(data(), count, kNan<T>);
  }
  explicit Guarded(std::span<const double> values, size_t shift = 0)
      : Guarded(values.size(), shift) {
    std::transform(values.begin(), values.end(), data(),
                   [](double v) { return static_cast<T>(v); });
  }

  [[nodiscard]] T* data() { return all_.data() + start_; }
  [[nodiscard]] size_t size() const { return count_; }
  [[nodiscard]] std::vector<T> values() { return {data(), data() + count_}; }
  [[nodiscard]] bool intact() const {
    const auto word = [](T v) { return v == kWord; };
    return std::all_of(all_.begin(), all_.begin() + static_cast<ptrdiff_t>(start_), word) &&
           std::all_of(all_.begin() + static_cast<ptrdiff_t>(start_ + count_), all_.end(), word);
  }

 private:
  static constexpr size_t kGuard = 64;
  static constexpr T kWord = static_cast<T>(-12345.5);
  size_t count_, start_;
  AlignedVector<T> all_;
};

}  // namespace gradus::test
