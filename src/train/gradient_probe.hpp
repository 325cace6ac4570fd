#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/threads.hpp"
#include "engine/program.hpp"
#include "gradus/train/gradient_check.hpp"
#include "train/finite_differences.hpp"

namespace gradus {

/// A few rows in float, as programs are fed; every thread of a check moves numbers in its own.
struct CheckedRows {
  size_t count = 0, features = 0, outputs = 0;
  std::vector<float> numbers;           ///< [count][features]
  std::vector<float> targets, weights;  ///< [count][outputs] where there are no labels; [count]
  std::vector<int32_t> labels;          ///< [count], or empty
  std::vector<double> class_weights;
  double least_reach = 0;  ///< of numbers that have a scale of their own, however small they are

  /// Points into this.
  [[nodiscard]] engine::RowSource source() const;
  /// What steps of the numbers are shares of: how far these go, or least_reach.
  [[nodiscard]] double reach() const;
  /// Moves all numbers to multiples of 2^-22 of their reach, so that steps of kFirstStep to
  /// kLastStep of it are exact in float.
  void settle();
};
[[nodiscard]] CheckedRows checked_rows(const data::Dataset& samples,
                                       const std::vector<double>& class_weight);

/// The smallest power of two that no absolute value exceeds; 1/8 where all are 0.
template <class T>
[[nodiscard]] double reach_of(std::span<const T> values);

/// What is differentiated both ways: the mean loss of these rows in this graph, penalties included.
struct Checked {
  engine::Graph graph;
  engine::LossSpec loss;
  CheckedRows rows;
  AlignedVector<double> values;  ///< Graph::values() of them
  bool frozen = false;           ///< the network as it predicts
};

/// Compares the backward pass of a graph with differences of its loss.
class GradientProbe {
 public:
  /// Throws Error where the loss is not finite. `team` must outlive it.
  GradientProbe(Checked checked, const GradientCheckOptions& options, ThreadTeam& team);
  ~GradientProbe();

  [[nodiscard]] GradientCheck::Line weights(size_t param);
  [[nodiscard]] GradientCheck::Line input();

  /// d loss / d input [rows][features], by the backward pass.
  [[nodiscard]] std::span<const double> input_gradient() const { return input_gradient_; }
  /// The same of some of these numbers, by differences, refined until within `bound`.
  [[nodiscard]] std::vector<Slope> input_slopes(std::span<const size_t> picks, double bound);
  /// What op i puts out, [rows][its size].
  [[nodiscard]] std::vector<double> op_values(size_t op) const;
  /// The loss works on the logits beneath the output.
  [[nodiscard]] bool absorbed() const;
  [[nodiscard]] const Checked& checked() const { return checked_; }

 private:
  // A thread's own program and numbers.
  struct Worker;
  struct Tensor {
    bool input;
    size_t at, size;  // among the values; of the input from 0
  };
  [[nodiscard]] double loss_at(Worker& worker, const Tensor& tensor, size_t i, double step) const;
  [[nodiscard]] double step_of(const Tensor& tensor) const;
  template <class F>
  void over(size_t count, F&& f);
  [[nodiscard]] GradientCheck::Line compare(std::string of, const Shape& shape,
                                            const Tensor& tensor, std::span<const double> backward);
  [[nodiscard]] std::vector<size_t> picks(std::span<const double> backward);

  Checked checked_;
  const GradientCheckOptions& options_;
  ThreadTeam& team_;
  std::vector<std::unique_ptr<Worker>> workers_;
  engine::RowSource source_;
  std::unique_ptr<engine::Program<double>> inspected_;
  std::vector<double> weight_gradient_, input_gradient_;
  double loss_ = 0;
  uint32_t draws_ = 0;
};

}  // namespace gradus
