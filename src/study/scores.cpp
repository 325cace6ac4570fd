#include "study/scores.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gradus/data/load.hpp"
#include "gradus/study/statistics.hpp"
#include "study/scores_sizes.hpp"

namespace gradus::study {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Where the length of a file is what is missing: as if a quarter were held out.
constexpr double kLikelyRatio = 1.0 / 3;

// A set held out anew for each seed of one body of samples is random subsampling. Of two seeds'
// values the correlation is held out / (held out + trained on), times the share of the body that
// a seed sees: two small parts of a large body have little in common.
double overlap_of_held_out(const DataPlan& data, bool of_test) {
  const bool dealt = of_test ? data.test && !has_own_test(data) && !data::is_generated(data.source)
                             : data.validation.has_value();
  if (!dealt || data.seed || draws_anew(data)) return 0;
  const SetSizes sizes = set_sizes(data);
  const SetSize& held_out = of_test ? sizes.test : sizes.validation;
  const double held = ratio(held_out, sizes.train).value_or(kLikelyRatio);
  double seen = 1;
  if (held_out.share && sizes.train.share)
    seen = std::min(1.0, *held_out.share + *sizes.train.share);
  const double correlation = held / (1 + held) * seen;
  return correlation / (1 - correlation);
}

double overlap_of(const DataPlan& data, const MetricQuery& query) {
  const bool of_validation = query.name.starts_with("val_");
  const bool of_test =
      query.name.starts_with("test_") || (of_validation && data.validation_is_test);
  const std::optional<Folds>& own = of_test ? data.test_folds : data.validation_folds;
  const std::optional<Folds>& any = data.validation_folds ? data.validation_folds : data.test_folds;
  const std::optional<Folds>& folds = own ? own : any;
  // Of K folds one is held out of K - 1 others, whatever their size.
  if (folds) return 1 / static_cast<double>(folds->folds - 1);
  return of_validation || of_test ? overlap_of_held_out(data, of_test) : 0;
}

}  // namespace

const AxisValue* refit_of(const Variant& variant) {
  for (const auto& [axis, value] : variant.key)
    if (axis == "refit") return &value;
  return nullptr;
}

bool is_refit(const Variant& variant) {
  return refit_of(variant) != nullptr;
}

const std::vector<uint64_t>& seeds_of(const Study& study, size_t variant) {
  const bool own = study.search && !study.search->refit_seeds.empty();
  return own && is_refit(study.variants[variant]) ? study.search->refit_seeds : study.seeds;
}

std::vector<const Trial*> trials_of(const Study& study, const TrialIndex& index, size_t variant) {
  const AxisValue* value = refit_of(study.variants[variant]);
  if (value == nullptr) return index.of(variant);
  std::vector<const Trial*> out;
  for (size_t v = 0; v < study.variants.size(); ++v) {
    const AxisValue* other = refit_of(study.variants[v]);
    if (other != nullptr && *other == *value)
      out.insert(out.end(), index.of(v).begin(), index.of(v).end());
  }
  return out;
}

Scores scores_of(const Study& study, const TrialIndex& index, size_t variant,
                 const MetricQuery& query, std::optional<int64_t> outer) {
  const Plan& plan = study.variants[variant].plan;
  const std::vector<uint64_t>& seeds = seeds_of(study, variant);
  // fold = test fold * validation folds + validation fold
  const int64_t inner = plan.data.validation_folds ? plan.data.validation_folds->count() : 1;
  std::vector<const Trial*> chosen;
  int64_t first = 0, last = 0;
  for (const Trial* trial : trials_of(study, index, variant)) {
    const int64_t fold = trial->fold.value_or(0);
    if (outer && fold / inner != *outer) continue;
    first = chosen.empty() ? fold : std::min(first, fold);
    last = std::max(last, fold);
    chosen.push_back(trial);
  }
  if (outer) first = *outer * inner;
  last = std::max(first, last);
  Scores out;
  out.trainings = chosen.size();
  out.overlap = overlap_of(plan.data, query);
  out.dealt_once = plan.data.seed.has_value();
  out.own_samples = draws_anew(plan.data);
  out.by_seed.assign(seeds.size(),
                     std::vector<double>(static_cast<size_t>(last - first + 1), kNone));
  for (const Trial* trial : chosen) {
    const double value = value_of(query, *trial, plan.train.until.has_value());
    out.pruned = out.pruned || trial->pruned;
    out.failed += !std::isfinite(value) && !trial->pruned;
    const auto seed = std::find(seeds.begin(), seeds.end(), trial->seed);
    if (seed == seeds.end()) continue;
    const size_t fold = static_cast<size_t>(trial->fold.value_or(0) - first);
    out.by_seed[static_cast<size_t>(seed - seeds.begin())][fold] =
        std::isfinite(value) ? value : kNone;
  }
  return out;
}

std::vector<double> Scores::seed_means() const {
  std::vector<double> out;
  for (const std::vector<double>& row : by_seed) out.push_back(statistics::mean(row));
  return out;
}

std::vector<double> Scores::units(bool same_folds) const {
  std::vector<double> out;
  if (!same_folds || folds() < 2) {
    for (const std::vector<double>& row : by_seed) out.insert(out.end(), row.begin(), row.end());
    return out;
  }
  for (size_t f = 0; f < folds(); ++f) {
    std::vector<double> fold;
    for (const std::vector<double>& row : by_seed) fold.push_back(row[f]);
    out.push_back(statistics::mean(fold));
  }
  return out;
}

Scores::Basis Scores::basis() const {
  if (folds() < 2) return {Unit::kSeed, units(false), overlap};
  // Independent means of seeds need no correction, however few their folds.
  if (own_samples && by_seed.size() > 1) return {Unit::kSeed, seed_means(), 0};
  return {dealt_once ? Unit::kFold : Unit::kFoldOfSeed, units(dealt_once), overlap};
}

}  // namespace gradus::study
