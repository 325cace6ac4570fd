// Units that have stopped: always 0, at an end of their range, or a network of one answer.
#include <cmath>
#include <limits>

#include "train/instruments_batches.hpp"
#include "train/instruments_layers.hpp"
#include "train/model_state.hpp"

namespace gradus {
namespace {

using engine::Act;
using engine::Op;
using engine::OpKind;

// A unit is one value of a row, or one channel of an image.
struct Units {
  LayerOutput output;
  size_t features, channels;
  std::vector<double> all;  // [channels]: 1 while every value so far counts
};

// The units of the layers that end in an activation of which `counts` says something.
template <class Counts>
class UnitSearch {
 public:
  UnitSearch(const engine::Graph& graph, const InstrumentOptions& options, Counts counts)
      : graph_(graph), counts_(counts) {
    for (const LayerOutput& output : layer_outputs(graph, options)) {
      const Op& op = op_of(output);
      if (op.kind != OpKind::kActivation || !counts_.knows(op.act)) continue;
      const size_t features = static_cast<size_t>(op.size());
      const size_t channels = op.shape.rank() == 3 ? engine::channels_of(op) : features;
      units_.push_back({output, features, channels, std::vector<double>(channels, 1)});
    }
  }

  template <class T>
  void look(const engine::Program<T>& program, size_t count) {
    std::vector<T> rows;
    for (Units& u : units_) {
      rows.resize(count * u.features);
      program.read_values(u.output.op, count, rows.data());
      const Act act = op_of(u.output).act;
      for (size_t i = 0; i < rows.size(); ++i)
        if (!counts_(act, static_cast<double>(rows[i]))) u.all[i % u.channels] = 0;
    }
  }

  std::vector<Reading> readings(const char* name, const InstrumentOptions& options) {
    std::vector<Reading> out;
    for (Units& u : units_) out.push_back(read(u.output.layer, name, std::move(u.all), options));
    return out;
  }

 private:
  [[nodiscard]] const Op& op_of(const LayerOutput& output) const {
    return graph_.ops[static_cast<size_t>(output.op)];
  }

  const engine::Graph& graph_;
  Counts counts_;
  std::vector<Units> units_;
};

struct Dead {
  [[nodiscard]] static bool knows(Act) { return true; }
  bool operator()(Act, double value) const { return value == 0; }
};

struct Saturated {
  [[nodiscard]] static bool knows(Act act) { return act == Act::kTanh || act == Act::kSigmoid; }
  bool operator()(Act act, double value) const {
    return act == Act::kTanh ? std::abs(value) > 0.99 : value < 0.01 || value > 0.99;
  }
};

// The largest span of a column of rows.
class Span {
 public:
  explicit Span(size_t columns)
      : low_(columns, std::numeric_limits<double>::infinity()), high_(columns, -low_[0]) {}

  void add(size_t column, double v) {
    low_[column] = std::min(low_[column], v);
    high_[column] = std::max(high_[column], v);
    finite_ = finite_ && std::isfinite(v);
  }
  [[nodiscard]] double widest() const {
    if (!finite_) return std::numeric_limits<double>::quiet_NaN();
    double widest = 0;
    for (size_t c = 0; c < low_.size(); ++c) widest = std::max(widest, high_[c] - low_[c]);
    return widest;
  }

 private:
  std::vector<double> low_, high_;
  bool finite_ = true;
};

}  // namespace

template <class Counts>
std::vector<Reading> Instruments::units(const data::Dataset& given,
                                        const InstrumentOptions& options, const char* name) const {
  const Model::State& state = *model_.state_;
  const data::Dataset samples = first_samples(given, options.samples);
  check_input(samples, state.input);
  const auto team = state.team(options.threads, std::min(samples.rows(), kInspectedRows));
  UnitSearch search(state.network.graph, options, Counts{});
  const auto collect = [&](const auto& weights) {
    over_values(state.network.graph, weights, samples, team.get(),
                [&](const auto& program, size_t count) { search.look(program, count); });
  };
  if (state.options.float64) {
    collect(state.twofold.weights);
  } else {
    collect(state.single.weights);
  }
  return search.readings(name, options);
}

std::vector<Reading> Instruments::dead_units(const data::Dataset& samples,
                                             const InstrumentOptions& options) const {
  return units<Dead>(samples, options, "dead_units");
}

std::vector<Reading> Instruments::saturated_units(const data::Dataset& samples,
                                                  const InstrumentOptions& options) const {
  return units<Saturated>(samples, options, "saturated_units");
}

Collapse Instruments::collapse(const data::Dataset& given, int threads) const {
  const Model::State& state = *model_.state_;
  const data::Dataset samples = first_samples(given, 0);
  check_input(samples, state.input);
  const size_t outputs = static_cast<size_t>(model_.outputs());
  const auto team = state.team(threads, samples.rows());
  Span predictions(outputs), targets(static_cast<size_t>(samples.outputs()));
  const auto collect = [&]<class T>(const AlignedVector<T>& weights) {
    const Feed feed(samples);
    engine::CompileOptions options;
    options.capacity = feed.rows();
    options.training = false;
    engine::Program<T> program(state.network.graph, options, team.get());
    std::vector<T> rows(static_cast<size_t>(feed.rows()) * outputs);
    program.predict(weights.data(), feed.batch(0, feed.rows()), rows.data());
    for (size_t i = 0; i < rows.size(); ++i)
      predictions.add(i % outputs, static_cast<double>(rows[i]));
  };
  if (state.options.float64) {
    collect(state.twofold.weights);
  } else {
    collect(state.single.weights);
  }
  for (int64_t r = 0; r < samples.rows(); ++r) {
    const std::vector<float> row = samples.target(r);
    for (size_t j = 0; j < row.size(); ++j) targets.add(j, static_cast<double>(row[j]));
  }
  Collapse result;
  result.span = predictions.widest();
  result.target_span = targets.widest();
  result.equal = result.span == 0;
  return result;
}

}  // namespace gradus
