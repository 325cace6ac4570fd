#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "gradus/base/tensor.hpp"

namespace gradus::data {

/// The stored samples that data sets look at: never changed once made, shared by any number of
/// them.
struct Body {
  /// Features, row-major: numbers, or pixels that stay bytes.
  std::variant<Tensor, BasicTensor<uint8_t>> features;
  /// Class of each row, 0 .. classes-1; empty where the targets are numbers.
  std::vector<int32_t> labels;
  int32_t classes = 0;
  std::vector<std::string> class_names;  ///< empty, or one a class
  /// Targets of each row where there are no classes: [rows, outputs].
  Tensor targets;
  std::vector<float> weights;  ///< of the rows; empty means all 1

  [[nodiscard]] int64_t rows() const;
  [[nodiscard]] const Shape& shape() const;
};

/// A data set as a value: rows of a shared body, in an order, seen through an affine map of the
/// features. Copying and scaling copy nothing, splitting no samples.
class Dataset {
 public:
  Dataset() = default;
  /// All rows of `body` in their order.
  explicit Dataset(std::shared_ptr<const Body> body);
  /// Rows of numbers with targets: features [rows, shape], targets [rows, outputs].
  Dataset(Tensor features, Tensor targets);

  [[nodiscard]] int64_t rows() const { return static_cast<int64_t>(row_index().size()); }
  /// Shape of one sample as the network sees it.
  [[nodiscard]] const Shape& shape() const { return shape_; }
  [[nodiscard]] bool empty() const { return row_index().empty(); }
  [[nodiscard]] bool has_classes() const { return body_ && body_->classes > 0; }
  [[nodiscard]] int32_t classes() const { return body_ ? body_->classes : 0; }
  /// Width of a target row: the classes as one-hot, or the target tensor's.
  [[nodiscard]] int64_t outputs() const;
  [[nodiscard]] const Body& body() const { return *body_; }
  [[nodiscard]] const std::shared_ptr<const Body>& shared_body() const { return body_; }
  /// The body's row behind each row here.
  [[nodiscard]] const std::vector<uint32_t>& row_index() const { return *rows_; }
  /// The same, kept alive: sets that share it have the same rows.
  [[nodiscard]] const std::shared_ptr<const std::vector<uint32_t>>& shared_row_index() const {
    return rows_;
  }
  /// Feature i is seen as value * scale[i] + offset[i] (float, one fused multiply-add); both empty
  /// for none, of length 1 for one map for all.
  [[nodiscard]] const std::vector<float>& scale() const { return scale_; }
  [[nodiscard]] const std::vector<float>& offset() const { return offset_; }

  /// One feature as the network sees it.
  [[nodiscard]] float feature(int64_t row, int64_t i) const;
  [[nodiscard]] int32_t label(int64_t row) const {
    return body_->labels[row_index()[static_cast<size_t>(row)]];
  }
  /// Target row as numbers; classes one-hot.
  [[nodiscard]] std::vector<float> target(int64_t row) const;

  /// Rows of this set, by number, in the given order.
  [[nodiscard]] Dataset select(const std::vector<uint32_t>& rows) const;
  /// The first n rows (all, if there are fewer).
  [[nodiscard]] Dataset first(int64_t n) const;
  /// The same values under another shape of the same size.
  [[nodiscard]] Dataset reshaped(Shape shape) const;
  /// Seen through a further affine map after the present one.
  [[nodiscard]] Dataset mapped(const std::vector<float>& scale,
                               const std::vector<float>& offset) const;

 private:
  std::shared_ptr<const Body> body_;
  std::shared_ptr<const std::vector<uint32_t>> rows_ =
      std::make_shared<const std::vector<uint32_t>>();  // never null
  Shape shape_;
  std::vector<float> scale_, offset_;
};

/// What `make_moons` and its like, and train_test_split, give.
struct Split {
  Dataset train, test;
};

}  // namespace gradus::data
