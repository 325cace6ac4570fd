#include "study/ranking.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "gradus/study/statistics.hpp"
#include "study/parameters.hpp"
#include "study/scores.hpp"

namespace gradus::study {
namespace {

Ranked ranked(size_t variant, const Scores& scores) {
  Ranked out;
  out.variant = variant;
  const Scores::Basis basis = scores.basis();
  out.mean = statistics::mean(scores.units(scores.dealt_once));
  out.standard_error = statistics::standard_error(basis.values, basis.overlap);
  out.trainings = scores.trainings;
  out.failed = scores.failed;
  out.pruned = scores.pruned;
  return out;
}

bool finished(const Ranked& point) {
  return std::isfinite(point.mean) && !point.pruned;
}

size_t count_finished(const std::vector<Ranked>& ranking) {
  return static_cast<size_t>(std::count_if(ranking.begin(), ranking.end(), finished));
}

}  // namespace

std::vector<Ranked> rank(const Study& study, const Results& results, std::optional<int64_t> outer) {
  std::vector<Ranked> out;
  if (!study.search) return out;
  const TrialIndex index(study, results);
  for (size_t v = 0; v < study.variants.size(); ++v) {
    if (study.variants[v].same_as || is_refit(study.variants[v])) continue;
    const Scores scores = scores_of(study, index, v, study.search->objective, outer);
    if (scores.trainings > 0) out.push_back(ranked(v, scores));
  }
  const double sign = study.search->higher_is_better ? -1 : 1;
  const auto place = [&](const Ranked& point) {
    const bool finite = std::isfinite(point.mean);
    return std::tuple(!finite, point.pruned, finite ? sign * point.mean : 0.0, point.variant);
  };
  std::sort(out.begin(), out.end(),
            [&](const Ranked& a, const Ranked& b) { return place(a) < place(b); });
  return out;
}

size_t chosen(const Study& study, const std::vector<Ranked>& ranking, SearchSpec::Rule rule) {
  const size_t n = count_finished(ranking);
  if (rule == SearchSpec::Rule::kBest || n == 0) return 0;
  const Ranked& best = ranking.front();
  const double reach = std::isfinite(best.standard_error) ? best.standard_error : 0;
  std::vector<size_t> near;
  bool known = true;
  std::vector<int64_t> parameters;
  for (size_t i = 0; i < n; ++i) {
    if (std::abs(ranking[i].mean - best.mean) > reach) break;
    near.push_back(i);
    const std::optional<int64_t> count = parameters_of(study.variants[ranking[i].variant].plan);
    known = known && count;
    parameters.push_back(count.value_or(0));
  }
  const auto simplicity = [&](size_t i) {
    return std::tuple(known ? parameters[i] : 0, ranking[i].variant);
  };
  return *std::min_element(near.begin(), near.end(),
                           [&](size_t a, size_t b) { return simplicity(a) < simplicity(b); });
}

std::optional<size_t> to_refit(const Study& study, const std::vector<Ranked>& ranking,
                               const std::string& which) {
  const size_t n = count_finished(ranking);
  if (n == 0) return {};
  if (which == "median") return (n - 1) / 2;
  if (which == "worst") return n - 1;
  return chosen(study, ranking, study.search->rule);
}

}  // namespace gradus::study
