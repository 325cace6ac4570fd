#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "gradus/study/metric_names.hpp"
#include "gradus/study/reader.hpp"
#include "study/categories.hpp"
#include "study/effective.hpp"
#include "study/idle.hpp"
#include "study/sizes.hpp"
#include "study/train_rows.hpp"

namespace gradus::study {
namespace {

template <class T>
std::string written(const T& thing);

template <class T>
std::string value(const T& v) {
  if constexpr (std::is_same_v<T, bool>) {
    return v ? "true" : "false";
  } else if constexpr (std::is_arithmetic_v<T>) {
    return fmt::format("{}", v);
  } else if constexpr (std::is_enum_v<T>) {
    return spellings<T>()[static_cast<size_t>(v)];
  } else if constexpr (std::is_same_v<T, std::string>) {
    return fmt::format("'{}:{}'", v.size(), v);  // the length keeps any text unambiguous
  } else if constexpr (std::is_same_v<T, Length>) {
    return fmt::format("{}{}", v.count, v.epochs ? " epochs" : "");
  } else if constexpr (std::is_same_v<T, Size2D>) {
    return size_text(v);
  } else if constexpr (std::is_same_v<T, Shape>) {
    return v.text();
  } else if constexpr (std::is_same_v<T, LearningRate>) {
    return value(v.schedule);
  } else if constexpr (std::is_same_v<T, Amount>) {
    return std::visit([](const auto& a) { return value(a); }, v.value) +
           (v.value.index() == 1 ? " share" : "");
  } else if constexpr (std::is_same_v<T, Folds>) {
    return fmt::format("{} folds x{}", v.folds, v.repeats);
  } else if constexpr (Thing<T>) {
    return std::visit([](const auto& thing) { return written(effective(thing)); }, v);
  } else if constexpr (std::is_same_v<T, std::map<int64_t, int64_t>>) {
    std::string out = "{";
    for (const auto& [from, to] : v) out += fmt::format("{}={} ", from, to);
    return out + "}";
  } else if constexpr (requires { v.has_value(); }) {
    return v ? value(*v) : "none";
  } else {
    std::string out = "[";
    for (const auto& item : v) out += value(item) + " ";
    return out + "]";
  }
}

// A kind and all its options, defaults written out.
template <class T>
std::string written(const T& thing) {
  if constexpr (Thing<T>) {
    return std::visit([](const auto& t) { return written(t); }, thing);
  } else {
    std::string out(T::kKind);
    if constexpr (requires { thing.name; }) out += " " + thing.name;
    T::fields(thing, [&](std::string_view name, const auto& member, const Rule&) {
      out += fmt::format(" {}={}", name, value(member));
    });
    return "{" + out + "}";
  }
}

// Layers as a network sees them: numbered in place of named, repeats counted, and those that pass
// everything through left out.
std::string layers_text(const std::vector<Layer>& layers) {
  std::map<std::string, int> seen;
  std::map<std::string, int64_t> position = {{"input", 0}};
  std::vector<std::pair<std::string, int64_t>> runs;  // equal neighbours are one run
  int64_t placed = 0;                                 // unrolled layers so far
  int64_t last = 0;  // the one that the next layer reads; 0 is the input
  for (const Layer& layer : layers) {
    const LayerOptions& options = layer_options(layer);
    std::string name = options.name;
    if (name.empty()) {
      const int count = seen[layer_kind(layer)]++;
      name = count == 0 ? layer_kind(layer) : fmt::format("{}_{}", layer_kind(layer), count);
    }
    if (options.repeat == 0) continue;
    if (passes_through(layer)) {
      last = position[name] = options.inputs.empty() ? last : position[options.inputs[0]];
      continue;
    }
    std::string text = std::visit([](const auto& l) { return written(effective(l)); }, layer);
    std::string read = fmt::format(" {}", last);
    if (!options.inputs.empty()) {
      read.clear();
      for (const std::string& input : options.inputs) read += fmt::format(" {}", position[input]);
    }
    const bool chained = read == fmt::format(" {}", placed);  // reads the layer just before
    if (!chained) text += " of" + read;
    if (chained && !runs.empty() && runs.back().first == text)
      runs.back().second += options.repeat;
    else
      runs.emplace_back(text, options.repeat);
    last = placed += options.repeat;
    position[name] = last;
  }
  std::string out;
  for (const auto& [text, count] : runs) out += fmt::format("  {} x{}\n", text, count);
  return out;
}

// A batch of all samples or more is all of them.
int64_t acting_batch(const Plan& plan) {
  const int64_t rows = told_rows(plan.data);
  if (rows == 0 || plan.train.batch_size == 0) return plan.train.batch_size;
  return plan.train.batch_size < most_train_rows(plan.data, rows) ? plan.train.batch_size : 0;
}

}  // namespace

std::string canonical(const Schedule& schedule) {
  return value(schedule);
}

std::string canonical(const Plan& plan) {
  const DataPlan& d = plan.data;
  const auto held_out = [](const auto& amount, const auto& folds) {
    return folds ? value(*folds) : value(amount);
  };
  const TrainPlan t = without_idle(plan.train);
  std::string out = fmt::format(
      "data {} samples={} train={} test={} validation={} stratify={} transform={} seed={}",
      value(d.source), value(d.samples), value(d.train), held_out(d.test, d.test_folds),
      d.validation_is_test ? "test" : held_out(d.validation, d.validation_folds), value(d.stratify),
      value(d.transform), value(d.seed));
  std::string augment;  // what changes nothing draws nothing either
  for (const data::Augment& a : d.augment)
    if (data::acts(a)) augment += " " + value(a);
  out += (augment.empty() ? "" : " augment" + augment) + "\n";
  out += "model " + (plan.input ? plan.input->text() : std::string("-")) + "\n";
  out += layers_text(plan.layers);
  out += fmt::format("train {} {} batch={} epochs={} steps={}", value(t.loss), value(t.optimizer),
                     acting_batch(plan), t.epochs, t.steps);
  if (t.until)
    out += fmt::format(" until={} {} {}", value(t.until->metric), t.until->value, t.until->every);
  out += fmt::format(" metrics={} callbacks={}", value(metrics_of(t)), value(t.callbacks));
  if (has_validation(d)) out += fmt::format(" every={}", t.validation_freq);
  out += fmt::format(" weights={} balanced={} shuffle={} float64={}\n", value(t.class_weight),
                     t.balanced, t.shuffle, t.float64);
  return out;
}

}  // namespace gradus::study
