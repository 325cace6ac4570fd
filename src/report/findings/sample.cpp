#include "report/findings/sample.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "study/scores.hpp"

namespace gradus::finding {

Counts count(const std::vector<const study::Trial*>& trials) {
  Counts counts;
  for (const study::Trial* trial : trials) {
    const Status status = trial->history.status;
    ++counts.trials;
    const bool cut_off = trial->pruned;  // it had only begun
    counts.converged += status == Status::kConverged;
    counts.diverged += status == Status::kDiverged;
    counts.failed += status == Status::kFailed;
    counts.not_learned += !trial->history.learned && !cut_off && status != Status::kDiverged &&
                          status != Status::kFailed;
  }
  return counts;
}

bool is_share(const study::Study& study, const study::MetricQuery& query) {
  if (query.name == "converged" || query.name == "diverged" || query.name == "learned") return true;
  return std::any_of(study.instruments.begin(), study.instruments.end(), [&](const auto& spec) {
    return spec.kind == "collapse" &&
           (query.name == spec.name || query.name.starts_with(spec.name + "."));
  });
}

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Seeds that lack a fold are left out as a whole.
void drop_incomplete(study::Scores& scores) {
  for (std::vector<double>& row : scores.by_seed)
    if (!std::all_of(row.begin(), row.end(), [](double v) { return std::isfinite(v); }))
      std::fill(row.begin(), row.end(), std::numeric_limits<double>::quiet_NaN());
}

// The mean over seeds of each fold.
std::vector<double> fold_means(const study::Scores& scores) {
  std::vector<double> out;
  for (size_t f = 0; f < scores.folds(); ++f) {
    std::vector<double> fold;
    for (const std::vector<double>& row : scores.by_seed)
      if (std::isfinite(row[f])) fold.push_back(row[f]);
    out.push_back(statistics::mean(fold));
  }
  return out;
}

double deviation_within(const study::Scores& scores) {
  double sum = 0;
  size_t rows = 0;
  for (const std::vector<double>& row : scores.by_seed) {
    const double deviation = statistics::standard_deviation(row);
    if (!std::isfinite(deviation)) continue;
    sum += deviation * deviation;
    ++rows;
  }
  return std::sqrt(sum / static_cast<double>(rows));
}

std::vector<double> finite(const std::vector<double>& values) {
  std::vector<double> out;
  std::copy_if(values.begin(), values.end(), std::back_inserter(out),
               [](double v) { return std::isfinite(v); });
  return out;
}

}  // namespace

bool is_bounded(const study::MetricQuery& query) {
  return !query.reduce.starts_with("arg") && query.reduce != "roughness" &&
         (query.name.find("accuracy") != std::string::npos ||
          query.name.find("precision") != std::string::npos ||
          query.name.find("recall") != std::string::npos);
}

Sample sample_of(const study::Study& study, const study::TrialIndex& index, size_t variant,
                 const study::MetricQuery& query) {
  const std::vector<const study::Trial*> trials = study::trials_of(study, index, variant);
  const study::Plan& plan = study.variants[variant].plan;
  Sample sample;
  sample.counts = count(trials);
  sample.share = is_share(study, query);
  sample.bounded = is_bounded(query);
  for (const study::Trial* trial : trials)
    sample.diverged += trial->history.status == Status::kDiverged &&
                       std::isfinite(study::value_of(query, *trial, plan.train.until.has_value()));
  study::Scores scores = study::scores_of(study, index, variant, query);
  // What a scheduler ended early is not to be compared with what went on.
  if (scores.pruned) scores.by_seed.assign(scores.by_seed.size(), {kNone});
  drop_incomplete(scores);
  sample.folds = scores.folds();
  sample.overlap = sample.folds > 1 ? scores.overlap : 0;
  sample.by_seed = scores.seed_means();
  sample.values = finite(sample.by_seed);
  const bool dealt_once = plan.data.seed.has_value() && sample.folds > 1;
  sample.units = dealt_once ? fold_means(scores) : scores.units(false);
  sample.over_folds = deviation_within(scores);
  sample.over_seeds = statistics::standard_deviation(sample.values);
  return sample;
}

statistics::Interval within_bounds(const Sample& sample, statistics::Interval interval) {
  if (!sample.bounded || interval.method == statistics::IntervalMethod::kNone) return interval;
  interval.low = std::max(0.0, interval.low);
  interval.high = std::min(1.0, interval.high);
  return interval;
}

Estimate estimate(size_t variant, const Sample& sample) {
  Estimate out;
  out.variant = variant;
  out.seeds = sample.values.size();
  out.trials = sample.counts.trials;
  out.folds = sample.folds;
  out.over_folds = sample.over_folds;
  out.over_seeds = sample.over_seeds;
  if (sample.share) {
    // Seeds, not folds, are drawn anew: a share counts as many trials as there are seeds.
    const double n = static_cast<double>(out.seeds);
    out.value = statistics::mean(sample.values);
    out.interval = statistics::interval_of_share(out.value * n, n);
  } else if (sample.folds > 1) {
    const std::vector<double> units = finite(sample.units);
    out.value = statistics::mean(units);
    out.interval = within_bounds(sample, statistics::resampled_interval(units, sample.overlap));
  } else {
    out.value = statistics::median(sample.values);
    out.interval = statistics::interval_of_median(sample.values);
  }
  return out;
}

statistics::PairedSample paired(const Sample& first, const Sample& second) {
  statistics::PairedSample pairs;
  pairs.share = first.share && first.folds == 1 && second.folds == 1;
  const bool folds = !first.share && first.folds > 1 && first.folds == second.folds &&
                     first.units.size() == second.units.size();
  const std::vector<double>&a = folds ? first.units : first.by_seed,
        &b = folds ? second.units : second.by_seed;
  if (folds) pairs.overlap = std::max(first.overlap, second.overlap);
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (!std::isfinite(a[i]) || !std::isfinite(b[i])) continue;
    pairs.first.push_back(a[i]);
    pairs.second.push_back(b[i]);
  }
  return pairs;
}

}  // namespace gradus::finding
