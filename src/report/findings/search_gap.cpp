#include "report/findings/search_gap.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "study/scores_sizes.hpp"
#include "study/statistics/grid.hpp"

namespace gradus::finding {
namespace {

constexpr double kLevel = 0.05, kInfinity = std::numeric_limits<double>::infinity();

// A part of a variance, and of how many values less one it is an estimate.
struct Part {
  double variance, freedom;
};

bool counts_samples(const study::MetricQuery& query) {
  return query.name.ends_with("accuracy");
}

// The fewest samples whose shares these accuracies can be: no more than there are.
double fewest_rows(const std::vector<double>& values) {
  constexpr double kMost = 100000, kWhole = 1e-6;
  for (double n = 1; n <= kMost; ++n)
    if (std::all_of(values.begin(), values.end(),
                    [&](double v) { return std::abs(v * n - std::round(v * n)) < kWhole; }))
      return n;
  return std::numeric_limits<double>::quiet_NaN();
}

// Of the share that so many samples got right, seen again on as many others.
Part of_share(const study::SetSize& set, const std::vector<double>& values) {
  const double n = set.rows.value_or(fewest_rows(values));
  const double share = (statistics::mean(values) * n + 1) / (n + 2);
  return {share * (1 - share) / n, kInfinity};
}

constexpr Part kUnknown{std::numeric_limits<double>::quiet_NaN(), 1};

// The selection's error. A validation set that all seeds share has one of its own that their spread
// does not show.
Part of_selection(const SearchFacts& facts, size_t place) {
  const Sample& sample = facts.samples[place];
  const double error = facts.ranking[place].standard_error;
  Part out{error * error, static_cast<double>(sample.units.size()) - 1};
  if (sample.folds > 1 || sample.overlap > 0 || study::draws_anew(*sample.data)) return out;
  if (!counts_samples(facts.spec.metric)) return kUnknown;
  out.variance += of_share(study::set_sizes(*sample.data).validation, sample.values).variance;
  return out;
}

// That of a test set which all seeds of the refit share. Of an accuracy it follows from the number
// of samples; of other metrics from the spread of the selection's, whose validation sets differ.
Part of_test(const SearchFacts& facts, size_t place, const study::MetricQuery& query,
             const study::DataPlan& data, const Sample& test) {
  if (study::draws_anew(data)) return {0, kInfinity};  // in the spread of the seeds
  if (counts_samples(query)) return of_share(study::set_sizes(data).test, test.values);
  const Sample& sample = facts.samples[place];
  const study::SetSizes sizes = study::set_sizes(*sample.data);
  const std::optional<double> larger = study::ratio(sizes.validation, sizes.test);
  const double spread = sample.folds > 1     ? sample.over_folds
                        : sample.overlap > 0 ? sample.over_seeds
                                             : std::numeric_limits<double>::quiet_NaN();
  if (!larger) return kUnknown;
  return {spread * spread * *larger, static_cast<double>(sample.units.size()) - 1};
}

// Whether a gap is beyond what these parts leave room for (Welch and Satterthwaite).
bool is_beyond(double gap, const std::vector<Part>& parts) {
  double variance = 0, square = 0;
  for (const Part& part : parts) {
    variance += part.variance;
    square += part.variance * part.variance / part.freedom;
  }
  if (!(variance > 0)) return false;
  const double freedom = square > 0 ? std::max(1.0, variance * variance / square) : 1e9;
  return std::abs(gap) > statistics::t_quantile(1 - kLevel / 2, freedom) * std::sqrt(variance);
}

// Nested folds choose and test in each fold of the test set: the pairs say how far that goes.
bool differs_over_folds(const SearchFacts& facts, const study::MetricQuery& query, size_t variant,
                        const study::Folds& folds) {
  const study::Scores scores = study::scores_of(facts.study, facts.index, variant, query);
  std::vector<double> gaps, values;
  for (size_t f = 0; f < std::min(scores.folds(), facts.chosen_scores.size()); ++f) {
    std::vector<double> tests;
    for (const std::vector<double>& seed : scores.by_seed)
      if (std::isfinite(seed[f])) tests.push_back(seed[f]);
    const double test = statistics::mean(tests), gap = facts.chosen_scores[f] - test;
    if (!std::isfinite(gap)) continue;
    gaps.push_back(gap);
    values.insert(values.end(), {facts.chosen_scores[f], test});
  }
  const double overlap = 1 / static_cast<double>(folds.folds - 1);
  // Two or three equal gaps are no certainty.
  const double grid = statistics::grid_of(values);
  return gaps.size() > 1 && statistics::resampled_t(gaps, overlap, grid).p <= kLevel;
}

}  // namespace

Gap gap_of(const SearchFacts& facts, const study::MetricQuery& query, size_t variant,
           const Sample& test) {
  Gap out{facts.chosen_score, mean_estimate(variant, test).value, false};
  const study::DataPlan& data = facts.study.variants[variant].plan.data;
  const std::optional<size_t> place = study::to_refit(facts.study, facts.ranking, "best");
  if (data.test_folds) {
    out.told = differs_over_folds(facts, query, variant, *data.test_folds);
  } else if (place && facts.samples[*place].data != nullptr) {
    const double seeds = statistics::standard_error(test.values);
    out.told = is_beyond(out.chosen - out.test,
                         {of_selection(facts, *place),
                          {seeds * seeds, static_cast<double>(test.values.size()) - 1},
                          of_test(facts, *place, query, data, test)});
  }
  return out;
}

}  // namespace gradus::finding
