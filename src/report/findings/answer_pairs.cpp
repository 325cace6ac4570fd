#include <algorithm>
#include <cmath>
#include <limits>

#include "report/findings/answer.hpp"
#include "report/findings/digits.hpp"
#include "report/findings/search.hpp"
#include "study/scores.hpp"

namespace gradus::finding {
namespace {

constexpr size_t kPairsInWords = 6;

// What a pair's sentence is made of.
struct Spoken {
  std::string a, b;        // names, the subject first
  std::string va, vb;      // values over the pairs
  std::string basis;       // "paired over 29 seeds, where both converged"
  bool subject_is_higher;  // in value
  std::string by;          // the difference on a typical seed, where the medians do not show it
};

double middle(const std::vector<double>& values, bool mean) {
  return mean ? statistics::mean(values) : statistics::median(values);
}

// The size of a value, as something that digits can follow.
double digits_of(double value) {
  return value == 0 ? std::numeric_limits<double>::infinity() : std::abs(value);
}

// "paired over 6 folds of 2 seeds", "paired over 30 seeds, each the mean of 3 folds".
std::string basis_of(const Question& question, const Compared& compared, const VariantPair& pair) {
  using Unit = study::Scores::Unit;
  const Sample& sample = compared.samples[pair.first];
  const Sample& other = compared.samples[pair.second];
  const bool by_means = pair.comparison.test == statistics::TestKind::kChosen &&
                        question.search != nullptr && !question.search->dealt_alike;
  const Unit unit = by_means ? Unit::kSeed : unit_of_pairs(sample, other);
  const size_t variant = compared.group.variants[pair.first];
  const size_t seeds = study::seeds_of(question.study, variant).size();
  const size_t pairs = pair.comparison.pairs;
  std::string text = "paired over " + many(pairs, unit == Unit::kSeed ? "seed" : "fold");
  if (unit == Unit::kFold && seeds > 1) text += ", each the mean of " + many(seeds, "seed");
  if (unit == Unit::kFoldOfSeed && seeds > 1) text += " of " + many(seeds, "seed");
  if (unit == Unit::kSeed && !sample.share && (sample.folds > 1 || other.folds > 1))
    text += sample.folds == other.folds && dealt_alike(sample, other)
                ? ", each the mean of " + many(sample.folds, "fold")
                : ", each the mean of its folds, which the two deal differently";
  if (pairs == (unit == Unit::kSeed ? seeds : sample.units.size())) return text;
  const bool until =
      question.spec.metric.name == "epochs" && question.study.variants[variant].plan.train.until;
  return text + (until ? ", where both converged" : ", where both have a value");
}

Spoken speak(const Question& question, const Compared& compared, const VariantPair& pair) {
  const bool share = is_share(question.study, question.spec.metric);
  const statistics::PairedSample values =
      paired(compared.samples[pair.first], compared.samples[pair.second]);
  const bool means = share || compared.samples[pair.first].averaged() ||
                     pair.comparison.test == statistics::TestKind::kChosen;
  double first = middle(values.first, means), second = middle(values.second, means);
  const statistics::Comparison& c = pair.comparison;
  const bool differs = c.differs();

  // The medians of many ties can be equal, or even lie the other way, where the pairs differ.
  const double gap = std::abs(first - second);
  const bool by_median = gap > 0 && (first > second) == (c.difference > 0);
  const bool first_is_higher = by_median || !differs ? first > second : c.difference > 0;
  double spread = c.interval.high - c.interval.low;
  // Two digits of the gap show it; two of the smaller value keep that from vanishing beside it.
  if (differs && by_median)
    spread = std::max(gap / 1000, std::min({gap, digits_of(first), digits_of(second)}));
  if (!(spread > 0)) spread = gap;
  const bool whole = !share && are_whole(values.first) && are_whole(values.second);
  if (whole) spread = are_whole(std::vector{first, second}) ? 10 : 1;

  Spoken out;
  out.a = question.name(compared.group.variants[pair.first]);
  out.b = question.name(compared.group.variants[pair.second]);
  out.va = write(question, first, own_spread(first, spread));
  out.vb = write(question, second, own_spread(second, spread));
  out.subject_is_higher = first_is_higher;
  if (differs && !by_median)
    out.by = write_difference(question, std::abs(c.difference), c.interval.high - c.interval.low);
  const bool swap =
      !question.spec.baseline && first_is_higher != question.words.higher.value_or(true);
  if (swap) {
    std::swap(out.a, out.b);
    std::swap(out.va, out.vb);
    out.subject_is_higher = !out.subject_is_higher;
  }
  out.basis = basis_of(question, compared, pair);
  return out;
}

// "needs fewer epochs than B", "has a lower loss than B", "converges more often than B".
std::string relation(const Question& question, const Spoken& pair) {
  const std::string& name = question.spec.metric.name;
  const bool higher = pair.subject_is_higher;
  const std::string often = higher ? " more often than " : " less often than ";
  if (name == "converged") return pair.a + " converges" + often + pair.b;
  if (name == "diverged") return pair.a + " diverges" + often + pair.b;
  if (name == "learned") return pair.a + " learns" + often + pair.b;
  if (question.words.counted)
    return pair.a + " needs " + (higher ? "more " : "fewer ") + question.words.label + " than " +
           pair.b;
  const std::string article = question.words.plural ? " has " : " has a ";
  return pair.a + article + (higher ? "higher " : "lower ") + question.words.label + " than " +
         pair.b;
}

std::string in_what(const Question& question) {
  const std::string& name = question.spec.metric.name;
  if (name == "converged") return "how often they converge";
  if (name == "diverged") return "how often they diverge";
  if (name == "learned") return "how often they learn";
  return question.words.label;
}

std::string sentence(const Question& question, const Compared& compared, const VariantPair& pair) {
  const statistics::Comparison& c = pair.comparison;
  const Spoken spoken = speak(question, compared, pair);
  const std::string values = spoken.va + " against " + spoken.vb;
  const std::string both = listed(question.study, *question.spec.by, {spoken.a, spoken.b});
  const double matters = question.spec.min_delta;
  const std::string matter_s = is_share(question.study, question.spec.metric) ? "" : "s";
  const std::string unit =
      unit_of_pairs(compared.samples[pair.first], compared.samples[pair.second]) ==
              study::Scores::Unit::kSeed
          ? "seed"
          : "fold";
  if (c.pairs == 0)
    return both + " cannot be compared in " + in_what(question) + ": no seed gives both a value";
  if (c.pairs == 1)
    return both + " cannot be told apart in " + in_what(question) + " by one " + unit + ": " +
           values;
  if (c.test == statistics::TestKind::kNone)
    return both + " agree in " + in_what(question) + " on each of " + many(c.pairs, unit) + ": " +
           spoken.va;
  if (c.differs() && std::abs(c.difference) >= matters)
    return relation(question, spoken) + ": " +
           (spoken.by.empty() ? values
                              : "by " + spoken.by + " on a typical seed (" + values + ")") +
           ", " + spoken.basis;
  if (c.differs())
    return both + " differ in " + in_what(question) + " by less than the " +
           write_difference(question, matters, 0) + " that matter" + matter_s + ": " + values +
           ", " + spoken.basis;
  if (matters > 0 && -matters < c.interval.low && c.interval.high < matters)
    return both + " are as good as equal in " + in_what(question) +
           ": any difference is below the " + write_difference(question, matters, 0) +
           " that matter" + matter_s + " (" + values + ", " + spoken.basis + ")";
  std::string text =
      both + " cannot be told apart in " + in_what(question) + ": " + values + ", " + spoken.basis;
  if (std::isinf(c.visible)) return text + "; so few seeds can show no difference";
  return text + "; " + say_visible(question, c.visible);
}

// With one seed nothing can be compared: the values, once, instead of a sentence for each pair.
Finding one_seed(const Question& question, const Compared& compared) {
  Finding finding;
  finding.kind = Finding::Kind::kNothing;
  finding.metric = question.spec.metric.text();
  std::vector<std::string> values;
  for (size_t i = 0; i < compared.samples.size(); ++i) {
    const Estimate value = estimate(compared.group.variants[i], compared.samples[i]);
    finding.estimates.push_back(value);
    values.push_back(question.name(value.variant) + " " +
                     (value.seeds > 0 ? write(question, value.value, 0) : "no value"));
  }
  finding.sentence = say(
      question.within(compared.group),
      "one seed tells no variants apart in " + question.words.label + ": " + listed(values), true);
  return finding;
}

}  // namespace

Finding say_pair(const Question& question, const Compared& compared, const VariantPair& pair) {
  Finding finding;
  finding.kind = Finding::Kind::kComparison;
  finding.metric = question.spec.metric.text();
  const std::vector<size_t>& variants = compared.group.variants;
  finding.pairs = {{variants[pair.first], variants[pair.second], pair.comparison}};
  finding.estimates = {estimate(variants[pair.first], compared.samples[pair.first]),
                       estimate(variants[pair.second], compared.samples[pair.second])};
  finding.sentence = say(question.within(compared.group), sentence(question, compared, pair),
                         study::is_refit(question.study.variants[variants[pair.first]]));
  return finding;
}

std::vector<Finding> answer_pairs(const Question& question, const Compared& compared) {
  if (compared.group.variants.size() < 2) return {};
  if (std::all_of(compared.samples.begin(), compared.samples.end(),
                  [](const Sample& sample) { return sample.units.size() <= 1; }))
    return {one_seed(question, compared)};
  if (compared.pairs.size() > kPairsInWords ||
      (compared.group.variants.size() > 3 && !question.spec.baseline))
    return answer_summary(question, compared);
  std::vector<Finding> out;
  for (const VariantPair& pair : compared.pairs) out.push_back(say_pair(question, compared, pair));
  return out;
}

}  // namespace gradus::finding
