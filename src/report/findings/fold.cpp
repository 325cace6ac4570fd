#include "report/findings/fold.hpp"

#include <algorithm>
#include <cmath>

#include "report/figure_names.hpp"
#include "report/findings/digits.hpp"

namespace gradus::finding {
namespace {

constexpr size_t kValuesInWords = 4;

Finding summary(const Question& question, std::string sentence) {
  Finding finding;
  finding.kind = Finding::Kind::kSummary;
  finding.metric = question.spec.metric.text();
  finding.sentence = std::move(sentence);
  return finding;
}

// The value of the axis that is better than every other of its group beyond doubt; of groups with
// a baseline, none: there each is held against that.
std::optional<size_t> winner(const Question& question, const Compared& one) {
  const bool higher = question.words.higher.value_or(true);
  for (size_t i = 0; i < one.group.variants.size(); ++i) {
    size_t wins = 0;
    for (const VariantPair& pair : one.pairs) {
      if (pair.first != i && pair.second != i) continue;
      const double sign = (pair.first == i ? 1 : -1) * (higher ? 1 : -1);
      wins += pair.comparison.differs() && sign * pair.comparison.difference > 0;
    }
    if (wins > 0 && wins + 1 == one.group.variants.size()) return one.group.variants[i];
  }
  return {};
}

// "relu in 30, tanh in 10": the most frequent first.
std::string counted(const std::vector<std::pair<std::string, size_t>>& names) {
  std::vector<std::string> parts;
  for (const auto& [name, n] : names) {
    if (parts.size() == kValuesInWords) break;
    parts.push_back(name + " in " + std::to_string(n));
  }
  std::string text = listed(parts);
  if (names.size() > kValuesInWords)
    text += " (and " + std::to_string(names.size() - kValuesInWords) + " other values in fewer)";
  return text;
}

void add(std::vector<std::pair<std::string, size_t>>& to, const std::string& name) {
  const auto known =
      std::find_if(to.begin(), to.end(), [&](const auto& entry) { return entry.first == name; });
  if (known == to.end()) {
    to.emplace_back(name, 1);
  } else {
    ++known->second;
  }
}

void most_first(std::vector<std::pair<std::string, size_t>>& names) {
  std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) {
    return a.second > b.second || (a.second == b.second && a.first < b.first);
  });
}

std::string superlative(const Question& question) {
  const std::string most = question.words.higher.value_or(true) ? "the highest " : "the lowest ";
  const std::string& name = question.spec.metric.name;
  if (name == "converged" || name == "diverged" || name == "learned")
    return most + "share of trials that " + name;
  return most + question.words.label;
}

Finding say_winners(const Question& question, const std::vector<Compared>& all) {
  std::vector<std::pair<std::string, size_t>> winners;
  size_t undecided = 0, groups = 0;
  for (const Compared& one : all) {
    if (one.group.variants.size() < 2) continue;
    ++groups;
    if (const std::optional<size_t> best = winner(question, one)) {
      add(winners, question.name(*best));
    } else {
      ++undecided;
    }
  }
  most_first(winners);
  const std::string axis = name_label(question.study, *question.spec.by);
  const std::string over = "Over " + many(groups, "combination") + " of the other axes ";
  if (winners.empty())
    return summary(question, over + "no value of " + axis + " alone has " + superlative(question) +
                                 " beyond doubt.");
  return summary(question, over + superlative(question) + (question.words.plural ? " are" : " is") +
                               " beyond doubt that of " + counted(winners) +
                               (undecided > 0 ? "; in " + std::to_string(undecided) +
                                                    " no value is ahead of all others"
                                              : "") +
                               ".");
}

// Against a baseline: how often each is above, below, or not to be told apart.
Finding say_baseline(const Question& question, const std::vector<Compared>& all) {
  size_t higher = 0, lower = 0, tied = 0, unknown = 0;
  for (const Compared& one : all)
    for (const VariantPair& pair : one.pairs) {
      const statistics::Comparison& c = pair.comparison;
      if (c.pairs < 2) {
        ++unknown;
      } else if (!c.differs()) {
        ++tied;
      } else {
        ++(c.difference > 0 ? higher : lower);
      }
    }
  const size_t n = higher + lower + tied + unknown;
  std::vector<std::string> parts;
  const auto part = [&](size_t count, const std::string& what) {
    if (count > 0) parts.push_back(std::to_string(count) + what);
  };
  part(higher, " are higher");
  part(lower, " are lower");
  part(tied, " cannot be told apart from it");
  part(unknown, " cannot be compared");
  return summary(question, "Of " + many(n, "comparison") + " with " +
                               spoken(question.study, *question.spec.by, *question.spec.baseline) +
                               " in " + question.words.label + " " + listed(parts) + ".");
}

std::vector<Finding> say_trends(const Question& question, const std::vector<Compared>& all) {
  size_t rise = 0, fall = 0, none = 0;
  for (const Finding& one : answer_trends(question, all)) {
    const bool sure = one.trend->p <= 0.05;
    ++(!sure ? none : one.trend->tau > 0 ? rise : fall);
  }
  const size_t n = rise + fall + none;
  if (n == 0) return {};
  const bool plural = question.words.plural;
  std::vector<std::string> parts;
  const auto part = [&](size_t count, const std::string& what) {
    if (count > 0) parts.push_back(what + " in " + std::to_string(count));
  };
  part(rise, plural ? "rise" : "rises");
  part(fall, plural ? "fall" : "falls");
  part(none, plural ? "show no steady trend" : "shows no steady trend");
  return {summary(question, "With " + name_label(question.study, *question.spec.by) + ", " +
                                question.words.subject + " " + listed(parts) + " of " +
                                many(n, "combination") + " of the other axes.")};
}

}  // namespace

std::vector<Finding> fold(const Question& question, const std::vector<Compared>& all) {
  std::vector<Finding> out;
  if (is_numeric(question.study, *question.spec.by))
    out = all.size() > kGroupsInWords ? say_trends(question, all) : answer_trends(question, all);
  const bool alone = std::all_of(all.begin(), all.end(), [](const Compared& one) {
    return std::all_of(one.samples.begin(), one.samples.end(),
                       [](const Sample& sample) { return sample.units.size() <= 1; });
  });
  if (alone)
    out.push_back(summary(question, "One seed tells no variants apart in " + question.words.label +
                                        "; the table has the values."));
  else
    out.push_back(question.spec.baseline ? say_baseline(question, all)
                                         : say_winners(question, all));
  size_t copies = 0;
  for (const Compared& one : all) copies += one.group.copies.size();
  if (copies > 0) {
    Finding same;
    same.kind = Finding::Kind::kSame;
    same.metric = question.spec.metric.text();
    same.sentence = many(copies, "variant") + (copies == 1 ? " has" : " have") +
                    " the plan of another that differs in " +
                    name_label(question.study, *question.spec.by) +
                    " alone: computed once, named in the table.";
    out.push_back(std::move(same));
  }
  return out;
}

Finding fold(const Question& question, const std::vector<size_t>& variants) {
  std::vector<std::pair<double, size_t>> values;
  for (const size_t v : variants) {
    const double value = estimate(v, question.sample(v)).value;
    if (std::isfinite(value)) values.emplace_back(value, v);
  }
  if (values.empty())
    return summary(question, "None of " + many(variants.size(), "variant") + " has a value of " +
                                 question.words.label + ".");
  std::sort(values.begin(), values.end());
  std::vector<double> alone;
  for (const auto& [value, v] : values) alone.push_back(value);
  const double spread = (alone.back() - alone.front()) / 10;
  const auto text = [&](double v) { return write(question, v, own_spread(v, spread)); };
  Finding finding = summary(
      question, "Over " + many(values.size(), "variant") + " " + question.words.subject +
                    (question.words.plural ? " go from " : " goes from ") + text(alone.front()) +
                    " (" + question.name(values.front().second) + ") to " + text(alone.back()) +
                    " (" + question.name(values.back().second) + "), " +
                    text(statistics::median(alone)) + " in the median" +
                    (values.size() < variants.size()
                         ? "; " + std::to_string(variants.size() - values.size()) + " have no value"
                         : "") +
                    ".");
  for (const size_t v : variants) finding.estimates.push_back(estimate(v, question.sample(v)));
  return finding;
}

}  // namespace gradus::finding
