#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "gradus/nn/field.hpp"

namespace gradus::study {

// The schedulers of a search as things of a study file; Study::search holds what they say.

/// Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization"
/// (AISTATS 2016).
struct SuccessiveHalving {
  static constexpr std::string_view kKind = "successive_halving";
  int64_t factor = 3;
  int64_t min_epochs = 1;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("factor", s.factor, kOption.at_least(2).at_most(1000));
    visit("min_epochs", s.min_epochs, kOption.at_least(1));
  }
};

/// Golovin et al., "Google Vizier" (KDD 2017): the median stopping rule.
struct MedianPruning {
  static constexpr std::string_view kKind = "median_pruning";
  int64_t min_epochs = 1;
  int64_t min_points = 5;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("min_epochs", s.min_epochs, kOption.at_least(1));
    visit("min_points", s.min_points, kOption.at_least(1));
  }
};

using SchedulerThing = std::variant<SuccessiveHalving, MedianPruning>;

}  // namespace gradus::study
