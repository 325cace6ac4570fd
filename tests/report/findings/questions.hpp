#pragma once

#include <string>
#include <vector>

#include "report/findings.hpp"
#include "study/hand_made.hpp"

/// What tests of findings ask.
namespace gradus::finding {

inline study::FindingSpec ask(const std::string& metric,
                              const std::optional<std::string>& by = {}) {
  study::FindingSpec spec;
  spec.metric.name = metric;
  spec.by = by;
  return spec;
}

inline std::vector<std::string> sentences(const study::Study& study,
                                          const study::Results& results) {
  std::vector<std::string> out;
  for (const Finding& one : findings(study, results)) out.push_back(one.sentence);
  return out;
}

/// 0.1, 0.2 ... from `first`, in an order that is not sorted.
inline std::vector<double> ramp(double first, double step, size_t n) {
  std::vector<double> out;
  for (size_t i = 0; i < n; ++i) out.push_back(first + step * static_cast<double>((i * 7) % n));
  return out;
}

}  // namespace gradus::finding
