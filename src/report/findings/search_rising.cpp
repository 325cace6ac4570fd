#include <algorithm>
#include <cmath>
#include <iterator>

#include "report/findings/search.hpp"
#include "study/scores.hpp"

namespace gradus::finding {
namespace {

constexpr size_t kNamesInWords = 8, kLeastValues = 4;
constexpr double kLevel = 0.05, kShareOfAll = 0.01;

// The objective of one training by epoch, as far as it was measured.
std::vector<double> curve_of(const study::Trial& trial, const std::string& name) {
  std::vector<double> out;
  const std::vector<double>* column = trial.history.find(name);
  if (column == nullptr) return out;
  std::copy_if(column->begin(), column->end(), std::back_inserter(out),
               [](double v) { return std::isfinite(v); });
  return out;
}

struct Ending {
  double p = 1;        // that the last quarters do not rise
  double gain = 0;     // from the first half of the last quarter to the second, mean of trainings
  double overall = 0;  // from the first epoch to the last, likewise
};

// A point still gets better where a line through its trainings' last quarters (of at least 4 values
// each) leads towards the better, tested with neighbouring epochs as alike as they are and
// corrected over all points, and where from the first half of that quarter to the second it gained
// at least a hundredth of what it gained over the whole training: what falls by a millionth in
// every epoch is done.
Ending ending_of(const SearchFacts& facts, size_t variant) {
  const double sign = facts.study.search->higher_is_better ? 1 : -1;
  std::vector<std::vector<double>> rows;
  Ending out;
  for (const study::Trial* trial : study::trials_of(facts.study, facts.index, variant)) {
    const std::vector<double> curve = curve_of(*trial, facts.spec.metric.name);
    const size_t n = curve.size() / 4;
    if (n < kLeastValues) continue;
    const std::span<const double> last = std::span(curve).last(n);
    rows.emplace_back(last.begin(), last.end());
    const double before = statistics::mean(last.first(n / 2)),
                 after = statistics::mean(last.last(n / 2));
    out.gain += sign * (after - before);
    out.overall += sign * (curve.back() - curve.front());
  }
  const statistics::Slope line = statistics::slope(rows);
  if (sign * line.slope > 0) out.p = line.p;
  return out;
}

}  // namespace

std::vector<size_t> still_rising(const SearchFacts& facts) {
  const std::string& reduce = facts.spec.metric.reduce;
  if (reduce.starts_with("arg") || reduce == "roughness" || facts.spec.metric.epoch) return {};
  std::vector<Ending> endings;
  std::vector<double> p;
  for (size_t i = 0; i < facts.finished(); ++i) {
    endings.push_back(ending_of(facts, facts.ranking[i].variant));
    p.push_back(endings.back().p);
  }
  const std::vector<double> corrected = statistics::holm(p);
  std::vector<size_t> rising;
  for (size_t i = 0; i < endings.size(); ++i)
    if (corrected[i] <= kLevel && endings[i].gain > 0 &&
        endings[i].gain >= kShareOfAll * endings[i].overall)
      rising.push_back(i);
  return rising;
}

std::vector<Finding> search_rising(const SearchFacts& facts) {
  const std::vector<size_t> rising = still_rising(facts);
  if (rising.empty()) return {};
  const size_t n = rising.size();
  std::string names;
  for (size_t i = 0; i < n && i < kNamesInWords; ++i)
    names += std::string(i > 0 ? "; " : "") + (rising[i] == 0 ? "the best, " : "") +
             point_name(facts, rising[i]);
  if (n > kNamesInWords)
    names += "; and, as the ranking marks them, " + std::to_string(n - kNamesInWords) + " more";
  Finding finding;
  finding.kind = Finding::Kind::kWarning;
  finding.metric = facts.spec.metric.text();
  finding.sentence = std::to_string(n) + " of " + many(facts.finished(), "point") +
                     (n == 1 ? " was" : " were") + " still getting better in " +
                     facts.question().words.label +
                     " at the last epoch, so more epochs might rank " + (n == 1 ? "it" : "them") +
                     " higher: " + names + ".";
  return {finding};
}

}  // namespace gradus::finding
