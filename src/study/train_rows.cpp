#include "study/train_rows.hpp"

#include <fmt/core.h>

#include "gradus/base/error.hpp"
#include "gradus/data/load.hpp"
#include "gradus/data/split.hpp"
#include "gradus/study/metric_names.hpp"

namespace gradus::study {
namespace {

bool has_own_test(const data::Source& source) {
  DataPlan plan;
  plan.source = source;
  return has_test_set(plan);
}

int64_t left_of(int64_t rows, const std::optional<Amount>& amount,
                const std::optional<Folds>& folds, const char* key) {
  if (folds) {
    if (folds->folds > rows)
      throw Error(key, fmt::format("deals {} samples into {} folds", rows, folds->folds),
                  "ask for fewer folds");
    return rows - rows / folds->folds;
  }
  const int64_t n = count_of(*amount, rows, key);
  if (n == rows)
    throw Error(key, fmt::format("takes all {} samples and leaves none to train on", n),
                "ask for fewer");
  return rows - n;
}

// The one problem that is drawn and has no more samples than it has.
int64_t rows_of_xor(const DataPlan& plan) {
  constexpr int64_t kRows = 4;
  if (plan.test) (void)count_of(*plan.test, kRows, "data.test");
  if (plan.samples) (void)count_of({*plan.samples}, kRows, "data.samples");
  if (plan.train && !plan.test_folds) {
    (void)drawn_count(plan.train, "data.train");
    return count_of(*plan.train, kRows, "data.train");
  }
  return plan.samples.value_or(kRows);
}

}  // namespace

int64_t count_of(const Amount& amount, int64_t rows, const char* key) {
  const int64_t n = std::holds_alternative<int64_t>(amount.value)
                        ? std::get<int64_t>(amount.value)
                        : data::count_of_share(std::get<double>(amount.value), rows);
  if (n > rows)
    throw Error(key, fmt::format("asks for {} of {} samples", n, rows), "ask for fewer");
  return n;
}

std::optional<int64_t> drawn_count(const std::optional<Amount>& amount, const char* key) {
  if (!amount) return std::nullopt;
  if (const auto* n = std::get_if<int64_t>(&amount->value)) return *n;
  throw Error(key, "a share of what is drawn says nothing", "give a count");
}

int64_t told_rows(const DataPlan& plan) {
  if (!data::is_generated(plan.source)) return plan.samples.value_or(0);
  (void)drawn_count(plan.test, "data.test");
  if (std::holds_alternative<data::sources::Xor>(plan.source)) return rows_of_xor(plan);
  // Folds of a test set deal all that is drawn, and `train` cuts what they leave.
  if (plan.train && !plan.test_folds) return *drawn_count(plan.train, "data.train");
  return plan.samples.value_or(0);
}

int64_t most_train_rows(const DataPlan& plan, int64_t rows) {
  const bool drawn = data::is_generated(plan.source);
  if (plan.test_folds || (plan.test && !drawn && !has_own_test(plan.source)))
    rows = left_of(rows, plan.test, plan.test_folds, "data.test");
  if (plan.train && (!drawn || plan.test_folds)) rows = count_of(*plan.train, rows, "data.train");
  if (plan.validation || plan.validation_folds)
    rows = left_of(rows, plan.validation, plan.validation_folds, "data.validation");
  return rows;
}

}  // namespace gradus::study
