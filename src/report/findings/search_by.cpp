#include <algorithm>
#include <cmath>

#include "report/figure_groups.hpp"
#include "report/figure_names.hpp"
#include "report/findings/digits.hpp"
#include "report/findings/search.hpp"

namespace gradus::finding {
namespace {

constexpr size_t kValuesInWords = 6, kBest = 10;

// The best point of one value of the axis: a place in the ranking.
struct Champion {
  study::AxisValue value;
  size_t place;
};

// In the order of the ranking: the first point of each value.
std::vector<Champion> champions(const SearchFacts& facts, const Question& question) {
  std::vector<Champion> out;
  for (size_t i = 0; i < facts.finished(); ++i) {
    const study::Variant& variant = facts.variant(i);
    const study::AxisValue* value = value_on(variant, *question.spec.by);
    if (value == nullptr || !meets(variant, question.spec.where)) continue;
    if (std::none_of(out.begin(), out.end(), [&](const Champion& c) {
          return study::text(c.value) == study::text(*value);
        }))
      out.push_back({*value, i});
  }
  return out;
}

// The values of an axis of which every point that is not trained has the plan of one that is, which
// stands for them: of an axis that changes nothing, or as little.
std::vector<std::string> same_plans(const SearchFacts& facts, const Question& question,
                                    const std::vector<Champion>& all) {
  std::vector<std::string> out;
  if (all.empty()) return out;
  for (const study::Variant& variant : facts.study.variants) {
    const study::AxisValue* value = value_on(variant, *question.spec.by);
    if (value == nullptr || !meets(variant, question.spec.where)) continue;
    const std::string text = study::text(*value);
    if (text != study::text(all[0].value) && !variant.same_as) return {};
    if (std::find(out.begin(), out.end(), text) == out.end()) out.push_back(text);
  }
  return out.size() > 1 ? out : std::vector<std::string>{};
}

// Each champion against the first: of the objective by the test that knows of the choice, of
// another metric by those of fixed pairs.
std::vector<statistics::Comparison> against_first(const SearchFacts& facts,
                                                  const Question& question,
                                                  const std::vector<Champion>& all) {
  std::vector<statistics::Comparison> out(all.size());
  const bool objective = question.spec.metric.text() == facts.spec.metric.text();
  if (!objective) {
    std::vector<statistics::PairedSample> pairs;
    const Sample first = question.sample(facts.ranking[all[0].place].variant);
    for (size_t i = 1; i < all.size(); ++i)
      pairs.push_back(paired(first, question.sample(facts.ranking[all[i].place].variant)));
    const std::vector<statistics::Comparison> compared = statistics::compare(pairs);
    std::copy(compared.begin(), compared.end(), out.begin() + 1);
    return out;
  }
  // The field that each champion was chosen from: all points of its value.
  std::vector<std::vector<double>> points;
  std::vector<size_t> groups;
  const size_t units = facts.compared[all[0].place].size();
  for (size_t i = 0; i < facts.finished(); ++i) {
    const study::AxisValue* value = value_on(facts.variant(i), *question.spec.by);
    if (value == nullptr || !meets(facts.variant(i), question.spec.where) ||
        facts.compared[i].size() != units)
      continue;
    const auto group = std::find_if(all.begin(), all.end(), [&](const Champion& c) {
      return study::text(c.value) == study::text(*value);
    });
    points.push_back(facts.compared[i]);
    groups.push_back(static_cast<size_t>(group - all.begin()));
  }
  const std::vector<statistics::Comparison> compared = statistics::compare_chosen(
      points, facts.study.search->higher_is_better, facts.overlap, groups);
  // Pairs (0, 1), (0, 2) ... stand first; a group without comparable points leaves its own out.
  std::vector<size_t> present;
  for (size_t g = 1; g < all.size(); ++g)
    if (std::find(groups.begin(), groups.end(), g) != groups.end()) present.push_back(g);
  for (size_t i = 0; i < present.size() && i < compared.size(); ++i) out[present[i]] = compared[i];
  return out;
}

// "adam (learning rate 0.001, beta 1 0.9)": the value and what else the point has.
std::string champion_name(const SearchFacts& facts, const Question& question,
                          const Champion& champion) {
  study::VariantKey rest;
  for (const auto& entry : facts.variant(champion.place).key)
    if (entry.first != *question.spec.by) rest.push_back(entry);
  const std::string name = spoken(facts.study, *question.spec.by, champion.value);
  return rest.empty() ? name : name + " (" + spoken(facts.study, rest) + ")";
}

std::string value_text(const Sample& sample, size_t variant) {
  const Estimate value = mean_estimate(variant, sample);
  if (value.seeds == 0) return "no value";
  return sample.share ? percent(value.value, value.interval) : digits(value.value, value.interval);
}

// An axis of many values, such as one that was drawn: where the best points lie.
Finding say_many(const SearchFacts& facts, const Question& question,
                 const std::vector<Champion>& all) {
  const std::string axis = name_label(facts.study, *question.spec.by);
  std::vector<study::AxisValue> values;
  for (size_t i = 0; i < all.size() && i < kBest; ++i) values.push_back(all[i].value);
  Finding finding;
  finding.kind = Finding::Kind::kSummary;
  finding.metric = question.spec.metric.text();
  const bool numeric = is_numeric(facts.study, *question.spec.by);
  std::string where;
  if (numeric) {
    const auto [low, high] = std::minmax_element(
        values.begin(), values.end(),
        [](const auto& a, const auto& b) { return number_of(a) < number_of(b); });
    where = "from " + study::text(*low) + " to " + study::text(*high);
  } else {
    std::vector<std::string> names;
    for (const study::AxisValue& value : values) names.push_back(study::text(value));
    where = listed(names);
  }
  finding.sentence = "Of " + many(all.size(), "value") + " of " + axis + " the " +
                     std::to_string(values.size()) + " best points have those " + where +
                     "; the best has " + study::text(all[0].value) + ".";
  return finding;
}

}  // namespace

bool asks_for_best(const SearchFacts& facts, const Question& question) {
  if (!question.spec.by || *question.spec.by == "refit") return false;
  std::vector<std::string> values;
  for (size_t i = 0; i < facts.ranking.size(); ++i) {
    const study::AxisValue* value = value_on(facts.variant(i), *question.spec.by);
    if (value == nullptr || !meets(facts.variant(i), question.spec.where)) continue;
    values.push_back(study::text(*value));
  }
  std::sort(values.begin(), values.end());
  return std::adjacent_find(values.begin(), values.end()) != values.end();
}

std::vector<Finding> search_by(const SearchFacts& facts, const Question& question) {
  const std::vector<Champion> all = champions(facts, question);
  Finding finding;
  finding.kind = Finding::Kind::kSummary;
  finding.metric = question.spec.metric.text();
  const std::string axis = name_label(facts.study, *question.spec.by);
  if (all.size() < 2) {
    finding.kind = Finding::Kind::kNothing;
    if (const std::vector<std::string> same = same_plans(facts, question, all); !same.empty()) {
      finding.sentence = "The values " + listed(same) + " of " + axis +
                         " make the same plans, computed once, so there is nothing to compare.";
      return {finding};
    }
    finding.sentence = "No two values of " + axis +
                       " have a point that was trained to its end, so there is nothing to compare.";
    return {finding};
  }
  if (all.size() > kValuesInWords) return {say_many(facts, question, all)};
  const std::vector<statistics::Comparison> against = against_first(facts, question, all);
  std::vector<std::string> values, tied, higher, lower, unknown;
  std::vector<double> visible;
  for (size_t i = 0; i < all.size(); ++i) {
    const size_t variant = facts.ranking[all[i].place].variant;
    const Sample sample = question.sample(variant);
    values.push_back(champion_name(facts, question, all[i]) + " " + value_text(sample, variant));
    finding.estimates.push_back(mean_estimate(variant, sample));
    if (i == 0) continue;
    finding.pairs.push_back({facts.ranking[all[0].place].variant, variant, against[i]});
    const std::string name = spoken(facts.study, *question.spec.by, all[i].value);
    if (against[i].pairs < 2) {
      unknown.push_back(name);
    } else if (against[i].differs()) {
      (against[i].difference > 0 ? lower : higher).push_back(name);
    } else {
      tied.push_back(name);
      visible.push_back(against[i].visible);
    }
  }
  const std::string& by = *question.spec.by;
  std::string text = "By " + axis + ", the best points have " + question.words.label + ": ";
  for (size_t i = 0; i < values.size(); ++i) text += (i > 0 ? "; " : "") + values[i];
  const std::string first = spoken(facts.study, by, all[0].value);
  const auto are = [](const std::vector<std::string>& names) {
    return names.size() == 1 ? " is " : " are ";
  };
  text += ". ";
  std::vector<std::string> parts;
  if (!tied.empty())
    parts.push_back(listed(facts.study, by, tied) + " cannot be told apart from " + first);
  if (!lower.empty()) parts.push_back(listed(facts.study, by, lower) + are(lower) + "lower");
  if (!higher.empty()) parts.push_back(listed(facts.study, by, higher) + are(higher) + "higher");
  if (!unknown.empty()) parts.push_back(listed(facts.study, by, unknown) + " cannot be compared");
  // Each begins with a name, which is left as the study writes it.
  for (size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : "; ") + parts[i];
  if (!visible.empty()) {
    const double most = *std::max_element(visible.begin(), visible.end());
    text += "; " + say_visible(question, most);
  }
  finding.sentence = text + ".";
  return {finding};
}

}  // namespace gradus::finding
