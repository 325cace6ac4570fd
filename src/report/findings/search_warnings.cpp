#include <algorithm>
#include <cmath>

#include "report/findings/digits.hpp"
#include "report/findings/search.hpp"
#include "study/scores.hpp"

namespace gradus::finding {
namespace {

Finding warning(const SearchFacts& facts, std::string sentence) {
  Finding finding;
  finding.kind = Finding::Kind::kWarning;
  finding.metric = facts.spec.metric.text();
  finding.sentence = std::move(sentence);
  return finding;
}

// What the refits of the best came to on the test set, where there are any.
std::optional<Sample> tested(const SearchFacts& facts, const study::MetricQuery& query) {
  for (size_t v = 0; v < facts.study.variants.size(); ++v) {
    const study::AxisValue* refit = study::refit_of(facts.study.variants[v]);
    if (refit == nullptr || study::text(*refit) != "best") continue;
    Sample sample = sample_of(facts.study, facts.index, v, query);
    if (!sample.values.empty()) return sample;
  }
  return {};
}

}  // namespace

std::vector<Finding> search_warnings(const SearchFacts& facts) {
  const size_t n = facts.ranking.size();
  if (n < 2 || facts.finished() == 0) return {};
  const Question question = facts.question();
  study::FindingSpec test;
  test.metric = facts.spec.metric;
  if (test.metric.name.starts_with("val_")) test.metric.name.replace(0, 4, "test_");
  const std::optional<Sample> sample =
      test.metric.name == facts.spec.metric.name ? std::nullopt : tested(facts, test.metric);
  if (!sample)
    return {warning(facts, sentence_case(question.words.subject) + " of the best of " +
                               many(n, "point") +
                               " is also what chose it, so it is better than "
                               "new data would give. " +
                               (facts.variant(0).plan.data.test_folds
                                    ? "A refit within each test fold would tell by how much "
                                      "(search.refit)."
                                    : "A refit or folds of the test set would tell "
                                      "by how much (search.refit, data.test)."))};
  const double chosen = facts.chosen_score, tests = statistics::mean(sample->values);
  const double kind = (chosen - tests) * (facts.study.search->higher_is_better ? 1 : -1);
  const double size = std::abs(chosen - tests);
  const std::string label = words_of(facts.study, test).label;
  const bool one = sample->values.size() == 1 && sample->folds == 1;
  const statistics::Interval interval =
      within_bounds(*sample, statistics::interval_of_mean(sample->values));
  // Within what the seeds of the refit spread over, no difference is told.
  const bool told = !one && (chosen < interval.low || chosen > interval.high);
  return {warning(
      facts,
      "The score that chose the best of " + many(n, "point") + ", " + question.words.label + " " +
          write(question, chosen, size) +
          (!told      ? ", cannot be told from its test"
           : kind > 0 ? ", was too kind to it by " + write_difference(question, size, size)
                      : ", was too harsh on it by " + write_difference(question, size, size)) +
          ": trained again on all but the test set, it has " + label + " " +
          (one ? write(question, tests, size) : digits(tests, interval)) +
          (one ? " (one training)"
               : " (mean of " +
                     std::string(sample->folds > 1 ? many(sample->folds, "test fold") + " and "
                                                   : "") +
                     many(sample->values.size(), "seed") + ")") +
          ".")};
}

}  // namespace gradus::finding
