#include <algorithm>

#include "report/findings.hpp"

namespace gradus {
namespace {

using statistics::IntervalMethod;
using statistics::TestKind;

}  // namespace

std::vector<std::string> how_to_read(const std::vector<Finding>& findings) {
  const auto has_interval = [&](IntervalMethod method) {
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
      return std::any_of(finding.estimates.begin(), finding.estimates.end(),
                         [&](const Estimate& e) { return e.interval.method == method; });
    });
  };
  const auto has_test = [&](TestKind test) {
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
      return std::any_of(finding.pairs.begin(), finding.pairs.end(),
                         [&](const VariantPair& p) { return p.comparison.test == test; });
    });
  };
  const bool trends = std::any_of(findings.begin(), findings.end(),
                                  [](const Finding& f) { return f.trend.has_value(); });
  std::vector<std::string> out;
  if (has_interval(IntervalMethod::kOrderStatistic))
    out.emplace_back("Brackets hold the median over seeds with 95 % certainty.");
  if (has_interval(IntervalMethod::kRange))
    out.emplace_back(
        "Below six values brackets hold the smallest and the largest: too few for more.");
  if (has_interval(IntervalMethod::kResampled))
    out.emplace_back(
        "Brackets of folds, and of sets dealt anew from the same samples, hold the mean with 95 % "
        "certainty, by Student's distribution with the variance of Nadeau and Bengio (2003): "
        "trainings that share samples agree more than independent ones would.");
  if (has_interval(IntervalMethod::kStudent))
    out.emplace_back("Brackets of a mean over seeds are Student's, 95 %.");
  if (has_interval(IntervalMethod::kBootstrap))
    out.emplace_back(
        "Brackets of a mean over 32 seeds and more are a bootstrap's (bias-corrected and "
        "accelerated), 95 %.");
  if (has_interval(IntervalMethod::kWilson))
    out.emplace_back("Brackets of shares are Wilson's, 95 %.");
  if (std::any_of(findings.begin(), findings.end(),
                  [](const Finding& f) { return f.kind == Finding::Kind::kReported; }))
    out.emplace_back(
        "Our spread is the smallest to the largest value over seeds. A reported figure is one run, "
        "and agrees with ours where it lies inside.");
  const auto has_kind = [&](Finding::Kind kind) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& f) { return f.kind == kind; });
  };
  if (has_kind(Finding::Kind::kNotLearned))
    out.emplace_back(
        "A trial did not learn where its last training loss is not below 95 % of that of the best "
        "constant prediction" +
        std::string(std::any_of(findings.begin(), findings.end(),
                                [](const Finding& f) { return f.with_dropout; })
                        ? ", neither as measured nor with dropout and noise off."
                        : "."));
  if (has_kind(Finding::Kind::kDiverged))
    out.emplace_back(
        "A trial diverged where a value was not finite, or its last training loss is above twice "
        "that of the best constant prediction and twice that of its first batch.");
  if (has_test(TestKind::kChosen))
    out.emplace_back(
        "The best of many points owes part of its lead to luck. \"Worse\" means further behind "
        "than in 95 % of simulated searches among equally good points with these spreads; what "
        "cannot be told apart may well be as good.");
  if (std::any_of(findings.begin(), findings.end(), [](const Finding& f) {
        return f.sentence.find("still getting better") != std::string::npos;
      }))
    out.emplace_back(
        "A point was still getting better where a line through the last quarter of its epochs "
        "leads "
        "to better values at 5 % (corrected over all points, and for epochs that resemble their "
        "neighbours), and there it gained at least a hundredth of all that it gained.");
  if (std::any_of(findings.begin(), findings.end(), [](const Finding& f) {
        return f.sentence.starts_with("The score that chose the best");
      }))
    out.emplace_back(
        "The score of the best was too kind or too harsh where it is further from its test than, "
        "at 5 %, its own error, the spread of the seeds and the size of the test set leave room "
        "for.");
  std::string tests;
  const auto add = [&](bool used, const char* name) {
    if (used) tests += (tests.empty() ? "" : ", ") + std::string(name);
  };
  add(has_test(TestKind::kWilcoxon), "Wilcoxon's signed rank test");
  add(has_test(TestKind::kResampled),
      "Student's test with Nadeau and Bengio's variance (samples in "
      "common)");
  add(has_test(TestKind::kStudent), "Student's paired test (few seeds)");
  add(has_test(TestKind::kMcNemar), "McNemar's test of shares");
  add(trends, "Kendall's test of trends");
  if (!tests.empty())
    out.push_back(
        std::string("Variants are compared ") +
        (has_test(TestKind::kResampled) ? "fold by fold and seed by seed: " : "seed by seed: ") +
        tests +
        ". Over all comparisons of one question at most 5 % of studies would claim a "
        "difference that is not there (Holm's correction).");
  if (std::any_of(findings.begin(), findings.end(), [](const Finding& f) {
        return f.sentence.find("would probably have been seen") != std::string::npos;
      }))
    out.emplace_back("\"Probably\" means four times in five.");
  return out;
}

}  // namespace gradus
