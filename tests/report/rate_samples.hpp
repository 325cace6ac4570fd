#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"

/// A made-up range test.
namespace gradus::samples {

/// Two forms: "carried on" through 0.01, 0.1 and 1, and "fresh" at each of them; 3 seeds.
inline study::Study range_study() {
  study::Study study;
  study.seeds = {0, 1, 2};
  study.axes = {{"decade", {0.01, 0.1, 1.0}, false},
                {"form", {std::string("carried on"), std::string("fresh")}, true}};
  study::Variant carried;
  carried.key = {{"form", std::string("carried on")}};
  carried.plan.train.optimizer =
      SGD{.learning_rate = schedules::ExponentialDecay{.initial_learning_rate = 0.01,
                                                       .decay_rate = 10,
                                                       .decay_steps = {1, true},
                                                       .staircase = true}};
  study.variants = {carried};
  for (const double rate : {0.01, 0.1, 1.0}) {
    study::Variant fresh;
    fresh.key = {{"decade", rate}, {"form", std::string("fresh")}};
    fresh.plan.train.optimizer = SGD{.learning_rate = rate};
    study.variants.push_back(fresh);
  }
  study::FigureSpec figure;
  figure.kind = figure.name = "lr_range";
  figure.x = "decade";
  figure.panels = {"form"};
  study.figures = {figure};
  return study;
}

/// A trial with these losses after its epochs, at 0.01, 0.1 ... or always at one rate.
inline study::Trial swept_trial(size_t variant, uint64_t seed, std::vector<double> losses,
                                std::optional<double> rate = {}) {
  const std::vector<double> decades = {0.01, 0.1, 1};
  study::Trial trial;
  trial.variant = variant;
  trial.seed = seed;
  trial.history.epochs = static_cast<int64_t>(losses.size());
  std::vector<double> rates;
  for (size_t i = 0; i < losses.size(); ++i) rates.push_back(rate ? *rate : decades.at(i));
  trial.history.columns = {{"loss", std::move(losses)}, {"learning_rate", std::move(rates)}};
  return trial;
}

}  // namespace gradus::samples
