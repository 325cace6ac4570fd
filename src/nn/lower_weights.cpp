// Tensors of a layer: those that are trained, and statistics.
#include <algorithm>

#include "nn/lowering.hpp"

namespace gradus {
namespace {

engine::Param::Limit limit_of(const Constraint& c, double& value, int& axis) {
  using Limit = engine::Param::Limit;
  if (const auto* m = std::get_if<constraints::MaxNorm>(&c)) {
    value = m->max_value;
    axis = static_cast<int>(m->axis);
    return Limit::kMaxNorm;
  }
  if (const auto* u = std::get_if<constraints::UnitNorm>(&c)) {
    axis = static_cast<int>(u->axis);
    return Limit::kUnitNorm;
  }
  return std::holds_alternative<constraints::NonNeg>(c) ? Limit::kNonNegative : Limit::kNone;
}

}  // namespace

int Lowering::weights(const std::string& what, const Shape& shape, const Initializer& start,
                      const Regularizer& penalty, const Constraint& constraint) {
  check_size(shape);
  engine::Param p;
  p.name = name_ + "/" + what;
  p.shape = shape;
  p.l1 = factors(penalty).l1;
  p.l2 = factors(penalty).l2;
  p.limit = limit_of(constraint, p.limit_value, p.limit_axis);
  network_.initializers.push_back(start);
  network_.streams.push_back(starts_++);
  list(what, shape, true);
  return network_.graph.add_param(std::move(p));
}

// Weights that always start alike take no stream of random numbers, so that a network with
// normalisation and one without start at the same kernels from one seed.
int Lowering::plain_weights(const std::string& what, const Shape& shape, double start) {
  const uint32_t streams = starts_;
  const int index = weights(what, shape, initializers::Constant{start}, {}, {});
  starts_ = streams;
  return index;
}

int Lowering::statistic(const std::string& what, const Shape& shape, double start) {
  engine::Param p;
  p.name = name_ + "/" + what;
  p.shape = shape;
  network_.statistic_starts.push_back(start);
  list(what, shape, false);
  return network_.graph.add_statistic(std::move(p));
}

void Lowering::list(const std::string& what, const Shape& shape, bool trained) {
  Summary::Row& row = network_.summary.rows.back();
  row.weights.emplace_back(what, shape);
  row.parameters += shape.size();
  if (trained) row.trainable += shape.size();
}

// Offsets and gradients of every shard must fit the memory of any machine that this is meant for.
void Lowering::check_size(const Shape& shape) const {
  constexpr int64_t kMostWeights = int64_t{1} << 31;
  int64_t room = kMostWeights - network_.graph.weights();
  for (const int64_t extent : shape.extents()) room /= std::max<int64_t>(extent, 1);
  if (room < 1) fail("more than 2 billion weights in all", "use fewer units");
}

}  // namespace gradus
