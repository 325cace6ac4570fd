#include "gradus/study/prepare.hpp"

#include <algorithm>

#include "gradus/base/error.hpp"
#include "gradus/data/split.hpp"
#include "gradus/data/transform.hpp"

namespace gradus::study {
namespace {

int64_t count_of(const Amount& amount, int64_t rows, const char* key) {
  const int64_t n = std::holds_alternative<int64_t>(amount.value)
                        ? std::get<int64_t>(amount.value)
                        : data::count_of_share(std::get<double>(amount.value), rows);
  if (n > rows) {
    throw Error(key, "asks for " + std::to_string(n) + " of " + std::to_string(rows) + " samples",
                "ask for fewer");
  }
  return n;
}

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

}  // namespace

DataShelf::DataShelf(const Study& study, std::filesystem::path beside)
    : beside_(std::move(beside)) {
  for (const Variant& variant : study.variants) {
    const data::Source& source = variant.plan.data.source;
    const auto same = [&](const auto& file) { return file.first == source; };
    if (data::is_generated(source) || std::any_of(files_.begin(), files_.end(), same)) continue;
    data::LoadOptions options;
    options.beside = beside_;
    files_.emplace_back(source, data::load(source, options));
    const data::Loaded& loaded = files_.back().second;
    notes_.insert(notes_.end(), loaded.notes.begin(), loaded.notes.end());
    checksums_.insert(checksums_.end(), loaded.checksums.begin(), loaded.checksums.end());
  }
}

Prepared DataShelf::prepare(const DataPlan& plan, uint64_t trial_seed, int64_t /*fold*/) const {
  const uint64_t seed = plan.seed.value_or(trial_seed);
  Prepared sets;
  if (data::is_generated(plan.source)) {
    data::LoadOptions options;
    options.beside = beside_;
    options.seed = seed;
    const auto asked = [](const std::optional<Amount>& amount,
                          const char* key) -> std::optional<int64_t> {
      if (!amount) return std::nullopt;
      if (const auto* n = std::get_if<int64_t>(&amount->value)) return *n;
      throw Error(key, "a share of what is drawn says nothing", "give a count");
    };
    options.train = asked(plan.train, "data.train");
    if (!options.train) options.train = plan.samples;
    options.test = asked(plan.test, "data.test");
    data::Loaded loaded = data::load(plan.source, options);
    sets.train = loaded.train;
    sets.test = loaded.test;
  } else {
    const auto file = std::find_if(files_.begin(), files_.end(),
                                   [&](const auto& f) { return f.first == plan.source; });
    const data::Loaded& loaded = file->second;
    if (loaded.has_own_test) {
      if (plan.samples) {
        throw Error("data.samples", data::kind_of(plan.source) + " has a test set of its own",
                    "use train and test");
      }
      sets.train = cut(loaded.train, plan.train, "data.train", plan, seed);
      sets.test = cut(loaded.test, plan.test, "data.test", plan, seed);
    } else {
      const data::Dataset all =
          plan.samples
              ? loaded.train.first(count_of({*plan.samples}, loaded.train.rows(), "data.samples"))
              : loaded.train;
      sets.train = all;
      if (plan.test) {
        const data::Split parts =
            deal(all, count_of(*plan.test, all.rows(), "data.test"), plan, seed);
        sets.train = parts.train;
        sets.test = parts.test;
      }
      sets.train = cut(sets.train, plan.train, "data.train", plan, seed);
    }
  }
  if (plan.validation_is_test) {
    sets.validation = sets.test;
  } else if (plan.validation) {
    // Its own stream, so that it is not dealt like the test set was.
    const data::Split parts =
        deal(sets.train, count_of(*plan.validation, sets.train.rows(), "data.validation"), plan,
             seed ^ 0x9e3779b97f4a7c15u);
    sets.train = parts.train;
    sets.validation = parts.test;
  }
  if (sets.train.empty())
    throw Error("data", "no training samples are left", "ask for fewer test or validation samples");
  if (plan.transform.empty()) return sets;
  const data::Fitted fitted = data::fit_transforms(plan.transform, sets.train);
  sets.train = data::apply(fitted, sets.train);
  if (!sets.validation.empty()) sets.validation = data::apply(fitted, sets.validation);
  if (!sets.test.empty()) sets.test = data::apply(fitted, sets.test);
  return sets;
}

}  // namespace gradus::study
