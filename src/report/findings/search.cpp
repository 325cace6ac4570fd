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

// What was chosen in each test fold of nested folds.
std::vector<double> chosen_scores(const study::Study& study, const study::Results& results,
                                  const std::vector<study::Ranked>& ranking) {
  std::vector<double> scores;
  if (ranking.empty() || !study.variants[ranking[0].variant].plan.data.test_folds) return scores;
  const int64_t outer = study.variants[ranking[0].variant].plan.data.test_folds->count();
  for (int64_t fold = 0; fold < outer; ++fold)
    scores.push_back(score_of(study, study::rank(study, results, fold)));
  return scores;
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

const statistics::Comparison* SearchFacts::verdict(size_t variant) const {
  for (size_t i = 1; i < ranking.size(); ++i)
    if (ranking[i].variant == study.variants[variant].same_as.value_or(variant))
      return against[i].pairs > 0 ? &against[i] : nullptr;
  return nullptr;
}

SearchFacts search_facts(const study::Study& study, const study::Results& results,
                         const study::TrialIndex& index) {
  SearchFacts facts{study, index, {}, study::rank(study, results), {}, {}, 0, {}, 0, {}, 0, true};
  facts.spec.metric = study.search->objective;
  facts.spec.higher_is_better = study.search->higher_is_better;
  for (const study::Ranked& point : facts.ranking)
    facts.samples.push_back(sample_of(study, index, point.variant, facts.spec.metric));
  facts.spread = typical_spread(facts);
  facts.against.resize(facts.ranking.size());
  facts.chosen_scores = chosen_scores(study, results, facts.ranking);
  facts.chosen_score = facts.chosen_scores.empty() ? score_of(study, facts.ranking)
                                                   : statistics::mean(facts.chosen_scores);
  const size_t n = facts.finished();
  if (n < 2) return facts;
  facts.dealt_alike =
      std::all_of(facts.samples.begin(), facts.samples.begin() + static_cast<std::ptrdiff_t>(n),
                  [&](const Sample& one) {
                    return one.unit == facts.samples[0].unit && dealt_alike(one, facts.samples[0]);
                  });
  std::vector<size_t> places;
  std::vector<std::vector<double>> values;
  for (size_t i = 0; i < n; ++i) {
    const Sample& sample = facts.samples[i];
    facts.overlap = std::max(facts.overlap, sample.overlap);
    facts.compared.push_back(facts.dealt_alike ? sample.units : sample.by_seed);
    if (facts.compared[i].size() != facts.compared[0].size()) continue;
    values.push_back(facts.compared[i]);
    places.push_back(i);
  }
  const std::vector<statistics::Comparison> compared =
      statistics::compare_chosen(values, study.search->higher_is_better, facts.overlap);
  for (size_t i = 0; i < compared.size(); ++i) facts.against[places[i]] = compared[i];
  return facts;
}

std::string point_name(const SearchFacts& facts, size_t place) {
  return spoken(facts.study, facts.variant(place).key);
}

int64_t epochs_reached(const SearchFacts& facts, size_t place) {
  std::vector<double> epochs;
  for (const study::Trial* trial :
       study::trials_of(facts.study, facts.index, facts.ranking[place].variant))
    epochs.push_back(static_cast<double>(trial->history.epochs));
  return epochs.empty() ? 0 : static_cast<int64_t>(statistics::median(epochs));
}

Estimate mean_estimate(size_t variant, const Sample& sample) {
  Estimate out = estimate(variant, sample);
  if (sample.averaged() || sample.share) return out;
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
