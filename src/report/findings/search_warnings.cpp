#include <algorithm>
#include <cmath>

#include "report/findings/digits.hpp"
#include "report/findings/search.hpp"
#include "report/findings/search_gap.hpp"
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
struct Tested {
  size_t variant;
  Sample sample;
};

std::optional<Tested> tested(const SearchFacts& facts, const study::MetricQuery& query) {
  for (size_t v = 0; v < facts.study.variants.size(); ++v) {
    const study::AxisValue* refit = study::refit_of(facts.study.variants[v]);
    if (refit == nullptr || study::text(*refit) != "best") continue;
    Sample sample = sample_of(facts.study, facts.index, v, query);
    if (!sample.values.empty()) return Tested{v, std::move(sample)};
  }
  return {};
}

// A test comes at the end of a training alone, so that there is no lowest of it. What has no test
// of its own is followed by the loss.
bool has_test_form(const study::MetricQuery& objective) {
  return objective.name.starts_with("val_") && !objective.reduce.starts_with("arg") &&
         objective.reduce != "roughness";
}

// "trained again on all but the test set, it has test loss 0.40 [0.31, 0.49] (mean of 2 seeds)"
std::string what_it_has(const Question& test, const Tested& refit, double size) {
  const Sample& sample = refit.sample;
  const Estimate value = mean_estimate(refit.variant, sample);
  const bool one = value.interval.method == statistics::IntervalMethod::kNone;
  return "trained again on all but the test set, it has " + test.words.label + " " +
         (one ? write(test, value.value, size) : digits(value.value, value.interval)) +
         (sample.values.size() == 1 && sample.folds == 1
              ? " (one training)"
              : " (mean of " + (sample.folds > 1 ? many(sample.folds, "test fold") + " and " : "") +
                    many(sample.values.size(), "seed") + ")");
}

}  // namespace

std::vector<Finding> search_warnings(const SearchFacts& facts) {
  const size_t n = facts.ranking.size();
  if (n < 2 || facts.finished() == 0) return {};
  const Question question = facts.question();
  study::FindingSpec spec;
  const bool comparable = has_test_form(facts.spec.metric);
  spec.metric.name =
      comparable ? "test_" + facts.spec.metric.name.substr(4) : std::string("test_loss");
  const Question test{facts.study, facts.index, spec, words_of(facts.study, spec)};
  const std::optional<Tested> refit = tested(facts, spec.metric);
  const std::string chose = sentence_case(question.words.subject) + " of the best of " +
                            many(n, "point") +
                            " is also what chose it, so it is better than new data would give";
  if (!refit)
    return {warning(facts, chose + ". " +
                               (facts.variant(0).plan.data.test_folds
                                    ? "A refit within each test fold would tell by how much "
                                      "(search.refit)."
                                    : "A refit or folds of the test set would tell "
                                      "by how much (search.refit, data.test)."))};
  if (!comparable) return {warning(facts, chose + "; " + what_it_has(test, *refit, 0) + ".")};
  const Gap gap = gap_of(facts, spec.metric, refit->variant, refit->sample);
  const double size = std::abs(gap.chosen - gap.test);
  const bool kind = (gap.chosen > gap.test) == facts.study.search->higher_is_better;
  return {warning(
      facts, "The score that chose the best of " + many(n, "point") + ", " + question.words.label +
                 " " + write(question, gap.chosen, size) +
                 (!gap.told ? ", cannot be told from its test"
                  : kind    ? ", was too kind to it by " + write_difference(question, size, size)
                         : ", was too harsh on it by " + write_difference(question, size, size)) +
                 ": " + what_it_has(test, *refit, size) + ".")};
}

}  // namespace gradus::finding
