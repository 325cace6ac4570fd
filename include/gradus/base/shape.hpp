#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace gradus {

/// Extents of one sample, without the batch axis: {} is a scalar, {2} two features, {28, 28, 1} an
/// image (height, width, channels; channels last, as in Keras). Every extent is at least 1.
class Shape {
 public:
  Shape() = default;
  Shape(std::initializer_list<int64_t> extents) : extents_(extents) {}
  explicit Shape(std::vector<int64_t> extents) : extents_(std::move(extents)) {}

  [[nodiscard]] size_t rank() const { return extents_.size(); }
  [[nodiscard]] int64_t operator[](size_t axis) const { return extents_[axis]; }
  [[nodiscard]] const std::vector<int64_t>& extents() const { return extents_; }
  /// Number of values; 1 for a scalar.
  [[nodiscard]] int64_t size() const {
    int64_t n = 1;
    for (int64_t e : extents_) n *= e;
    return n;
  }
  /// "28x28x1"; "1" for a scalar.
  [[nodiscard]] std::string text() const {
    if (extents_.empty()) return "1";
    std::string out;
    for (int64_t e : extents_) {
      if (!out.empty()) out += 'x';
      out += std::to_string(e);
    }
    return out;
  }
  bool operator==(const Shape&) const = default;

 private:
  std::vector<int64_t> extents_;
};

}  // namespace gradus
