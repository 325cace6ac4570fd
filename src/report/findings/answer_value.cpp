#include "report/findings/answer.hpp"
#include "report/findings/digits.hpp"

namespace gradus::finding {
namespace {

bool counts_converged_only(const Question& question, size_t variant) {
  return question.spec.metric.name == "epochs" &&
         question.study.variants[variant].plan.train.until.has_value();
}

// Why trials have no value, or what to hold against those that have: "3 of 32 did not converge".
std::string reservation(const Question& question, size_t variant, const Sample& sample) {
  const Counts& counts = sample.counts;
  const std::string of = " of " + std::to_string(counts.trials);
  if (counts_converged_only(question, variant) && counts.converged < counts.trials)
    return std::to_string(counts.trials - counts.converged) + of + " did not converge";
  if (is_share(question.study, question.spec.metric) || counts.diverged == 0) {
    const size_t seeds = sample.by_seed.size();
    return sample.values.size() == seeds ? ""
                                         : std::to_string(seeds - sample.values.size()) + " of " +
                                               std::to_string(seeds) + " have no value";
  }
  std::string text = std::to_string(counts.diverged) + of + " diverged";
  if (sample.diverged < counts.diverged) return text + " and do not count";
  return text + " and count";
}

std::string why_nothing(const Question& question, size_t variant, const Sample& sample) {
  const Counts& counts = sample.counts;
  const std::string trials = many(counts.trials, "trial");
  if (counts.trials == 0) return "no trial ran";
  const std::string valued = std::to_string(sample.valued) + " of " + trials;
  if (counts_converged_only(question, variant))
    return counts.converged == 0 ? "none of the " + trials + " converged"
                                 : valued + " converged, but no seed in all its folds";
  if (counts.diverged == counts.trials)
    return counts.trials == 1 ? "its only trial diverged" : "all " + trials + " diverged";
  if (sample.valued > 0) return valued + " have one, but no seed in all its folds";
  return "none of the " + trials + " has one";
}

std::string over(const Question& question, const Sample& sample, const Estimate& estimate) {
  if (sample.averaged()) return spreads(question, estimate);
  std::string text = "median of " + many(estimate.seeds, "seed");
  if (estimate.interval.method == statistics::IntervalMethod::kRange)
    text += ", with the smallest and the largest";
  return text;
}

// "95.2 % [93.7, 96.4] of 1000 trials converged"
std::string share_text(const Question& question, const Sample& sample, const Estimate& estimate) {
  const std::string share =
      percent(estimate.value, estimate.interval) + " of " + many(sample.counts.trials, "trial");
  const std::string& name = question.spec.metric.name;
  if (name == "converged" || name == "diverged" || name == "learned") return share + " " + name;
  return question.words.label + ": " + percent(estimate.value, estimate.interval) + " of " +
         std::to_string(sample.counts.trials);
}

}  // namespace

std::string spreads(const Question& question, const Estimate& value) {
  const auto deviation = [&](double spread) { return write_difference(question, spread, spread); };
  const bool seeds = value.seeds > 1, folds = value.folds > 1;
  if (!folds && !seeds) return "one training, which has no spread";
  std::string text = "mean of ";
  if (folds) text += many(value.folds, "fold") + (seeds ? " of " : "");
  if (seeds) text += many(value.seeds, "seed");
  text += "; standard deviation ";
  if (folds)
    text += deviation(value.over_folds) + " over the folds" + (seeds ? " of a seed, " : "");
  if (seeds) text += deviation(value.over_seeds) + " over the seeds";
  return text + (folds && seeds ? "' means" : "");
}

Finding answer_value(const Question& question, size_t variant, const std::string& within) {
  const Sample sample = question.sample(variant);
  const bool share = is_share(question.study, question.spec.metric);
  Finding finding;
  finding.kind = share ? Finding::Kind::kShare : Finding::Kind::kValue;
  finding.metric = question.spec.metric.text();
  const Estimate value = estimate(variant, sample);
  finding.estimates = {value};
  const Words& words = question.words;
  if (sample.values.empty()) {
    finding.kind = Finding::Kind::kNothing;
    finding.sentence =
        say(within,
            "there is no value of " + words.subject + ": " + why_nothing(question, variant, sample),
            true);
    return finding;
  }
  std::string before = within;
  if (share) {
    // "With ReLU, share of ..." reads badly: the variant's own name stands before the figure.
    if (question.spec.by) before += question.name(variant) + ": ";
    finding.sentence = say(before, share_text(question, sample, value), true);
    return finding;
  }
  std::string text = words.subject + (words.plural ? " are " : " is ") +
                     digits(value.value, value.interval, are_whole(sample.values));
  const std::string but = reservation(question, variant, sample);
  if (value.seeds == 1 && value.folds < 2) {
    text += " (one seed, which has no spread";
  } else {
    text += " (" + over(question, sample, value);
  }
  text += (but.empty() ? "" : "; " + but) + ")";
  finding.sentence = say(before, text, true);
  return finding;
}

}  // namespace gradus::finding
