#include "report/findings/sample.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

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

using Unit = study::Scores::Unit;

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

bool is_positive(const study::Study& study, const study::MetricQuery& query) {
  if (query.reduce.starts_with("arg") || query.reduce == "roughness" || query.name == "epochs" ||
      query.name == "seconds")
    return true;
  const auto has = [&](const char* word) { return query.name.find(word) != std::string::npos; };
  if (!has("loss") && !has("mse") && !has("mae")) return false;
  // A loss of one's own may be anything.
  return std::none_of(study.variants.begin(), study.variants.end(), [](const auto& variant) {
    return std::holds_alternative<losses::Custom>(variant.plan.train.loss);
  });
}

Sample sample_of(const study::Study& study, const study::TrialIndex& index, size_t variant,
                 const study::MetricQuery& query) {
  const std::vector<const study::Trial*> trials = study::trials_of(study, index, variant);
  const study::Plan& plan = study.variants[variant].plan;
  Sample sample;
  sample.counts = count(trials);
  sample.share = is_share(study, query);
  sample.bounded = is_bounded(query);
  sample.positive = is_positive(study, query);
  for (const study::Trial* trial : trials)
    if (std::isfinite(study::value_of(query, *trial, plan.train.until.has_value()))) {
      ++sample.valued;
      sample.diverged += trial->history.status == Status::kDiverged;
    }
  study::Scores scores = study::scores_of(study, index, variant, query);
  // What a scheduler ended early is not to be compared with what went on.
  sample.pruned = scores.pruned;
  if (scores.pruned) scores.by_seed.assign(scores.by_seed.size(), {kNone});
  drop_incomplete(scores);
  sample.data = &plan.data;
  sample.folds = scores.folds();
  sample.by_seed = scores.seed_means();
  sample.values = finite(sample.by_seed);
  study::Scores::Basis basis = scores.basis();
  sample.unit = basis.unit;
  sample.overlap = basis.overlap;
  sample.units = basis.unit == Unit::kFold ? fold_means(scores) : std::move(basis.values);
  sample.over_folds = deviation_within(scores);
  sample.over_seeds = statistics::standard_deviation(sample.values);
  return sample;
}

statistics::Interval within_bounds(const Sample& sample, statistics::Interval interval) {
  if (interval.method == statistics::IntervalMethod::kNone) return interval;
  if (sample.bounded || sample.positive) interval.low = std::max(0.0, interval.low);
  if (sample.bounded) interval.high = std::min(1.0, interval.high);
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
  } else if (sample.averaged()) {
    const std::vector<double> units = finite(sample.units);
    out.value = statistics::mean(units);
    out.interval = within_bounds(sample, sample.overlap > 0
                                             ? statistics::resampled_interval(units, sample.overlap)
                                             : statistics::interval_of_mean(units));
  } else {
    out.value = statistics::median(sample.values);
    out.interval = statistics::interval_of_median(sample.values);
  }
  return out;
}

bool dealt_alike(const Sample& first, const Sample& second) {
  if (first.folds != second.folds || first.units.size() != second.units.size()) return false;
  if (first.data == nullptr || second.data == nullptr) return true;
  return first.data->validation_folds == second.data->validation_folds &&
         first.data->test_folds == second.data->test_folds && first.data->seed == second.data->seed;
}

Unit unit_of_pairs(const Sample& first, const Sample& second) {
  const bool alike = !first.share && first.unit == second.unit && dealt_alike(first, second);
  return alike ? first.unit : Unit::kSeed;
}

statistics::PairedSample paired(const Sample& first, const Sample& second) {
  statistics::PairedSample pairs;
  pairs.share = first.share && first.folds == 1 && second.folds == 1;
  const bool units = unit_of_pairs(first, second) != Unit::kSeed;
  const std::vector<double>&a = units ? first.units : first.by_seed,
        &b = units ? second.units : second.by_seed;
  if (!first.share) pairs.overlap = std::max(first.overlap, second.overlap);
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (!std::isfinite(a[i]) || !std::isfinite(b[i])) continue;
    pairs.first.push_back(a[i]);
    pairs.second.push_back(b[i]);
  }
  return pairs;
}

}  // namespace gradus::finding
