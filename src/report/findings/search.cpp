#include "report/findings/search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/findings/digits.hpp"

namespace gradus::finding {

namespace {

double score_of(const study::Study& study, const std::vector<study::Ranked>& ranking) {
  const std::optional<size_t> place = study::to_refit(study, ranking, "best");
  return place ? ranking[*place].mean : std::numeric_limits<double>::quiet_NaN();
}

double chosen_score(const study::Study& study, const study::Results& results,
                    const std::vector<study::Ranked>& ranking) {
  if (ranking.empty() || !study.variants[ranking[0].variant].plan.data.test_folds)
    return score_of(study, ranking);
  const int64_t outer = study.variants[ranking[0].variant].plan.data.test_folds->count();
  std::vector<double> scores;
  for (int64_t fold = 0; fold < outer; ++fold)
    scores.push_back(score_of(study, study::rank(study, results, fold)));
  return statistics::mean(scores);
}

// About the width of an interval: four standard errors of the median point.
double typical_spread(const SearchFacts& facts) {
  std::vector<double> errors;
  for (size_t i = 0; i < facts.finished(); ++i)
    if (facts.ranking[i].standard_error > 1e-9 * std::abs(facts.ranking[i].mean))
      errors.push_back(facts.ranking[i].standard_error);
  return errors.empty() ? 0 : 4 * statistics::median(errors);
}

}  // namespace

bool SearchFacts::finished(size_t place) const {
  return !ranking[place].pruned && std::isfinite(ranking[place].mean);
}

size_t SearchFacts::finished() const {
  size_t n = 0;
  while (n < ranking.size() && finished(n)) ++n;
  return n;
}

SearchFacts search_facts(const study::Study& study, const study::Results& results,
                         const study::TrialIndex& index) {
  SearchFacts facts{study, index, {}, study::rank(study, results), {}, {}, 0, 0};
  facts.spec.metric = study.search->objective;
  facts.spec.higher_is_better = study.search->higher_is_better;
  for (const study::Ranked& point : facts.ranking)
    facts.samples.push_back(sample_of(study, index, point.variant, facts.spec.metric));
  facts.spread = typical_spread(facts);
  facts.against.resize(facts.ranking.size());
  facts.chosen_score = chosen_score(study, results, facts.ranking);
  const size_t n = facts.finished();
  if (n < 2) return facts;
  // Those whose trainings pair with the best's.
  std::vector<std::vector<double>> values;
  std::vector<size_t> places;
  for (size_t i = 0; i < n; ++i) {
    if (facts.samples[i].units.size() != facts.samples[0].units.size()) continue;
    values.push_back(facts.samples[i].units);
    places.push_back(i);
  }
  const std::vector<statistics::Comparison> compared =
      statistics::compare_chosen(values, study.search->higher_is_better, facts.samples[0].overlap);
  for (size_t i = 0; i < compared.size(); ++i) facts.against[places[i]] = compared[i];
  return facts;
}

std::string point_name(const SearchFacts& facts, size_t place) {
  return spoken(facts.study, facts.variant(place).key);
}

Estimate mean_estimate(size_t variant, const Sample& sample) {
  Estimate out = estimate(variant, sample);
  if (sample.folds > 1 || sample.share) return out;
  out.value = statistics::mean(sample.values);
  out.interval = within_bounds(sample, statistics::bootstrap_of_mean(sample.values));
  return out;
}

std::string point_value(const SearchFacts& facts, size_t place) {
  const Estimate value = mean_estimate(facts.ranking[place].variant, facts.samples[place]);
  if (facts.samples[place].share) return percent(value.value, value.interval);
  // All points with the same decimals, or the second would look better than the first.
  const double spread = facts.spread;
  if (!(spread > 0)) return digits(value.value, value.interval);
  const auto text = [&](double v) { return digits(v, own_spread(v, spread)); };
  if (value.interval.method == statistics::IntervalMethod::kNone) return text(value.value);
  return text(value.value) + " [" + text(value.interval.low) + ", " + text(value.interval.high) +
         "]";
}

}  // namespace gradus::finding
