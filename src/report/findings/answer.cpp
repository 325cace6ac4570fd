#include "report/findings/answer.hpp"

#include <algorithm>
#include <cmath>

#include "report/figure_groups.hpp"
#include "report/figure_names.hpp"
#include "report/findings/digits.hpp"
#include "report/findings/fold.hpp"
#include "report/findings/search.hpp"
#include "study/scores.hpp"

namespace gradus::finding {
namespace {

constexpr size_t kSharesInWords = 6;

Finding nothing(const Question& question, std::string sentence) {
  Finding finding;
  finding.kind = Finding::Kind::kNothing;
  finding.metric = question.spec.metric.text();
  finding.sentence = std::move(sentence);
  return finding;
}

// Which pairs a finding compares: all, or each with the baseline, which stands second.
std::vector<VariantPair> pairs_of(const Question& question, const Group& group) {
  std::vector<VariantPair> pairs;
  const size_t n = group.variants.size();
  if (!question.spec.baseline) {
    for (size_t a = 0; a < n; ++a)
      for (size_t b = a + 1; b < n; ++b) pairs.push_back({a, b, {}});
    return pairs;
  }
  const std::string wanted = study::text(*question.spec.baseline);
  const auto is_baseline = [&](size_t variant) {
    return study::text(value_of_axis(question.study.variants[variant], *question.spec.by)) ==
           wanted;
  };
  for (size_t b = 0; b < n; ++b) {
    if (!is_baseline(group.variants[b])) continue;
    for (size_t a = 0; a < n; ++a)
      if (a != b) pairs.push_back({a, b, {}});
  }
  return pairs;
}

// Of the objective of a search the ranking has compared the best point with all others, knowing
// that it was chosen: no second verdict on these pairs.
std::optional<statistics::Comparison> ranked(const Question& question, size_t first,
                                             size_t second) {
  const SearchFacts* search = question.search;
  if (search == nullptr || question.spec.metric.text() != search->spec.metric.text()) return {};
  if (search->finished() == 0) return {};
  const size_t best = search->ranking[0].variant;
  const auto plan_of = [&](size_t v) { return question.study.variants[v].same_as.value_or(v); };
  if (plan_of(first) != best && plan_of(second) != best) return {};
  const bool leads = plan_of(first) == best;
  const statistics::Comparison* verdict = search->verdict(leads ? second : first);
  if (verdict == nullptr) return {};
  statistics::Comparison out = *verdict;
  if (!leads) {
    out.difference = -out.difference;
    out.interval = {-verdict->interval.high, -verdict->interval.low, verdict->interval.method};
  }
  return out;
}

// Tests all pairs of all groups, corrected together.
void compare_all(const Question& question, std::vector<Compared>& all) {
  std::vector<statistics::PairedSample> samples;
  std::vector<VariantPair*> open;
  for (Compared& one : all)
    for (VariantPair& pair : one.pairs) {
      const std::vector<size_t>& variants = one.group.variants;
      if (const auto known = ranked(question, variants[pair.first], variants[pair.second])) {
        pair.comparison = *known;
        continue;
      }
      samples.push_back(paired(one.samples[pair.first], one.samples[pair.second]));
      open.push_back(&pair);
    }
  const std::vector<statistics::Comparison> results = statistics::compare(samples);
  for (size_t i = 0; i < open.size(); ++i) open[i]->comparison = results[i];
}

void append(std::vector<Finding>& to, std::vector<Finding> more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

Finding say_copy(const Question& question, const std::pair<size_t, size_t>& copy) {
  Finding finding;
  finding.kind = Finding::Kind::kSame;
  finding.metric = question.spec.metric.text();
  finding.sentence = question.name(copy.first) + " is " + question.name(copy.second) +
                     ": the same plan, computed once.";
  finding.pairs = {{copy.first, copy.second, {}}};
  return finding;
}

// Fills the samples, without those whose training a scheduler ended; how many these are.
size_t leave_out_ended(const Question& question, Compared& one) {
  std::vector<size_t> kept;
  for (const size_t v : one.group.variants) {
    Sample sample = question.sample(v);
    if (sample.pruned) continue;
    kept.push_back(v);
    one.samples.push_back(std::move(sample));
  }
  const size_t ended = one.group.variants.size() - kept.size();
  one.group.variants = std::move(kept);
  return ended;
}

std::vector<Finding> answer_by(const Question& question) {
  const std::string& axis = *question.spec.by;
  std::vector<Compared> all;
  bool several = false;
  size_t ended = 0;
  for (Group& group : groups_by(question.study, axis, question.spec.where)) {
    Compared one{std::move(group), {}, {}};
    ended += leave_out_ended(question, one);
    one.pairs = pairs_of(question, one.group);
    several = several || one.group.variants.size() > 1 || !one.group.copies.empty();
    all.push_back(std::move(one));
  }
  std::vector<Finding> out;
  if (!several && ended > 0) {
    out.push_back(nothing(question, "No two values of " + name_label(question.study, axis) +
                                        " have a point that was trained to its end, so there is "
                                        "nothing to compare."));
    return out;
  }
  if (!several) {
    out.push_back(nothing(question, "No two variants differ in " +
                                        name_label(question.study, axis) +
                                        " alone, so nothing is compared; the table has their "
                                        "values."));
    return out;
  }
  compare_all(question, all);
  if (all.size() > kGroupsInWords) return fold(question, all);
  if (is_numeric(question.study, axis)) append(out, answer_trends(question, all));
  for (const Compared& one : all) {
    const bool share = is_share(question.study, question.spec.metric);
    if (share && one.group.variants.size() <= kSharesInWords)
      for (const size_t v : one.group.variants)
        out.push_back(answer_value(question, v, question.within(one.group)));
    append(out, answer_pairs(question, one));
    for (const auto& copy : one.group.copies) out.push_back(say_copy(question, copy));
  }
  if (all.size() > 1 && out.size() > kSentences) return fold(question, all);
  return out;
}

}  // namespace

Sample Question::sample(size_t variant) const {
  return sample_of(study, index, variant, spec.metric);
}

std::string Question::name(size_t variant) const {
  const study::Variant& v = study.variants[variant];
  if (const study::AxisValue* refit = study::refit_of(v))
    return "the " + study::text(*refit) + " point";
  if (spec.by && value_on(v, *spec.by) != nullptr)
    return spoken(study, *spec.by, value_of_axis(v, *spec.by));
  return spoken(study, v.key);
}

std::string Question::within(const Group& group) const {
  return group.rest.empty() ? "" : "With " + spoken(study, group.rest) + ", ";
}

std::string say(const std::string& within, const std::string& rest, bool label_first) {
  return (within.empty() && label_first ? sentence_case(rest) : within + rest) + ".";
}

std::string write(const Question& question, double value, double spread) {
  return is_share(question.study, question.spec.metric) ? percent(value, spread)
                                                        : digits(value, spread);
}

std::string write_difference(const Question& question, double difference, double spread) {
  if (!is_share(question.study, question.spec.metric)) return digits(difference, spread);
  return digits(100 * difference, 100 * spread) + " percentage points";
}

std::string say_visible(const Question& question, double visible) {
  const study::MetricQuery& metric = question.spec.metric;
  const bool beyond = visible > 1 && (is_share(question.study, metric) || is_bounded(metric));
  if (beyond || !std::isfinite(visible)) return "no difference would have been seen";
  return "a difference of " + write_difference(question, visible, visible) +
         " would probably have been seen";
}

std::vector<Finding> answer(const study::Study& study, const study::TrialIndex& index,
                            const study::FindingSpec& spec, const SearchFacts* search) {
  const Question question{study, index, spec, words_of(study, spec), search};
  if (spec.by) return answer_by(question);
  std::vector<size_t> chosen;
  size_t asked = 0;
  for (size_t v = 0; v < study.variants.size(); ++v) {
    if (!meets(study.variants[v], spec.where) ||
        (!names_refit(spec.where) && study::is_refit(study.variants[v])))
      continue;
    ++asked;
    if (!question.sample(v).pruned) chosen.push_back(v);
  }
  if (chosen.size() > kGroupsInWords) return {fold(question, chosen)};
  std::vector<Finding> out;
  for (const size_t v : chosen) {
    const std::string name = asked > 1 ? question.name(v) : "";
    out.push_back(answer_value(question, v, name.empty() ? "" : "With " + name + ", "));
  }
  if (out.empty())
    out.push_back(
        nothing(question, "No variant is left to state " + question.words.label + " of."));
  return out;
}

}  // namespace gradus::finding
