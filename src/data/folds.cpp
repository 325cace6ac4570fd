#include <algorithm>
#include <numeric>
#include <string>

#include "gradus/base/error.hpp"
#include "gradus/base/random.hpp"
#include "gradus/data/split.hpp"

namespace gradus::data {
namespace {

constexpr const char* kPlace = "[folds]";

// Rows of each class in each fold: sizes[fold][class].
using Sizes = std::vector<std::vector<int64_t>>;

std::vector<int64_t> class_sizes(const Dataset& all) {
  std::vector<int64_t> sizes(static_cast<size_t>(all.classes()), 0);
  for (int64_t row = 0; row < all.rows(); ++row) ++sizes[static_cast<size_t>(all.label(row))];
  return sizes;
}

// Classes by their first row.
std::vector<size_t> by_appearance(const Dataset& all) {
  std::vector<bool> seen(static_cast<size_t>(all.classes()), false);
  std::vector<size_t> order;
  for (int64_t row = 0; row < all.rows(); ++row) {
    const auto label = static_cast<size_t>(all.label(row));
    if (seen[label]) continue;
    seen[label] = true;
    order.push_back(label);
  }
  return order;
}

// The places of each class among the sorted rows are shared out in turn.
Sizes stratified_sizes(const Dataset& all, int64_t folds) {
  const std::vector<int64_t> of_class = class_sizes(all);
  Sizes sizes(static_cast<size_t>(folds), std::vector<int64_t>(of_class.size(), 0));
  int64_t place = 0;
  for (const size_t label : by_appearance(all))
    for (int64_t i = 0; i < of_class[label]; ++i, ++place)
      ++sizes[static_cast<size_t>(place % folds)][label];
  return sizes;
}

Sizes plain_sizes(int64_t rows, int64_t folds) {
  Sizes sizes;
  for (int64_t f = 0; f < folds; ++f) sizes.push_back({rows / folds + (f < rows % folds ? 1 : 0)});
  return sizes;
}

void check(const Dataset& all, const KFold& options, bool stratify, int64_t which) {
  if (options.folds < 2)
    throw Error(kPlace, "deals into " + std::to_string(options.folds) + " folds",
                "give at least 2");
  if (options.repeats < 1)
    throw Error(kPlace, "repeats " + std::to_string(options.repeats) + " times", "give at least 1");
  if (which < 0 || which >= options.folds * options.repeats)
    throw Error(kPlace,
                "asks for fold " + std::to_string(which) + " of " +
                    std::to_string(options.folds * options.repeats),
                "they count from 0");
  if (stratify && !all.has_classes())
    throw Error(kPlace, "stratify needs class labels", "set stratify = false");
  if (options.folds > all.rows())
    throw Error(kPlace,
                "deals " + std::to_string(all.rows()) + " samples into " +
                    std::to_string(options.folds) + " folds",
                "ask for fewer folds");
  if (!stratify) return;
  const std::vector<int64_t> sizes = class_sizes(all);
  const int64_t largest = *std::max_element(sizes.begin(), sizes.end());
  if (options.folds > largest)
    throw Error(kPlace,
                "deals classes of at most " + std::to_string(largest) + " samples into " +
                    std::to_string(options.folds) + " folds",
                "ask for fewer folds, or set stratify = false");
}

}  // namespace

Split fold(const Dataset& all, const KFold& options, int64_t which) {
  const bool stratify = options.stratify.value_or(all.has_classes());
  check(all, options, stratify, which);
  const auto held_out = static_cast<size_t>(which % options.folds);
  const Sizes sizes =
      stratify ? stratified_sizes(all, options.folds) : plain_sizes(all.rows(), options.folds);
  // Of each class, the rows of the folds before pass; then those of this fold are held out.
  std::vector<int64_t> before(sizes[0].size(), 0), open = sizes[held_out];
  for (size_t f = 0; f < held_out; ++f)
    for (size_t c = 0; c < before.size(); ++c) before[c] += sizes[f][c];
  const std::vector<uint32_t> order = Random(options.seed, Purpose::kSplit, kFoldStream,
                                             static_cast<uint32_t>(which / options.folds))
                                          .permutation(static_cast<uint32_t>(all.rows()));
  std::vector<uint32_t> train, test;
  for (const uint32_t row : order) {
    const size_t c = stratify ? static_cast<size_t>(all.label(row)) : 0;
    if (before[c] > 0) {
      --before[c];
      train.push_back(row);
    } else if (open[c] > 0) {
      --open[c];
      test.push_back(row);
    } else {
      train.push_back(row);
    }
  }
  return {all.select(train), all.select(test)};
}

std::vector<Split> folds(const Dataset& all, const KFold& options) {
  std::vector<Split> out;
  for (int64_t f = 0; f < std::max<int64_t>(1, options.folds * options.repeats); ++f)
    out.push_back(fold(all, options, f));
  return out;
}

}  // namespace gradus::data
