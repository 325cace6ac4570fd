#pragma once

#include <limits>
#include <string>
#include <vector>

#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"

/// A small made-up search, whose figures can be worked out by hand.
namespace gradus::samples {

/// The value of a metric in one trial.
inline study::Trial scored(size_t variant, uint64_t seed, double value,
                           const std::string& metric = "val_accuracy") {
  study::Trial trial;
  trial.variant = variant;
  trial.seed = seed;
  trial.history.epochs = 2;
  trial.history.learned = true;
  trial.history.columns = {{metric, {value / 2, value}}};
  trial.metrics = {{metric, value}};
  return trial;
}

/// Two named optimizers: "sgd" with the axis momentum, "adam" without; each at three rates a
/// tenfold apart. Points 0..5 are sgd (rate slowest, then momentum 0.5 and 0.9), 6..8 adam.
inline study::Study small_search(uint64_t seeds = 2) {
  study::Study study;
  for (uint64_t s = 0; s < seeds; ++s) study.seeds.push_back(s);
  study.axes = {{"optimizer", {std::string("sgd"), std::string("adam")}, true},
                {"rate", {0.001, 0.01, 0.1}},
                {"momentum", {0.5, 0.9}},
                {"refit", {std::string("best"), std::string("worst")}, true}};
  for (const double rate : {0.001, 0.01, 0.1})
    for (const double momentum : {0.5, 0.9})
      study.variants.emplace_back().key = {
          {"optimizer", std::string("sgd")}, {"rate", rate}, {"momentum", momentum}};
  for (const double rate : {0.001, 0.01, 0.1})
    study.variants.emplace_back().key = {{"optimizer", std::string("adam")}, {"rate", rate}};
  study.search = study::SearchSpec{};
  study.search->objective.name = "val_accuracy";
  study.search->higher_is_better = true;
  return study;
}

/// A trial of each point and seed: the point's value, a hundredth more for each further seed.
inline study::Results scores_of(const study::Study& study, const std::vector<double>& values) {
  study::Results results;
  for (size_t v = 0; v < values.size(); ++v)
    for (const uint64_t seed : study.seeds)
      results.trials.push_back(scored(v, seed, values[v] + 0.01 * static_cast<double>(seed)));
  return results;
}

/// Trains a point again: its trials have values of "test_accuracy".
inline void refit(study::Study& study, study::Results& results, size_t point,
                  const std::string& name, const std::vector<double>& values) {
  study::Variant variant = study.variants[point];
  variant.key.emplace_back("refit", name);
  study.variants.push_back(variant);
  for (size_t k = 0; k < values.size(); ++k)
    results.trials.push_back(scored(study.variants.size() - 1, 10 + k, values[k], "test_accuracy"));
}

inline study::FigureSpec points_spec(const std::string& kind) {
  study::FigureSpec spec;
  spec.kind = kind;
  spec.y = {{"last", "val_accuracy", {}}};
  return spec;
}

}  // namespace gradus::samples
