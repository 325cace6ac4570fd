#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <vector>

#include "gradus/base/shape.hpp"

namespace gradus {

/// Allocates at 64 bytes, a cache line and an AVX-512 register.
template <class T>
struct AlignedAllocator {
  using value_type = T;
  AlignedAllocator() = default;
  template <class U>
  AlignedAllocator(const AlignedAllocator<U>&) {}
  T* allocate(size_t n) {
    return static_cast<T*>(::operator new(n * sizeof(T), std::align_val_t{64}));
  }
  void deallocate(T* p, size_t) { ::operator delete(p, std::align_val_t{64}); }
  bool operator==(const AlignedAllocator&) const { return true; }
};

template <class T>
using AlignedVector = std::vector<T, AlignedAllocator<T>>;

/// A dense row-major array as a value: `rows` samples of `shape` each, the last axis fastest. Zero
/// at birth.
template <class T>
class BasicTensor {
 public:
  BasicTensor() = default;
  BasicTensor(int64_t rows, Shape shape)
      : rows_(rows), shape_(std::move(shape)), data_(static_cast<size_t>(rows * shape_.size())) {}

  [[nodiscard]] int64_t rows() const { return rows_; }
  [[nodiscard]] const Shape& shape() const { return shape_; }
  [[nodiscard]] int64_t row_size() const { return shape_.size(); }
  [[nodiscard]] size_t size() const { return data_.size(); }
  [[nodiscard]] bool empty() const { return data_.empty(); }
  [[nodiscard]] T* data() { return data_.data(); }
  [[nodiscard]] const T* data() const { return data_.data(); }
  [[nodiscard]] std::span<T> row(int64_t i) {
    return {data_.data() + i * row_size(), static_cast<size_t>(row_size())};
  }
  [[nodiscard]] std::span<const T> row(int64_t i) const {
    return {data_.data() + i * row_size(), static_cast<size_t>(row_size())};
  }
  [[nodiscard]] std::span<T> values() { return {data_.data(), data_.size()}; }
  [[nodiscard]] std::span<const T> values() const { return {data_.data(), data_.size()}; }
  bool operator==(const BasicTensor&) const = default;

 private:
  int64_t rows_ = 0;
  Shape shape_;
  AlignedVector<T> data_;
};

using Tensor = BasicTensor<float>;

}  // namespace gradus
