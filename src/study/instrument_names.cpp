// What instruments, layers and their metrics are called.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "study/instruments.hpp"

namespace gradus::study {
namespace {

constexpr const char* kStatistics[] = {"norm", "mean", "std", "zeros"};

bool of_one_number(const std::string& kind) {
  return kind == "dead_units" || kind == "saturated_units" || kind == "update_ratio";
}

// Whether a layer has several quantities to tell apart.
bool of_tensors(const InstrumentSpec& spec) {
  return spec.kind == "weights" || spec.kind == "batch_normalization" ||
         (spec.kind == "gradients" && spec.of == GradientOf::kWeights);
}

std::vector<std::string> tensors(const InstrumentSpec& spec, const Layer& layer) {
  if (spec.kind == "batch_normalization") {
    const auto* norm = std::get_if<BatchNormalization>(&layer);
    if (!norm) return {};
    std::vector<std::string> names = {"moving_mean", "moving_variance"};
    if (norm->center) names.insert(names.begin(), "beta");
    if (norm->scale) names.insert(names.begin(), "gamma");
    return names;
  }
  return std::visit(
      []<class L>(const L& l) -> std::vector<std::string> {
        if constexpr (requires { l.kernel_initializer; }) {
          if (l.use_bias) return {"kernel", "bias"};
          return {"kernel"};
        } else if constexpr (requires {
                               l.center;
                               l.scale;
                             }) {
          std::vector<std::string> names;
          if (l.scale) names.emplace_back("gamma");
          if (l.center) names.emplace_back("beta");
          return names;
        } else if constexpr (std::is_same_v<L, PReLU>) {
          return {"alpha"};
        }
        return {};
      },
      layer);
}

double statistic(const Distribution& d, const std::string& name) {
  return name == "norm" ? d.norm : name == "mean" ? d.mean : name == "std" ? d.std : d.zeros;
}

// The distribution of all readings together, but for its quantiles.
Distribution joined(const std::vector<Reading>& readings) {
  Distribution all;
  double sum = 0, squares = 0, zeros = 0;
  for (const Reading& r : readings) {
    const double n = static_cast<double>(r.distribution.count);
    all.count += r.distribution.count;
    sum += n * r.distribution.mean;
    squares += r.distribution.norm * r.distribution.norm;
    zeros += n * r.distribution.zeros;
  }
  const double n = static_cast<double>(all.count);
  all.mean = sum / n;
  all.norm = std::sqrt(squares);
  all.std = std::sqrt(std::max(0.0, squares / n - all.mean * all.mean));
  all.zeros = zeros / n;
  return all;
}

}  // namespace

const std::vector<std::string>& instrument_kinds() {
  static const std::vector<std::string> kinds = {
      "activations", "gradients",       "weights",      "batch_normalization",
      "dead_units",  "saturated_units", "update_ratio", "collapse"};
  return kinds;
}

std::vector<std::string> instrument_keys(const std::string& kind) {
  if (kind == "collapse") return {"data", "every"};
  std::vector<std::string> keys = {"every", "layers"};
  if (kind == "weights" || kind == "batch_normalization" || kind == "update_ratio") return keys;
  keys.insert(keys.begin(), {"data", "samples"});
  if (kind == "gradients") keys.insert(keys.begin(), "of");
  return keys;
}

std::vector<std::string> layer_names(const std::vector<Layer>& layers) {
  std::map<std::string, int> counts;
  std::vector<std::string> names;
  for (const Layer& layer : layers) {
    const LayerOptions& options = layer_options(layer);
    if (options.repeat == 0) continue;
    std::string base = options.name;
    if (base.empty()) {
      base = layer_kind(layer);
      const int n = counts[base]++;
      if (n > 0) base += "_" + std::to_string(n);
    }
    if (options.repeat == 1) names.push_back(base);
    for (int64_t copy = 1; options.repeat > 1 && copy <= options.repeat; ++copy)
      names.push_back(base + "." + std::to_string(copy));
  }
  return names;
}

std::vector<std::string> instrument_metrics(const InstrumentSpec& spec,
                                            const std::vector<Layer>& layers) {
  const std::string start = spec.name + ".";
  if (spec.kind == "collapse")
    return {spec.name, start + "within_1e-6", start + "within_1e-2", start + "within_5e-2"};
  std::vector<std::string> names;
  std::vector<std::string> of = {""};
  const bool single = of_one_number(spec.kind), tensor = of_tensors(spec);
  if (single) names.push_back(spec.name);
  const std::vector<std::string> all = layer_names(layers);
  size_t next = 0;
  for (const Layer& layer : layers) {
    const std::vector<std::string> quantities = tensors(spec, layer);
    for (int64_t copy = 0; copy < layer_options(layer).repeat; ++copy) {
      const std::string& name = all[next++];
      if (single) names.push_back(start + name);
      if (!single && !tensor) of.push_back("." + name);
      for (const std::string& quantity : quantities)
        if (tensor) of.push_back("." + name + "." + quantity);
    }
  }
  if (spec.kind == "gradients" && spec.of == GradientOf::kInputs) of = {""};
  if (spec.kind == "batch_normalization") of.erase(of.begin());
  for (const std::string& each : of)
    for (const char* s : kStatistics)
      if (!single) names.push_back(start + s + each);
  return names;
}

std::optional<size_t> instrument_of(const std::vector<InstrumentSpec>& instruments,
                                    const std::string& metric) {
  // No name of an instrument has a point.
  const std::string name = metric.substr(0, metric.find('.'));
  for (size_t i = 0; i < instruments.size(); ++i)
    if (instruments[i].name == name) return i;
  return {};
}

std::vector<std::pair<std::string, double>> metrics_of(const InstrumentSpec& spec,
                                                       const std::vector<Reading>& readings) {
  std::vector<std::pair<std::string, double>> out;
  const std::string start = spec.name + ".";
  if (spec.kind == "collapse") {
    for (const Reading& r : readings)
      if (r.quantity == "collapse" || r.quantity.starts_with("within"))
        out.emplace_back(r.quantity == "collapse" ? spec.name : start + r.quantity, r.values[0]);
    return out;
  }
  if (readings.empty()) return out;
  if (of_one_number(spec.kind)) {
    if (spec.kind != "update_ratio") out.emplace_back(spec.name, joined(readings).mean);
    for (const Reading& r : readings)
      out.emplace_back(r.layer.empty() ? spec.name : start + r.layer, r.distribution.mean);
    return out;
  }
  const auto add = [&](const Distribution& d, const std::string& of) {
    for (const char* s : kStatistics) out.emplace_back(start + s + of, statistic(d, s));
  };
  if (spec.kind != "batch_normalization") add(joined(readings), "");
  if (spec.kind == "gradients" && spec.of == GradientOf::kInputs) return out;
  for (const Reading& r : readings)
    add(r.distribution, "." + r.layer + (of_tensors(spec) ? "." + r.quantity : ""));
  return out;
}

}  // namespace gradus::study
