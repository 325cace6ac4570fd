#include "nn/lowering.hpp"

#include <algorithm>
#include <set>

#include "engine/work.hpp"
#include "gradus/base/error.hpp"
#include "nn/check_options.hpp"

namespace gradus {
namespace {

constexpr int64_t kMostValues = int64_t{1} << 31;

// Layers that bring several together.
bool joins(const Layer& layer) {
  return std::holds_alternative<Add>(layer) || std::holds_alternative<Concatenate>(layer);
}

}  // namespace

Lowering::Lowering(const Shape& input) {
  engine::Op op;
  op.kind = engine::OpKind::kInput;
  op.shape = input;
  op.name = "input";
  network_.graph.ops.push_back(op);
  network_.summary.input = input;
  outputs_["input"] = 0;
  names_.emplace_back("input");
}

void Lowering::add(const Layer& layer) {
  const LayerOptions& options = layer_options(layer);
  kind_ = layer_kind(layer);
  if (options.repeat < 0)
    throw Error("[" + kind_ + "]", "repeat is negative", "give a count from 0");
  if (options.repeat == 0) return;
  const std::string base = options.name.empty() ? default_name(kind_) : options.name;
  if (outputs_.count(base))
    throw Error("[" + base + "]", "two layers have this name", "give one another name");
  for (int64_t copy = 1; copy <= options.repeat; ++copy) {
    name_ = options.repeat == 1 ? base : base + "." + std::to_string(copy);
    std::visit([&](const auto& l) { check_options("[" + name_ + "]", l); }, layer);
    inputs_.clear();
    if (copy == 1) {
      for (const std::string& from : options.inputs) inputs_.push_back(find(from));
    }
    if (inputs_.empty()) inputs_.push_back(last_);
    if (inputs_.size() > 1 && !joins(layer)) fail("takes one input", "join them by add first");
    network_.summary.rows.push_back({name_, kind_, {}, {}, 0, 0});
    std::visit([&](const auto& l) { lower(l); }, layer);
    Summary::Row& row = network_.summary.rows.back();
    row.output = op(last_).shape;
    network_.summary.parameters += row.parameters;
    network_.summary.trainable += row.trainable;
    outputs_[name_] = last_;
    names_.push_back(name_);
  }
  outputs_[base] = last_;
  names_.push_back(base);
}

Network Lowering::finish() {
  if (network_.graph.ops.size() == 1)
    throw Error("layers", "there is no layer", "give at least one, such as \"dense 1\"");
  network_.graph.output = last_;
  std::set<int> used = {last_};
  for (const engine::Op& each : network_.graph.ops)
    used.insert(each.inputs.begin(), each.inputs.end());
  for (size_t i = 1; i < network_.graph.ops.size(); ++i) {
    if (!used.count(static_cast<int>(i))) {
      throw Error("[" + network_.graph.ops[i].name + "]", "its output goes nowhere",
                  "name it in a later layer's inputs, or remove it");
    }
  }
  network_.summary.multiply_adds = engine::forward_work(network_.graph);
  return std::move(network_);
}

void Lowering::fail(const std::string& what, const std::string& mend) const {
  throw Error("[" + name_ + "]", what, mend);
}

std::string Lowering::default_name(const std::string& kind) {
  const int n = counts_[kind]++;
  return n == 0 ? kind : kind + "_" + std::to_string(n);
}

int Lowering::find(const std::string& name) const {
  const auto found = outputs_.find(name);
  if (found == outputs_.end())
    fail("no layer \"" + name + "\" before this one", suggest(name, names_));
  return found->second;
}

void Lowering::push(engine::Op op) {
  if (op.inputs.empty()) op.inputs = {inputs_[0]};
  op.name = name_;
  int64_t room = kMostValues;
  for (const int64_t extent : op.shape.extents()) room /= std::max<int64_t>(extent, 1);
  if (room < 1) fail("makes more than 2 billion values of a sample", "use a smaller layer");
  // Random streams are numbered among the layers that draw, so that a layer that cannot act
  // (dropout 0) moves none.
  const bool draws =
      (op.kind == engine::OpKind::kDropout || op.kind == engine::OpKind::kGaussianNoise) &&
      op.alpha > 0;
  if (draws) op.layer = randoms_++;
  network_.graph.ops.push_back(std::move(op));
  last_ = static_cast<int>(network_.graph.ops.size()) - 1;
}

void Lowering::plain(engine::OpKind kind, const Shape& shape, double alpha) {
  engine::Op op;
  op.kind = kind;
  op.shape = shape;
  op.alpha = alpha;
  push(std::move(op));
}

}  // namespace gradus
