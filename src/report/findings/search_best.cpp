#include <algorithm>
#include <cmath>

#include "report/findings/digits.hpp"
#include "report/findings/search.hpp"
#include "study/parameters.hpp"

namespace gradus::finding {
namespace {

constexpr size_t kNamesInWords = 3;

Finding summary(const SearchFacts& facts, std::string sentence) {
  Finding finding;
  finding.kind = Finding::Kind::kSummary;
  finding.metric = facts.spec.metric.text();
  finding.sentence = std::move(sentence);
  return finding;
}

std::string are(size_t n) {
  return n == 1 ? " is " : " are ";
}

// What the others are to the best: tied, worse, or not to be compared.
struct Standing {
  std::vector<size_t> tied, worse;
  size_t unknown = 0;
  std::vector<double> visible;
};

Standing standing(const SearchFacts& facts) {
  Standing out;
  for (size_t i = 1; i < facts.ranking.size(); ++i) {
    const statistics::Comparison& c = facts.against[i];
    if (c.pairs < 2) {
      ++out.unknown;
    } else if (c.differs()) {
      out.worse.push_back(i);
    } else {
      out.tied.push_back(i);
      out.visible.push_back(c.visible);
    }
  }
  return out;
}

// " (A, B, C and 28 more)"
std::string some(const SearchFacts& facts, const std::vector<size_t>& places) {
  std::vector<std::string> names;
  for (size_t i = 0; i < places.size() && i < kNamesInWords; ++i)
    names.push_back(point_name(facts, places[i]));
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) text += (i > 0 ? "; " : "") + names[i];
  if (places.size() > kNamesInWords)
    text += "; and " + std::to_string(places.size() - kNamesInWords) + " more";
  return " (" + text + ")";
}

Finding say_standing(const SearchFacts& facts) {
  const Standing others = standing(facts);
  const size_t count = facts.ranking.size() - 1, n = others.tied.size();
  const std::string of = " of the " + std::to_string(count) + " other points";
  std::string text;
  if (n + others.worse.size() == 0) {
    text = "No other point can be compared with it: " +
           std::string(facts.finished() < 2 ? "none was trained to its end with a finite value"
                       : facts.dealt_alike
                           ? "one training each tells no points apart"
                           : "their folds are dealt in different ways, and one seed each tells "
                             "no points apart");
  } else if (n == 0) {
    text = "All " + std::to_string(others.worse.size()) + " others that can be compared with it" +
           " are worse";
    if (others.worse.size() == count)
      text = count == 1 ? "The other point is worse"
                        : "All " + std::to_string(count) + " others are worse";
  } else {
    text = n == count ? count == 1 ? "The other point cannot be told apart from it"
                                   : "None" + of + " can be told apart from it"
                      : std::to_string(n) + of + " cannot be told apart from it";
    if (n < count || n <= kNamesInWords) text += some(facts, others.tied);
    if (!others.worse.empty())
      text += "; " + std::to_string(others.worse.size()) + are(others.worse.size()) + "worse";
  }
  if (others.unknown > 0 && others.unknown < count)
    text += "; " + std::to_string(others.unknown) + " cannot be compared with it";
  if (n > 0) {
    const double visible = statistics::median(others.visible);
    text += ". " + sentence_case(say_visible(facts.question(), visible)) +
            (n > 1 ? " in half of these comparisons" : "");
  }
  if (!facts.dealt_alike && n + others.worse.size() > 0)
    text += ". Not all points deal the same folds, so the means of their seeds were compared";
  Finding finding = summary(facts, text + ".");
  for (size_t i = 1; i < facts.ranking.size(); ++i)
    finding.pairs.push_back({facts.ranking[0].variant, facts.ranking[i].variant, facts.against[i]});
  return finding;
}

// Whether the number of parameters tells the first `n` points apart.
bool sizes_differ(const SearchFacts& facts, size_t n) {
  std::optional<int64_t> first;
  bool differ = false;
  for (size_t i = 0; i < n; ++i) {
    const std::optional<int64_t> count = study::parameters_of(facts.variant(i).plan);
    if (!count) return false;
    differ = differ || (first && *first != *count);
    first = count;
  }
  return differ;
}

// The simplest within one standard error, beside the best or as the search's rule.
std::vector<Finding> say_simplest(const SearchFacts& facts) {
  using Rule = study::SearchSpec::Rule;
  const double reach = facts.ranking[0].standard_error;
  if (!(reach > 0)) return {};
  const size_t simplest = study::chosen(facts.study, facts.ranking, Rule::kOneStandardError);
  size_t near = 0;
  while (near < facts.finished() &&
         std::abs(facts.ranking[near].mean - facts.ranking[0].mean) <= reach)
    ++near;
  const Question question = facts.question();
  const std::string within =
      "within one standard error of it (" + write_difference(question, reach, reach) + ")";
  if (near == 1) return {summary(facts, "No other point lies " + within + ".")};
  const bool sizes = sizes_differ(facts, near);
  std::string text =
      "Of the " + many(near, "point") + " " + within + ", " +
      (sizes ? "the simplest is "
             : "none of which is known to be simpler, the first in the study's order is ");
  if (simplest == 0) {
    text += "the best itself";
  } else {
    text += point_name(facts, simplest) + " (" + question.words.label + " " +
            point_value(facts, simplest);
    if (sizes)
      text += ", " + many(static_cast<size_t>(*study::parameters_of(facts.variant(simplest).plan)),
                          "parameter");
    text += ")";
  }
  if (facts.study.search->rule == Rule::kOneStandardError) text += ": the search's rule chooses it";
  return {summary(facts, text + ".")};
}

}  // namespace

std::vector<Finding> search_best(const SearchFacts& facts) {
  if (facts.ranking.empty()) return {summary(facts, "No point of the search was trained.")};
  if (facts.finished() == 0)
    return {summary(facts, "None of the " + many(facts.ranking.size(), "point") +
                               " was trained to its end with a finite " +
                               facts.question().words.label + ", so none is best.")};
  const Question question = facts.question();
  const Estimate value = mean_estimate(facts.ranking[0].variant, facts.samples[0]);
  const bool higher = facts.study.search->higher_is_better;
  const std::string name = point_name(facts, 0);
  Finding best = summary(
      facts, "Best of " + many(facts.ranking.size(), "point") + (name.empty() ? "" : ": " + name) +
                 ", with the " + (higher ? "highest " : "lowest ") + question.words.label + ", " +
                 point_value(facts, 0) + " (" + spreads(question, value) + ").");
  best.estimates = {value};
  std::vector<Finding> out{std::move(best)};
  if (facts.ranking.size() > 1) {
    out.push_back(say_standing(facts));
    for (Finding& finding : say_simplest(facts)) out.push_back(std::move(finding));
  }
  return out;
}

}  // namespace gradus::finding
