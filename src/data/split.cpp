#include "gradus/data/split.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "gradus/base/error.hpp"
#include "gradus/base/random.hpp"

namespace gradus::data {
namespace {

// Test rows of each class: n_test * size / rows, rounded by largest remainders so that they sum to
// n_test. Whole-number arithmetic, so that nothing hangs on rounding.
std::vector<int64_t> quotas(const Dataset& all, int64_t n_test) {
  const auto classes = static_cast<size_t>(all.classes());
  std::vector<int64_t> sizes(classes, 0), quota(classes), remainder(classes);
  for (int64_t row = 0; row < all.rows(); ++row) ++sizes[static_cast<size_t>(all.label(row))];
  int64_t left = n_test;
  for (size_t c = 0; c < classes; ++c) {
    quota[c] = sizes[c] * n_test / all.rows();
    remainder[c] = sizes[c] * n_test % all.rows();
    left -= quota[c];
  }
  std::vector<size_t> order(classes);
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return remainder[a] != remainder[b] ? remainder[a] > remainder[b] : a < b;
  });
  for (int64_t i = 0; i < left; ++i) ++quota[order[static_cast<size_t>(i)]];
  return quota;
}

}  // namespace

Split split(const Dataset& all, int64_t n_test, bool stratify, uint64_t seed) {
  if (n_test < 0 || n_test > all.rows())
    throw Error(
        "[split]",
        "asks for " + std::to_string(n_test) + " of " + std::to_string(all.rows()) + " samples",
        "ask for fewer");
  if (n_test == all.rows())
    throw Error("[split]",
                "takes all " + std::to_string(n_test) + " samples and leaves none to train on",
                "ask for fewer");
  if (stratify && !all.has_classes())
    throw Error("[split]", "stratify needs class labels", "set stratify = false");

  const std::vector<uint32_t> order =
      Random(seed, Purpose::kSplit).permutation(static_cast<uint32_t>(all.rows()));
  std::vector<int64_t> open = stratify ? quotas(all, n_test) : std::vector<int64_t>{n_test};
  std::vector<uint32_t> train, test;
  train.reserve(static_cast<size_t>(all.rows() - n_test));
  test.reserve(static_cast<size_t>(n_test));
  for (uint32_t row : order) {
    int64_t& places = open[stratify ? static_cast<size_t>(all.label(row)) : 0];
    if (places > 0) {
      --places;
      test.push_back(row);
    } else {
      train.push_back(row);
    }
  }
  return {all.select(train), all.select(test)};
}

int64_t count_of_share(double share, int64_t rows) {
  // The small step back keeps a share such as 0.07 of 100 at 7, though 0.07 * 100 > 7 in double.
  return static_cast<int64_t>(std::ceil(share * static_cast<double>(rows) - 1e-9));
}

Split train_test_split(const Dataset& all, const TrainTestSplit& options) {
  int64_t n_test = 0;
  if (const double* share = std::get_if<double>(&options.test_size)) {
    if (!(*share > 0 && *share < 1))
      throw Error("[train_test_split]", "test_size is no share between 0 and 1",
                  "a count is a whole number");
    n_test = count_of_share(*share, all.rows());
  } else {
    n_test = std::get<int64_t>(options.test_size);
  }
  return split(all, n_test, options.stratify.value_or(all.has_classes()), options.seed);
}

}  // namespace gradus::data
