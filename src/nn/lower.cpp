#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "gradus/base/error.hpp"
#include "gradus/nn/initialize.hpp"
#include "nn/network.hpp"

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

// Lowers one layer after the other; each copy of a repeated layer is a layer.
class Lowering {
 public:
  explicit Lowering(const Shape& input) {
    engine::Op op;
    op.kind = engine::OpKind::kInput;
    op.shape = input;
    op.name = "input";
    network_.graph.ops.push_back(op);
    network_.summary.input = input;
    outputs_["input"] = 0;
    names_.push_back("input");
  }

  void add(const Layer& layer) {
    const LayerOptions& options = layer_options(layer);
    if (options.repeat < 0)
      throw Error("[" + layer_kind(layer) + "]", "repeat is negative", "give a count from 0");
    if (options.repeat == 0) return;
    const std::string base = options.name.empty() ? default_name(layer_kind(layer)) : options.name;
    if (outputs_.count(base))
      throw Error("[" + base + "]", "two layers have this name", "give one another name");
    for (int64_t copy = 1; copy <= options.repeat; ++copy) {
      name_ = options.repeat == 1 ? base : base + "." + std::to_string(copy);
      kind_ = layer_kind(layer);
      inputs_.clear();
      if (copy == 1) {
        for (const std::string& from : options.inputs) inputs_.push_back(find(from));
      }
      if (inputs_.empty()) inputs_.push_back(last_);
      if (inputs_.size() > 1 && !std::holds_alternative<Add>(layer)) {
        throw Error("[" + name_ + "]", "takes one input", "join them by add first");
      }
      network_.summary.rows.push_back({name_, kind_, {}, {}, 0});
      std::visit([&](const auto& l) { lower(l); }, layer);
      Summary::Row& row = network_.summary.rows.back();
      row.output = network_.graph.ops[static_cast<size_t>(last_)].shape;
      network_.summary.parameters += row.parameters;
      outputs_[name_] = last_;
      names_.push_back(name_);
    }
    outputs_[base] = last_;
    names_.push_back(base);
  }

  Network finish() {
    if (network_.graph.ops.size() == 1)
      throw Error("layers", "there is no layer", "give at least one, such as \"dense 1\"");
    network_.graph.output = last_;
    std::set<int> used = {last_};
    for (const engine::Op& op : network_.graph.ops) used.insert(op.inputs.begin(), op.inputs.end());
    for (size_t i = 1; i < network_.graph.ops.size(); ++i) {
      if (!used.count(static_cast<int>(i))) {
        throw Error("[" + network_.graph.ops[i].name + "]", "its output goes nowhere",
                    "name it in a later layer's inputs, or remove it");
      }
    }
    return std::move(network_);
  }

 private:
  std::string default_name(const std::string& kind) {
    const int n = counts_[kind]++;
    return n == 0 ? kind : kind + "_" + std::to_string(n);
  }

  int find(const std::string& name) const {
    const auto found = outputs_.find(name);
    if (found == outputs_.end()) {
      throw Error("[" + name_ + "]", "no layer \"" + name + "\" before this one",
                  suggest(name, names_));
    }
    return found->second;
  }

  const Shape& in() const { return network_.graph.ops[static_cast<size_t>(inputs_[0])].shape; }

  void push(engine::Op op) {
    if (op.inputs.empty()) op.inputs = {inputs_[0]};
    op.name = name_;
    // Random streams are numbered among the layers that draw, so that a layer that cannot act
    // (dropout 0) moves none.
    const bool draws =
        (op.kind == engine::OpKind::kDropout || op.kind == engine::OpKind::kGaussianNoise) &&
        op.alpha > 0;
    if (draws) op.layer = randoms_++;
    network_.graph.ops.push_back(std::move(op));
    last_ = static_cast<int>(network_.graph.ops.size()) - 1;
  }

  int weights(const std::string& what, const Shape& shape, const Initializer& start,
              const Regularizer& penalty, const Constraint& constraint) {
    check_size(shape);
    engine::Param p;
    p.name = name_ + "/" + what;
    p.shape = shape;
    p.l1 = factors(penalty).l1;
    p.l2 = factors(penalty).l2;
    p.limit = limit_of(constraint, p.limit_value, p.limit_axis);
    network_.initializers.push_back(start);
    Summary::Row& row = network_.summary.rows.back();
    row.weights.emplace_back(what, shape);
    row.parameters += shape.size();
    return network_.graph.add_param(std::move(p));
  }

  // Offsets and gradients of every shard must fit the memory of any machine that this is meant for.
  void check_size(const Shape& shape) const {
    constexpr int64_t kMostWeights = int64_t{1} << 31;
    int64_t room = kMostWeights - network_.graph.weights();
    for (const int64_t extent : shape.extents()) room /= std::max<int64_t>(extent, 1);
    if (room < 1)
      throw Error("[" + name_ + "]", "more than 2 billion weights in all", "use fewer units");
  }

  void activate(const Activation& activation) {
    engine::Op op;
    op.kind = engine::OpKind::kActivation;
    op.shape = network_.graph.ops[static_cast<size_t>(last_)].shape;
    op.inputs = {last_};
    namespace a = activations;
    using engine::Act;
    std::visit(
        [&](const auto& f) {
          using F = std::decay_t<decltype(f)>;
          if constexpr (std::is_same_v<F, a::Linear>) op.act = Act::kLinear;
          if constexpr (std::is_same_v<F, a::Relu>) op.act = Act::kRelu;
          if constexpr (std::is_same_v<F, a::Selu>) op.act = Act::kSelu;
          if constexpr (std::is_same_v<F, a::Gelu>) op.act = Act::kGelu;
          if constexpr (std::is_same_v<F, a::Softplus>) op.act = Act::kSoftplus;
          if constexpr (std::is_same_v<F, a::Tanh>) op.act = Act::kTanh;
          if constexpr (std::is_same_v<F, a::Sigmoid>) op.act = Act::kSigmoid, op.alpha = 1;
          if constexpr (std::is_same_v<F, a::ScaledSigmoid>)
            op.act = Act::kSigmoid, op.alpha = f.slope;
          if constexpr (std::is_same_v<F, a::LeakyRelu>)
            op.act = Act::kLeakyRelu, op.alpha = f.negative_slope;
          if constexpr (std::is_same_v<F, a::Elu>) op.act = Act::kElu, op.alpha = f.alpha;
          if constexpr (std::is_same_v<F, a::Softmax>) op.kind = engine::OpKind::kSoftmax;
          if constexpr (std::is_same_v<F, a::Custom>) {
            op.act = Act::kCustom;
            op.function = std::make_shared<engine::CustomFunction>(
                engine::CustomFunction{f.value, f.derivative});
          }
        },
        activation);
    if (op.kind == engine::OpKind::kActivation && op.act == engine::Act::kLinear) return;
    push(std::move(op));
  }

  void lower(const Dense& layer) {
    if (in().rank() != 1) {
      throw Error("[" + name_ + "]", "dense expects rows of numbers but receives " + in().text(),
                  "put \"flatten\" before it");
    }
    engine::Op op;
    op.kind = engine::OpKind::kDense;
    op.shape = Shape{layer.units};
    op.kernel = weights("kernel", Shape{in()[0], layer.units}, layer.kernel_initializer,
                        layer.kernel_regularizer, layer.kernel_constraint);
    if (layer.use_bias) {
      op.bias = weights("bias", Shape{layer.units}, layer.bias_initializer, layer.bias_regularizer,
                        layer.bias_constraint);
    }
    push(std::move(op));
    activate(layer.activation);
  }

  // A layer that keeps its input's shape, or changes it alone.
  void plain(engine::OpKind kind, const Shape& shape, double alpha = 0) {
    engine::Op op;
    op.kind = kind;
    op.shape = shape;
    op.alpha = alpha;
    push(std::move(op));
  }

  void lower(const ActivationLayer& layer) {
    last_ = inputs_[0];
    if (std::holds_alternative<activations::Linear>(layer.activation)) {
      return plain(engine::OpKind::kReshape, in());
    }
    activate(layer.activation);
  }
  void lower(const Flatten&) { plain(engine::OpKind::kReshape, Shape{in().size()}); }
  void lower(const Dropout& layer) { plain(engine::OpKind::kDropout, in(), layer.rate); }
  void lower(const GaussianNoise& layer) {
    plain(engine::OpKind::kGaussianNoise, in(), layer.stddev);
  }

  void lower(const Add&) {
    if (inputs_.size() < 2)
      throw Error("[" + name_ + "]", "add needs two inputs or more", "name them: \"add A B\"");
    engine::Op op;
    op.kind = engine::OpKind::kAdd;
    op.shape = in();
    op.inputs = inputs_;
    for (const int from : inputs_) {
      const engine::Op& other = network_.graph.ops[static_cast<size_t>(from)];
      if (other.shape != in()) {
        const engine::Op& first = network_.graph.ops[static_cast<size_t>(inputs_[0])];
        throw Error("[" + name_ + "]",
                    "adds different shapes: " + first.name + " " + in().text() + ", " + other.name +
                        " " + other.shape.text(),
                    "make them equal");
      }
    }
    push(std::move(op));
  }

  void lower(const Custom& layer) {
    if (!layer.implementation)
      throw Error("[" + name_ + "]", "has no implementation", "give a CustomLayer");
    const std::shared_ptr<const CustomLayer> own = layer.implementation;
    engine::Op op;
    op.kind = engine::OpKind::kCustom;
    op.shape = own->output_shape(in());
    const int64_t n = own->weights(in());
    if (n > 0) {
      const double reach = std::sqrt(6.0 / static_cast<double>(in().size() + op.shape.size()));
      op.kernel = weights("weights", Shape{n}, initializers::RandomUniform{-reach, reach}, {}, {});
    }
    op.row_op = std::make_shared<engine::CustomRowOp>(
        engine::CustomRowOp{[own](auto x, auto w, auto y) { own->forward(x, w, y); },
                            [own](auto x, auto w, auto y, auto dy, auto dx, auto dw) {
                              own->backward(x, w, y, dy, dx, dw);
                            }});
    push(std::move(op));
  }

  Network network_;
  std::map<std::string, int> outputs_, counts_;
  std::vector<std::string> names_;
  std::vector<int> inputs_;
  std::string name_, kind_;
  int last_ = 0;
  uint32_t randoms_ = 0;
};

}  // namespace

Network lower(const Shape& input, const std::vector<Layer>& layers) {
  Lowering lowering(input);
  for (const Layer& layer : layers) lowering.add(layer);
  return lowering.finish();
}

engine::LossSpec lower(const Loss& loss) {
  engine::LossSpec spec;
  using engine::LossKind;
  std::visit(
      [&](const auto& l) {
        using L = std::decay_t<decltype(l)>;
        if constexpr (requires { l.outputs; }) spec.sum_outputs = l.outputs == Outputs::kSum;
        if constexpr (std::is_same_v<L, losses::MeanSquaredError>) spec.kind = LossKind::kMse;
        if constexpr (std::is_same_v<L, losses::MeanAbsoluteError>) spec.kind = LossKind::kMae;
        if constexpr (std::is_same_v<L, losses::Huber>)
          spec.kind = LossKind::kHuber, spec.delta = l.delta;
        if constexpr (std::is_same_v<L, losses::BinaryCrossentropy>)
          spec.kind = LossKind::kBinaryCrossentropy;
        if constexpr (std::is_same_v<L, losses::CategoricalCrossentropy> ||
                      std::is_same_v<L, losses::SparseCategoricalCrossentropy>) {
          spec.kind = LossKind::kCategoricalCrossentropy;
        }
        if constexpr (std::is_same_v<L, losses::Custom>) {
          spec.kind = LossKind::kCustom;
          spec.custom =
              std::make_shared<engine::CustomLoss>(engine::CustomLoss{l.value, l.derivative});
        }
      },
      loss);
  return spec;
}

void initialize(const Network& network, uint64_t seed, std::span<double> weights) {
  for (size_t i = 0; i < network.graph.params.size(); ++i) {
    const engine::Param& p = network.graph.params[i];
    Random random(seed, Purpose::kInitialize, static_cast<uint32_t>(i));
    initialize(network.initializers[i],
               weights.subspan(static_cast<size_t>(p.offset), static_cast<size_t>(p.size())),
               p.shape, random);
  }
}

}  // namespace gradus
