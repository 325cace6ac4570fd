#include <algorithm>
#include <cmath>

#include "report/findings/answer.hpp"
#include "report/findings/digits.hpp"

namespace gradus::finding {
namespace {

constexpr size_t kNamesInWords = 8, kTiesInWords = 3;

enum class Side { kHigher, kLower, kTied, kTooClose, kUnknown };

// How one variant of a pair stands to the other.
Side side(const Question& question, const statistics::Comparison& c, bool flip) {
  if (c.pairs < 2) return Side::kUnknown;
  if (!c.differs()) return Side::kTied;
  if (std::abs(c.difference) < question.spec.min_delta) return Side::kTooClose;
  return (c.difference > 0) != flip ? Side::kHigher : Side::kLower;
}

// "A and B are", "5 of them are": the names, or their number where they are too many to read.
std::string who(const Question& question, const std::vector<std::string>& names) {
  return names.size() > kNamesInWords ? std::to_string(names.size()) + " variants"
                                      : listed(question.study, *question.spec.by, names);
}

std::string value_text(const Sample& sample, size_t variant) {
  const Estimate value = estimate(variant, sample);
  if (value.seeds == 0) return "no value";
  return sample.share ? percent(value.value, value.interval)
                      : digits(value.value, value.interval, are_whole(sample.values));
}

std::string superlative(const Question& question, bool higher) {
  const std::string& name = question.spec.metric.name;
  const std::string often = higher ? " most often" : " least often";
  if (name == "converged") return " converges" + often;
  if (name == "diverged") return " diverges" + often;
  if (name == "learned") return " learns" + often;
  if (question.words.counted)
    return (higher ? " needs the most " : " needs the fewest ") + question.words.label;
  return (higher ? " has the highest " : " has the lowest ") + question.words.label;
}

// The others, by how they stand to the variant at `pivot`.
struct Others {
  std::vector<std::string> higher, lower, tied, close, unknown;
};

Others others_of(const Question& question, const Compared& compared, size_t pivot) {
  Others others;
  for (const VariantPair& pair : compared.pairs) {
    if (pair.first != pivot && pair.second != pivot) continue;
    const bool flip = pair.first == pivot;
    const size_t other = flip ? pair.second : pair.first;
    const std::string name = question.name(compared.group.variants[other]);
    switch (side(question, pair.comparison, flip)) {
      case Side::kHigher:
        others.higher.push_back(name);
        break;
      case Side::kLower:
        others.lower.push_back(name);
        break;
      case Side::kTied:
        others.tied.push_back(name);
        break;
      case Side::kTooClose:
        others.close.push_back(name);
        break;
      case Side::kUnknown:
        others.unknown.push_back(name);
        break;
    }
  }
  return others;
}

std::string are(const std::vector<std::string>& names) {
  return names.size() == 1 ? " is " : " are ";
}

// "; A and B cannot be told apart from it; C is lower"
std::string standing(const Question& question, const Others& others, size_t count) {
  std::string text;
  const auto add = [&](const std::vector<std::string>& names, const std::string& what) {
    if (names.empty()) return;
    const bool all = names.size() == count && count > 1;
    text += "; " + (all ? "all " + std::to_string(count) + " others" : who(question, names)) + what;
  };
  if (others.tied.size() == count && count > 1) {
    text = "; none of the " + std::to_string(count) + " others can be told apart from it";
  } else {
    add(others.tied, " cannot be told apart from it");
  }
  add(others.close,
      " differ" + std::string(others.close.size() == 1 ? "s" : "") + " by less than matters");
  add(others.higher, are(others.higher) + "higher");
  add(others.lower, are(others.lower) + "lower");
  add(others.unknown, " cannot be compared for want of values");
  return text;
}

// `own_words`: the sentence begins with ours, not with a name.
Finding summary(const Question& question, const Compared& compared, const std::string& text,
                bool own_words) {
  Finding finding;
  finding.kind = Finding::Kind::kSummary;
  finding.metric = question.spec.metric.text();
  const std::vector<size_t>& variants = compared.group.variants;
  for (size_t i = 0; i < variants.size(); ++i)
    finding.estimates.push_back(estimate(variants[i], compared.samples[i]));
  for (const VariantPair& pair : compared.pairs)
    finding.pairs.push_back({variants[pair.first], variants[pair.second], pair.comparison});
  finding.sentence = say(question.within(compared.group), text, own_words);
  return finding;
}

// Pairs that cannot be told apart, in words if they are few; not those among variants that are all
// tied with the best.
std::string ties_below(const Question& question, const Compared& compared, size_t best) {
  const std::vector<size_t>& variants = compared.group.variants;
  std::vector<bool> tied(variants.size(), false);
  for (const VariantPair& pair : compared.pairs)
    if ((pair.first == best || pair.second == best) &&
        side(question, pair.comparison, false) == Side::kTied)
      tied[pair.first] = tied[pair.second] = true;
  std::vector<std::string> ties;
  for (const VariantPair& pair : compared.pairs) {
    if (pair.first == best || pair.second == best || (tied[pair.first] && tied[pair.second]))
      continue;
    if (side(question, pair.comparison, false) != Side::kTied) continue;
    ties.push_back(
        listed(question.study, *question.spec.by,
               {question.name(variants[pair.first]), question.name(variants[pair.second])}));
  }
  if (ties.empty()) return "";
  if (ties.size() > kTiesInWords)
    return "; " + std::to_string(ties.size()) + " more pairs cannot be told apart";
  std::string text = "; nor can ";
  for (size_t i = 0; i < ties.size(); ++i)
    text += (i == 0 ? "" : i + 1 == ties.size() ? ", or " : ", ") + ties[i];
  return text + " be told apart";
}

bool all_tied(const Question& question, const Compared& compared) {
  return std::all_of(compared.pairs.begin(), compared.pairs.end(), [&](const VariantPair& pair) {
    return side(question, pair.comparison, false) == Side::kTied;
  });
}

}  // namespace

std::vector<Finding> answer_summary(const Question& question, const Compared& compared) {
  const std::vector<size_t>& variants = compared.group.variants;
  if (question.spec.baseline) {
    if (compared.pairs.empty()) return {};
    const size_t base = compared.pairs.front().second;
    const Others others = others_of(question, compared, base);
    const std::string text = "against " + question.name(variants[base]) + ", whose " +
                             question.words.label + (question.words.plural ? " are " : " is ") +
                             value_text(compared.samples[base], variants[base]) +
                             standing(question, others, variants.size() - 1);
    return {summary(question, compared, text, true)};
  }
  const bool higher = question.words.higher.value_or(true);
  std::optional<size_t> best;
  double best_value = 0;
  for (size_t i = 0; i < variants.size(); ++i) {
    if (compared.samples[i].values.empty()) continue;
    const double value = estimate(variants[i], compared.samples[i]).value;
    if (best && (higher ? value <= best_value : value >= best_value)) continue;
    best = i;
    best_value = value;
  }
  if (!best)
    return {summary(question, compared,
                    "no variant has a value of " + question.words.label + ", so none is best",
                    true)};
  if (all_tied(question, compared))
    return {summary(question, compared,
                    "no two of " + std::to_string(variants.size()) + " can be told apart in " +
                        question.words.label + "; " + question.name(variants[*best]) +
                        (higher ? " has the highest: " : " has the lowest: ") +
                        value_text(compared.samples[*best], variants[*best]),
                    true)};
  const std::string text =
      question.name(variants[*best]) + superlative(question, higher) + ": " +
      value_text(compared.samples[*best], variants[*best]) +
      standing(question, others_of(question, compared, *best), variants.size() - 1) +
      ties_below(question, compared, *best);
  return {summary(question, compared, text, false)};
}

}  // namespace gradus::finding
