// Layers in which branches meet.
#include "nn/lowering.hpp"

namespace gradus {
namespace {

// The shapes agree but for the last axis.
bool stand_side_by_side(const Shape& a, const Shape& b) {
  if (a.rank() != b.rank() || a.rank() == 0) return false;
  for (size_t i = 0; i + 1 < a.rank(); ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

}  // namespace

void Lowering::lower(const Add&) {
  if (inputs_.size() < 2) fail("add needs two inputs or more", "name them: \"add A B\"");
  engine::Op op;
  op.kind = engine::OpKind::kAdd;
  op.shape = in();
  op.inputs = inputs_;
  for (const int from : inputs_) {
    const engine::Op& other = this->op(from);
    if (other.shape != in()) {
      fail("adds different shapes: " + this->op(inputs_[0]).name + " " + in().text() + ", " +
               other.name + " " + other.shape.text(),
           "make them equal");
    }
  }
  push(std::move(op));
}

void Lowering::lower(const Concatenate&) {
  if (inputs_.size() < 2) {
    fail("concatenate needs two inputs or more", "name them: \"concatenate A B\"");
  }
  engine::Op op;
  op.kind = engine::OpKind::kConcat;
  op.inputs = inputs_;
  int64_t width = 0;
  for (const int from : inputs_) {
    const engine::Op& other = this->op(from);
    if (!stand_side_by_side(other.shape, in())) {
      fail("concatenates different shapes: " + this->op(inputs_[0]).name + " " + in().text() +
               ", " + other.name + " " + other.shape.text(),
           "make all axes but the last equal");
    }
    width += other.shape[other.shape.rank() - 1];
  }
  std::vector<int64_t> extents = in().extents();
  extents.back() = width;
  op.shape = Shape(std::move(extents));
  push(std::move(op));
}

}  // namespace gradus
