#pragma once

#include <optional>
#include <vector>

#include "engine/batch.hpp"
#include "gradus/data/dataset.hpp"
#include "gradus/nn/losses.hpp"

namespace gradus {

/// A data set on its way into programs. Points into the data set's body, which it keeps alive.
class Feed {
 public:
  /// `class_weight` has one a class, or is empty. Throws Error where it does not fit.
  explicit Feed(const data::Dataset& dataset, const std::vector<double>& class_weight = {});
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  [[nodiscard]] int64_t rows() const { return dataset_.rows(); }
  [[nodiscard]] const data::Dataset& dataset() const { return dataset_; }
  [[nodiscard]] const engine::RowSource& source() const { return source_; }
  [[nodiscard]] const std::vector<double>& class_weight() const { return class_weight_; }
  /// Rows first .. first+count-1 of the data set, in its own order.
  [[nodiscard]] engine::Batch batch(int64_t first, int64_t count) const;
  /// Rows by their number in the body.
  [[nodiscard]] engine::Batch gather(const uint32_t* body_rows, int64_t count) const;
  /// Whether rows have weights of their own.
  [[nodiscard]] bool weighted() const { return source_.weights || source_.class_weights; }
  /// Sum of the weights of a batch; its number of rows where there are none.
  [[nodiscard]] double weight(const engine::Batch& batch) const;
  /// Weight of each row of the data set; empty for all 1.
  [[nodiscard]] std::vector<double> row_weights() const;

 private:
  data::Dataset dataset_;
  std::vector<double> class_weight_;
  engine::RowSource source_;
};

/// Throws Error where samples or targets do not fit a network of this input and these outputs under
/// this loss.
void check_fit(const data::Dataset& dataset, const Shape& input, int64_t outputs, const Loss& loss);

/// The loss of the best constant prediction on a data set, combined as a training combines it (the
/// weighted sum over the number of rows): what `learned` and `diverged` are measured by.
[[nodiscard]] double best_constant_loss(const Feed& feed, const Loss& loss, int64_t outputs);

/// best_constant_loss(), remembered from one training to the next: networks of a pack as a rule
/// have the same samples, and a short training takes no longer than this.
class BestConstant {
 public:
  [[nodiscard]] double of(const Feed& feed, const Loss& loss, int64_t outputs);

 private:
  data::Dataset dataset_;  // kept, so that its address says which it is
  std::vector<double> class_weight_;
  std::optional<Loss> loss_;
  int64_t outputs_ = 0;
  double value_ = 0;
};

}  // namespace gradus
