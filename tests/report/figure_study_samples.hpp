#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "gradus/base/math.hpp"
#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"

/// Small made-up studies, whose figures can be worked out by hand.
namespace gradus::samples {

/// One axis, "run", of named variants, over `seeds` seeds.
inline study::Study named_study(const std::vector<std::string>& names, uint64_t seeds) {
  study::Study study;
  for (uint64_t s = 0; s < seeds; ++s) study.seeds.push_back(s);
  study::Axis axis{"run", {}, true};
  for (const std::string& name : names) {
    axis.values.emplace_back(name);
    study::Variant variant;
    variant.key = {{"run", study::AxisValue(name)}};
    study.variants.push_back(variant);
  }
  study.axes.push_back(axis);
  return study;
}

/// Plain numbers on two axes, "rate" and "width", crossed.
inline study::Study crossed_study(const std::vector<double>& rates,
                                  const std::vector<int64_t>& widths, uint64_t seeds) {
  study::Study study;
  for (uint64_t s = 0; s < seeds; ++s) study.seeds.push_back(s);
  study.axes = {{"rate", {}, false}, {"width", {}, false}};
  for (const double rate : rates) study.axes[0].values.emplace_back(rate);
  for (const int64_t width : widths) study.axes[1].values.emplace_back(width);
  for (const double rate : rates)
    for (const int64_t width : widths) {
      study::Variant variant;
      variant.key = {{"rate", rate}, {"width", width}};
      study.variants.push_back(variant);
    }
  return study;
}

inline study::Trial trial(size_t variant, uint64_t seed, std::vector<double> loss,
                          Status status = Status::kCompleted) {
  study::Trial t;
  t.variant = variant;
  t.seed = seed;
  t.history.epochs = static_cast<int64_t>(loss.size());
  t.history.steps = 4 * t.history.epochs;
  t.history.status = status;
  t.history.learned = true;
  t.history.columns = {{"loss", std::move(loss)}};
  return t;
}

inline study::FigureSpec line_spec(const std::vector<std::string>& metrics) {
  study::FigureSpec spec;
  for (const std::string& metric : metrics) {
    study::MetricQuery query;
    query.name = metric;
    spec.y.push_back(query);
  }
  return spec;
}

}  // namespace gradus::samples
