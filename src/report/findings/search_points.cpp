#include <algorithm>
#include <cmath>

#include "report/findings/digits.hpp"
#include "report/findings/search.hpp"
#include "study/scores.hpp"

namespace gradus::finding {
namespace {

constexpr size_t kNamesInWords = 3;

Finding value(const SearchFacts& facts, std::string sentence) {
  Finding finding;
  finding.kind = Finding::Kind::kValue;
  finding.metric = facts.spec.metric.text();
  finding.sentence = std::move(sentence);
  return finding;
}

// "The average" of a search is that of all its points, not of its best.
Finding say_range(const SearchFacts& facts) {
  const size_t n = facts.finished();
  std::vector<double> means;
  for (size_t i = 0; i < n; ++i) means.push_back(facts.ranking[i].mean);
  const Question question = facts.question();
  const double spread = std::abs(means.front() - means.back());
  const auto text = [&](double v) { return write(question, v, own_spread(v, spread / 10)); };
  const bool all = n == facts.ranking.size();
  std::string sentence = "Over " + std::string(all ? "all " : "the ") + many(n, "point") +
                         (all ? "" : " trained to their end with a value") + ", " +
                         question.words.label + (question.words.plural ? " are " : " is ") +
                         text(means.front()) + " at best, " + text(statistics::median(means)) +
                         " in the median, " + text(statistics::mean(means)) + " in the mean and " +
                         text(means.back()) + " at worst (" + point_name(facts, n - 1) + ").";
  Finding finding = value(facts, std::move(sentence));
  for (size_t i = 0; i < n; ++i)
    finding.estimates.push_back(mean_estimate(facts.ranking[i].variant, facts.samples[i]));
  return finding;
}

// "2 of 9 points WHAT and were not trained again: A; B."
Finding say_same(size_t points, const std::vector<std::string>& names, const std::string& one,
                 const std::string& several) {
  const size_t n = names.size();
  std::string text = std::to_string(n) + " of " + many(points, "point") + " " +
                     (n == 1 ? one + " and was" : several + " and were") + " not trained again: ";
  std::vector<std::string> said;
  for (const std::string& name : names)
    if (std::find(said.begin(), said.end(), name) == said.end()) said.push_back(name);
  for (size_t i = 0; i < said.size() && i < kNamesInWords; ++i)
    text += (i > 0 ? "; " : "") + said[i];
  if (said.size() > kNamesInWords)
    text += "; and " + std::to_string(said.size() - kNamesInWords) + " more";
  Finding finding;
  finding.kind = Finding::Kind::kSame;
  finding.sentence = text + ".";
  return finding;
}

std::vector<Finding> say_copies(const SearchFacts& facts) {
  std::vector<std::string> copies, again;  // of another point, of themselves
  size_t points = 0;
  for (const study::Variant& variant : facts.study.variants) {
    if (study::is_refit(variant)) continue;
    ++points;
    if (!variant.same_as) continue;
    const std::string name = spoken(facts.study, variant.key),
                      first = spoken(facts.study, facts.study.variants[*variant.same_as].key);
    if (name == first)
      again.push_back(name);
    else
      copies.push_back(name + ", as " + first);
  }
  std::vector<Finding> out;
  if (!copies.empty())
    out.push_back(say_same(points, copies, "has the plan of another", "have the plan of another"));
  if (!again.empty()) out.push_back(say_same(points, again, "was drawn again", "were drawn again"));
  return out;
}

std::vector<Finding> say_pruned(const SearchFacts& facts) {
  const auto n = static_cast<size_t>(std::count_if(facts.ranking.begin(), facts.ranking.end(),
                                                   [](const auto& p) { return p.pruned; }));
  if (n == 0) return {};
  using Kind = study::Scheduler::Kind;
  const char* who = facts.study.search->scheduler.kind == Kind::kSuccessiveHalving
                        ? "successive halving"
                        : "median pruning";
  return {value(facts, std::to_string(n) + " of " + many(facts.ranking.size(), "point") +
                           (n == 1 ? " was" : " were") + " ended early by " + who +
                           (n == 1 ? ": it stands" : ": they stand") +
                           " behind the others, with what " + (n == 1 ? "it" : "they") +
                           " had reached.")};
}

std::vector<Finding> say_failed(const SearchFacts& facts) {
  size_t points = 0, trainings = 0;
  for (const study::Ranked& point : facts.ranking) {
    points += point.failed > 0;
    trainings += point.failed;
  }
  if (points == 0) return {};
  return {value(facts, std::to_string(points) + " of " + many(facts.ranking.size(), "point") +
                           (points == 1 ? " has" : " have") + " no " +
                           facts.question().words.label + " and " +
                           (points == 1 ? "stands" : "stand") + " last: in " +
                           many(trainings, "training") + " of " + (points == 1 ? "it" : "them") +
                           " it is not finite.")};
}

}  // namespace

std::vector<Finding> search_points(const SearchFacts& facts) {
  std::vector<Finding> out;
  if (facts.finished() > 1) out.push_back(say_range(facts));
  for (auto* say : {say_failed, say_pruned, say_copies})
    for (Finding& finding : say(facts)) out.push_back(std::move(finding));
  return out;
}

}  // namespace gradus::finding
