#include "train/evaluator.hpp"

#include <algorithm>
#include <array>

#include "gradus/base/error.hpp"

namespace gradus {
namespace {

// What the program sums itself: the plain ones, at their usual threshold.
bool program_kind(const Metric& metric, engine::MetricKind& kind) {
  if (const auto* binary = std::get_if<metrics::BinaryAccuracy>(&metric)) {
    kind = engine::MetricKind::kBinaryAccuracy;
    return binary->threshold == 0.5;
  }
  if (std::holds_alternative<metrics::CategoricalAccuracy>(metric) ||
      std::holds_alternative<metrics::SparseCategoricalAccuracy>(metric)) {
    kind = engine::MetricKind::kCategoricalAccuracy;
    return true;
  }
  kind = std::holds_alternative<metrics::MeanSquaredError>(metric) ? engine::MetricKind::kMse
                                                                   : engine::MetricKind::kMae;
  return std::holds_alternative<metrics::MeanSquaredError>(metric) ||
         std::holds_alternative<metrics::MeanAbsoluteError>(metric);
}

engine::CompileOptions compile_options(const Loss& loss,
                                       const std::vector<engine::MetricKind>& kinds, int64_t rows) {
  engine::CompileOptions options;
  options.capacity = rows;
  options.training = false;
  options.loss = lower(loss);
  options.metrics = kinds;
  return options;
}

}  // namespace

MetricSet::MetricSet(const std::vector<Metric>& metrics, const Loss& loss, int64_t outputs)
    : outputs_(outputs) {
  for (const Metric& metric : metrics) {
    names_.push_back(metric_name(metric));
    const Metric resolved = resolve(metric, loss, outputs);
    MetricAccumulator accumulator(resolved, outputs);  // refuses a metric that says nothing
    engine::MetricKind kind;
    Slot slot;
    if (kinds_.size() < engine::Sums::kMostMetrics && program_kind(resolved, kind)) {
      slot.program = static_cast<int>(kinds_.size());
      kinds_.push_back(kind);
    } else {
      slot.rest = static_cast<int>(rest_.size());
      rest_.push_back(std::move(accumulator));
    }
    slots_.push_back(slot);
  }
}

void MetricSet::reset() {
  weight_ = 0;
  for (double& sum : sums_) sum = 0;
  for (MetricAccumulator& accumulator : rest_) accumulator.reset();
}

template <class T>
void MetricSet::add(const engine::Sums& sums, double weight, const Feed& feed,
                    const engine::Batch& batch, const T* predictions) {
  weight_ += weight;
  for (size_t k = 0; k < kinds_.size(); ++k) sums_[k] += sums.metrics[k];
  if (rest_.empty()) return;
  const size_t n = static_cast<size_t>(outputs_);
  const engine::RowSource& source = feed.source();
  for (size_t i = 0; i < batch.count; ++i) {
    const size_t row = batch.rows[i];
    double own = source.weights ? static_cast<double>(source.weights[row]) : 1.0;
    if (source.class_weights) own *= source.class_weights[source.labels[row]];
    const std::span<const T> prediction(predictions + i * n, n);
    for (MetricAccumulator& accumulator : rest_) {
      if (source.labels) {
        accumulator.add(prediction, source.labels[row], own);
      } else {
        const std::vector<T> target(source.targets + row * n, source.targets + (row + 1) * n);
        accumulator.add(prediction, std::span<const T>(target), own);
      }
    }
  }
}

void MetricSet::results(std::vector<double>& values) const {
  values.clear();
  for (const Slot& slot : slots_) {
    values.push_back(slot.program >= 0 ? sums_[slot.program] / weight_
                                       : rest_[static_cast<size_t>(slot.rest)].result());
  }
}

std::vector<double> MetricSet::sums() const {
  std::vector<double> all{weight_};
  all.insert(all.end(), sums_, sums_ + kinds_.size());
  for (const MetricAccumulator& accumulator : rest_) {
    const std::array<double, 2> two = accumulator.sums();
    all.insert(all.end(), two.begin(), two.end());
  }
  return all;
}

void MetricSet::set_sums(const std::vector<double>& sums) {
  if (sums.size() != 1 + kinds_.size() + 2 * rest_.size())
    throw Error("checkpoint", "has the sums of other metrics", "measure as before");
  weight_ = sums[0];
  std::copy_n(sums.begin() + 1, kinds_.size(), sums_);
  for (size_t i = 0; i < rest_.size(); ++i) {
    const size_t at = 1 + kinds_.size() + 2 * i;
    rest_[i].set_sums({sums[at], sums[at + 1]});
  }
}

bool draws(const engine::Graph& graph) {
  return std::any_of(graph.ops.begin(), graph.ops.end(), [](const engine::Op& op) {
    const bool random =
        op.kind == engine::OpKind::kDropout || op.kind == engine::OpKind::kGaussianNoise;
    return random && op.alpha > 0;
  });
}

template <class T>
double predicting_loss(const Network& network, const Loss& loss, const Feed& feed,
                       const T* weights) {
  engine::Program<T> program(network.graph, compile_options(loss, {}, feed.rows()));
  const engine::Sums sums = program.evaluate(weights, feed.batch(0, feed.rows()));
  return sums.loss / static_cast<double>(sums.rows);
}
template double predicting_loss(const Network&, const Loss&, const Feed&, const float*);
template double predicting_loss(const Network&, const Loss&, const Feed&, const double*);

template <class T>
Evaluator<T>::Evaluator(const Network& network, const Loss& loss,
                        const std::vector<Metric>& metrics, const data::Dataset& dataset,
                        ThreadTeam* team)
    : feed_(dataset),
      metrics_(metrics, loss, network.graph.ops[static_cast<size_t>(network.graph.output)].size()),
      program_(network.graph, compile_options(loss, metrics_.in_program(), dataset.rows()), team) {
  if (metrics_.needs_predictions()) {
    predictions_.resize(static_cast<size_t>(
        dataset.rows() * network.graph.ops[static_cast<size_t>(network.graph.output)].size()));
  }
}

template <class T>
typename Evaluator<T>::Result Evaluator<T>::run(const T* weights) {
  const engine::Batch batch = feed_.batch(0, feed_.rows());
  const engine::Sums sums =
      program_.evaluate(weights, batch, predictions_.empty() ? nullptr : predictions_.data());
  metrics_.reset();
  metrics_.add(sums, feed_.weight(batch), feed_, batch, predictions_.data());
  Result result;
  result.data_loss = sums.loss / static_cast<double>(sums.rows);
  result.loss = result.data_loss + program_.penalty(weights);
  metrics_.results(result.metrics);
  return result;
}

template void MetricSet::add(const engine::Sums&, double, const Feed&, const engine::Batch&,
                             const float*);
template void MetricSet::add(const engine::Sums&, double, const Feed&, const engine::Batch&,
                             const double*);
template class Evaluator<float>;
template class Evaluator<double>;

}  // namespace gradus
