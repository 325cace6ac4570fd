#include "gradus/train/model.hpp"

#include <algorithm>
#include <cmath>

#include "gradus/base/error.hpp"
#include "nn/optimizers/clip.hpp"
#include "nn/stepper.hpp"
#include "train/evaluator.hpp"
#include "train/model_state.hpp"
#include "train/shown_values.hpp"
#include "train/together.hpp"

namespace gradus {

void Model::State::fill(std::span<const double> values) {
  const size_t n = static_cast<size_t>(network.graph.values());
  single.weights.assign(options.float64 ? 0 : n, 0.0F);
  twofold.weights.assign(options.float64 ? n : 0, 0.0);
  for (size_t i = 0; i < values.size(); ++i) {
    if (options.float64) {
      twofold.weights[i] = values[i];
    } else {
      single.weights[i] = static_cast<float>(values[i]);
    }
  }
  step = 0;
}

std::vector<double> Model::State::values() const {
  return options.float64 ? shown_values(network.graph, twofold.weights)
                         : shown_values(network.graph, single.weights);
}

std::vector<Model::State::Piece> Model::State::tensors() const {
  std::vector<Piece> pieces;
  for (const engine::Param& p : network.graph.params) pieces.push_back({&p, p.offset});
  for (const engine::Param& p : network.graph.statistics)
    pieces.push_back({&p, network.graph.statistics_at() + p.offset});
  return pieces;
}

Model::State::Piece Model::State::find(const std::string& name) const {
  std::vector<std::string> names;
  for (const Piece& piece : tensors()) {
    if (piece.param->name == name) return piece;
    names.push_back(piece.param->name);
  }
  throw Error("weights", "no tensor \"" + name + "\"", suggest(name, names));
}

Model::Model(const Input& input, std::vector<Layer> layers) : state_(std::make_unique<State>()) {
  state_->input = input.shape;
  state_->network = lower(input.shape, layers);
  state_->layers = std::move(layers);
  initialize(0);
}
Model::Model(LayerList layers, const Input& input) : Model(input, layers.take()) {}
Model::Model(const Model& other) : state_(std::make_unique<State>(*other.state_)) {}
Model& Model::operator=(const Model& other) {
  if (this != &other) state_ = std::make_unique<State>(*other.state_);
  return *this;
}
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;

void Model::compile(const CompileOptions& options) {
  rules::check_clipping(options.optimizer);
  const std::vector<double> values = state_->values();
  state_->options = options;
  if (is_solver(options.optimizer)) state_->options.float64 = true;
  state_->compiled = true;
  state_->fill(values);
}

void Model::initialize(uint64_t seed) {
  state_->initialize(seed);
}

void Model::check(const data::Dataset& train, const FitOptions& options) const {
  state_->check(train, options);
}

History Model::fit(const data::Dataset& train, const FitOptions& options) {
  Member member{this, train, options};
  train_member(member);
  return std::move(member.history);
}

double Model::train_on_batch(const data::Dataset& batch) {
  State& s = *state_;
  check_fit(batch, s.input, outputs(), s.options.loss);
  return s.with_type([&](auto type) {
    using T = decltype(type);
    engine::CompileOptions options;
    options.capacity = batch.rows();
    options.loss = lower(s.options.loss);
    engine::Program<T> program(s.network.graph, options);
    Stepper stepper(s.options.optimizer);
    engine::State<T>& weights = s.weights_as<T>();
    if (s.step == 0) stepper.prepare(weights);
    const Feed feed(batch);
    const engine::Sums sums = program.gradient(weights.weights.data(), feed.batch(0, batch.rows()),
                                               0, static_cast<uint32_t>(s.step));
    const double loss =
        sums.loss / static_cast<double>(sums.rows) + program.penalty(weights.weights.data());
    if (!std::isfinite(loss)) return loss;
    const TrainingLength length{1, 0};
    const Schedule schedule = resolve(learning_rate(s.options.optimizer).schedule, length);
    program.update(weights, stepper.at<T>(s.step + 1, rate_at(schedule, s.step, length)));
    ++s.step;
    return loss;
  });
}

Evaluation Model::evaluate(const data::Dataset& dataset, int threads) const {
  State& s = *state_;
  if (dataset.empty()) throw Error("data", "there are no samples", "give at least one");
  check_fit(dataset, s.input, outputs(), s.options.loss);
  const std::unique_ptr<ThreadTeam> team = s.team(threads, dataset.rows());
  return s.with_type([&](auto type) {
    using T = decltype(type);
    Evaluator<T> evaluator(s.network, s.options.loss, s.options.metrics, dataset, team.get());
    const auto result = evaluator.run(s.weights_as<T>().weights.data());
    Evaluation evaluation{{{"loss", result.loss}, {"data_loss", result.data_loss}}};
    for (size_t i = 0; i < result.metrics.size(); ++i)
      evaluation.values.emplace_back(evaluator.names()[i], result.metrics[i]);
    return evaluation;
  });
}

Tensor Model::predict(const data::Dataset& dataset, int threads) const {
  State& s = *state_;
  Tensor out(dataset.rows(), Shape{outputs()});
  if (dataset.empty()) return out;
  if (dataset.shape() != s.input) {
    throw Error(
        "[input]",
        "expected samples of shape " + s.input.text() + " but received " + dataset.shape().text(),
        "reshape them");
  }
  const std::unique_ptr<ThreadTeam> team = s.team(threads, dataset.rows());
  s.with_type([&](auto type) {
    using T = decltype(type);
    engine::CompileOptions options;
    options.capacity = dataset.rows();
    options.training = false;
    engine::Program<T> program(s.network.graph, options, team.get());
    std::vector<T> rows(out.size());
    const Feed feed(dataset);
    program.predict(s.weights_as<T>().weights.data(), feed.batch(0, dataset.rows()), rows.data());
    std::transform(rows.begin(), rows.end(), out.data(), [](T v) { return static_cast<float>(v); });
    return 0;
  });
  return out;
}

Tensor Model::predict(const Tensor& rows, int threads) const {
  return predict(data::Dataset(rows, Tensor(rows.rows(), Shape{1})), threads);
}

const Summary& Model::summary() const {
  return state_->network.summary;
}
const Shape& Model::input_shape() const {
  return state_->input;
}
int64_t Model::outputs() const {
  return state_->network.graph.ops[static_cast<size_t>(state_->network.graph.output)].size();
}
int64_t Model::parameters() const {
  return state_->network.summary.parameters;
}
const std::vector<Layer>& Model::layers() const {
  return state_->layers;
}
const CompileOptions& Model::options() const {
  return state_->options;
}

std::vector<std::string> Model::weight_names() const {
  std::vector<std::string> names;
  for (const Model::State::Piece& piece : state_->tensors()) names.push_back(piece.param->name);
  return names;
}

Tensor Model::weights(const std::string& name) const {
  const Model::State::Piece piece = state_->find(name);
  const Shape& shape = piece.param->shape;
  const std::vector<double> values = state_->values();
  const bool matrix = shape.rank() == 2;
  Tensor out = matrix ? Tensor(shape[0], Shape{shape[1]}) : Tensor(1, shape);
  std::transform(values.begin() + piece.at, values.begin() + piece.at + shape.size(), out.data(),
                 [](double v) { return static_cast<float>(v); });
  return out;
}

void Model::set_weights(const std::string& name, const Tensor& given) {
  const Model::State::Piece piece = state_->find(name);
  const int64_t size = piece.param->size();
  if (static_cast<int64_t>(given.size()) != size) {
    throw Error(
        "weights",
        name + " has " + std::to_string(size) + " values, got " + std::to_string(given.size()),
        "give as many");
  }
  std::vector<double> values = state_->values();
  std::copy(given.data(), given.data() + size, values.begin() + piece.at);
  state_->fill(values);
}

double Evaluation::operator[](const std::string& name) const {
  std::vector<std::string> names;
  for (const auto& [known, number] : values) {
    if (known == name) return number;
    names.push_back(known);
  }
  throw Error("evaluation", "no metric \"" + name + "\"", suggest(name, names));
}

}  // namespace gradus
