#include "gradus/study/prepare.hpp"

#include <algorithm>

#include "gradus/base/error.hpp"
#include "gradus/data/split.hpp"
#include "gradus/data/transform.hpp"
#include "study/train_rows.hpp"
#include "study/variant_error.hpp"

namespace gradus::study {
namespace {

// `n` rows dealt at random, the rest given back as well.
data::Split deal(const data::Dataset& all, int64_t n, const DataPlan& plan, uint64_t seed) {
  return data::split(all, n, plan.stratify.value_or(all.has_classes()), seed);
}

// Rows of `all` cut to what `amount` says, dealt at random.
data::Dataset cut(const data::Dataset& all, const std::optional<Amount>& amount, const char* key,
                  const DataPlan& plan, uint64_t seed) {
  if (!amount) return all;
  const int64_t n = count_of(*amount, all.rows(), key);
  return n == all.rows() ? all : deal(all, n, plan, seed).test;
}

// What is held out of `all` as the test or the validation set, and what is left.
data::Split hold_out(const data::Dataset& all, const std::optional<Amount>& amount,
                     const std::optional<Folds>& folds, const char* key, const DataPlan& plan,
                     uint64_t seed, int64_t fold) {
  try {
    if (!folds) return deal(all, count_of(*amount, all.rows(), key), plan, seed);
    return data::fold(all, {folds->folds, folds->repeats, plan.stratify, seed}, fold);
  } catch (const Error& e) {
    throw Error(key, e.reason(), e.mend());
  }
}

}  // namespace

DataShelf::DataShelf(const Study& study, std::filesystem::path beside)
    : beside_(std::move(beside)) {
  for (const Variant& variant : study.variants) {
    const data::Source& source = variant.plan.data.source;
    const auto same = [&](const auto& file) { return file.first == source; };
    if (data::is_generated(source) || std::any_of(files_.begin(), files_.end(), same)) continue;
    data::LoadOptions options;
    options.beside = beside_;
    try {
      files_.emplace_back(source, data::load(source, options));
    } catch (const Error& e) {
      const std::string place = e.place().empty() ? "" : e.place() + ": ";
      throw VariantError(study, variant, "data.source", place + e.reason(), e.mend());
    }
    const data::Loaded& loaded = files_.back().second;
    notes_.insert(notes_.end(), loaded.notes.begin(), loaded.notes.end());
    checksums_.insert(checksums_.end(), loaded.checksums.begin(), loaded.checksums.end());
  }
}

data::Loaded DataShelf::source_of(const DataPlan& plan, uint64_t seed) const {
  data::LoadOptions options;
  options.beside = beside_;
  if (data::is_generated(plan.source)) {
    options.seed = seed;
    // Folds of a test set deal all that is drawn, and `train` cuts what they leave.
    if (!plan.test_folds) options.train = drawn_count(plan.train, "data.train");
    if (!options.train) options.train = plan.samples;
    options.test = drawn_count(plan.test, "data.test");
    return data::load(plan.source, options);
  }
  for (const auto& [source, loaded] : files_)
    if (source == plan.source) return loaded;
  // An adaptive search came to a source that none of the variants known at the start has.
  return data::load(plan.source, options);
}

Prepared DataShelf::deal_sets(const DataPlan& plan, uint64_t trial_seed, int64_t fold) const {
  const uint64_t seed = plan.seed.value_or(trial_seed);
  const int64_t inner = plan.validation_folds ? plan.validation_folds->count() : 1;
  const data::Loaded loaded = source_of(plan, seed);
  Prepared sets;
  sets.train = loaded.train;
  sets.test = loaded.test;
  const bool drawn = data::is_generated(plan.source);
  if (loaded.has_own_test) {
    if (plan.samples || plan.test_folds)
      throw Error(plan.samples ? "data.samples" : "data.test",
                  data::kind_of(plan.source) + " has a test set of its own", "use train and test");
    sets.test = cut(loaded.test, plan.test, "data.test", plan, seed);
  } else {
    if (!drawn && plan.samples)
      sets.train = sets.train.first(count_of({*plan.samples}, sets.train.rows(), "data.samples"));
    if (plan.test_folds || (!drawn && plan.test)) {
      const data::Split parts =
          hold_out(sets.train, plan.test, plan.test_folds, "data.test", plan, seed, fold / inner);
      sets.train = parts.train;
      sets.test = parts.test;
    }
  }
  if (!drawn || plan.test_folds) sets.train = cut(sets.train, plan.train, "data.train", plan, seed);
  if (plan.validation_is_test) {
    sets.validation = sets.test;
  } else if (plan.validation || plan.validation_folds) {
    // Its own stream, so that it is not dealt like the test set was.
    const data::Split parts =
        hold_out(sets.train, plan.validation, plan.validation_folds, "data.validation", plan,
                 seed ^ 0x9e3779b97f4a7c15u, fold % inner);
    sets.train = parts.train;
    sets.validation = parts.test;
  }
  if (sets.train.empty())
    throw Error("data", "no training samples are left", "ask for fewer test or validation samples");
  return sets;
}

FoldRows DataShelf::fold_rows(const DataPlan& plan, uint64_t trial_seed, int64_t fold) const {
  const Prepared sets = deal_sets(plan, trial_seed, fold);
  FoldRows rows;
  if (!sets.validation.empty()) rows.validation = sets.validation.row_index();
  if (!sets.test.empty()) rows.test = sets.test.row_index();
  std::sort(rows.validation.begin(), rows.validation.end());
  std::sort(rows.test.begin(), rows.test.end());
  return rows;
}

Prepared DataShelf::prepare(const DataPlan& plan, uint64_t trial_seed, int64_t fold) const {
  Prepared sets = deal_sets(plan, trial_seed, fold);
  if (plan.transform.empty()) return sets;
  const data::Fitted& fitted =
      sets.transform.emplace(data::fit_transforms(plan.transform, sets.train));
  sets.train = data::apply(fitted, sets.train);
  if (!sets.validation.empty()) sets.validation = data::apply(fitted, sets.validation);
  if (!sets.test.empty()) sets.test = data::apply(fitted, sets.test);
  return sets;
}

}  // namespace gradus::study
