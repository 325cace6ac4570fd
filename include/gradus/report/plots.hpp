#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "gradus/report/figure.hpp"
#include "gradus/train/history.hpp"
#include "gradus/train/instruments.hpp"

/// Figures of plain numbers. Each is a value: change what you like before you save it.
namespace gradus::figure {

/// What stands on a figure and along its axes. Units belong to the labels: "time (s)".
struct Labels {
  std::string x, y, title;
  Scale x_scale = Scale::kLinear, y_scale = Scale::kLinear;
};

struct NamedValues {
  std::string name;
  std::vector<double> values;
};
struct NamedPairs {
  std::string name;
  std::vector<double> x, y;
};

/// A marker for each pair, a colour and a shape for each group. Pairs that are not finite are left
/// out. Throws Error where x and y differ in length.
[[nodiscard]] Figure scatter(const std::vector<NamedPairs>& groups, const Labels& labels = {});

/// How many values lie in each of `bins` even stretches (on a logarithmic x, even there), an
/// outline for each group. With `bins` 0 they are as wide as Freedman and Diaconis (1981) have it
/// for the group that asks for the narrowest, 2 IQR / n^(1/3), 5 to 40 of them; whole numbers that
/// span less than 40 have a bin each. Values that are not finite are left out.
[[nodiscard]] Figure histogram(const std::vector<NamedValues>& groups, const Labels& labels = {},
                               size_t bins = 0);

/// A bar with its interval. Without low and high it has none.
struct Bar {
  std::string name;
  double value = 0;
  double low = std::numeric_limits<double>::quiet_NaN(), high = low;
};
[[nodiscard]] Figure bars(const std::vector<Bar>& bars, const Labels& labels = {});

/// The median of each group with its interval: sign-test order statistics of 95 %, or the smallest
/// to the largest of fewer than 6 values. Values that are not finite are left out.
[[nodiscard]] Bar bar_of(const NamedValues& group);

/// A silhouette for each group from its 1st to its 99th percentile, with the quartiles and the
/// median; fewer than 20 values are shown one by one.
[[nodiscard]] Figure violins(const std::vector<NamedValues>& groups, const Labels& labels = {});
/// The same of what an instrument read, layer by layer, as Instruments gives it: each reading by
/// its silhouette, where one was asked for, else by its values; `quantity` picks one of several
/// ("kernel"), by default the first of each layer. Throws Error where no reading has the quantity.
[[nodiscard]] Figure layer_violins(const std::vector<Reading>& layers,
                                   const std::string& quantity = "", const Labels& labels = {});

/// A number for each row and column; NaN leaves a cell empty.
struct Table {
  std::vector<std::string> rows, columns;
  std::vector<double> values;  ///< row by row, the first row lowest
};
/// From the smallest value, light, to the largest, dark; told in each cell where there is room.
/// Throws Error where there are not rows times columns values.
[[nodiscard]] Figure heatmap(const Table& table, const Labels& labels = {});

/// How often class i was taken for class j: counts[i * classes + j], as confusion_matrix() gives
/// them. Throws Error where there are not classes times classes counts.
[[nodiscard]] Figure confusion_matrix(const std::vector<int64_t>& counts,
                                      const std::vector<std::string>& classes);

/// Trainings of one sort, as of several seeds.
struct NamedHistories {
  std::string name;
  std::vector<History> histories;
};
/// The share of each group's trainings that has not converged, against the epoch.
[[nodiscard]] Figure survival(const std::vector<NamedHistories>& groups);
/// A column of the histories against the epoch: for each group the median, with a band from the
/// 10th to the 90th percentile (smallest to largest below 5). Throws Error where no history has the
/// column.
[[nodiscard]] Figure lines(const std::vector<NamedHistories>& groups, const std::string& column,
                           Scale y_scale = Scale::kLinear);

/// A learning rate range test: training loss against each rate trained at, a curve for each group,
/// the median where it has several histories, with a band (10th to 90th percentile, smallest to
/// largest below 5). They need the columns "loss" and "learning_rate", or the batches that
/// FitOptions::batch_history keeps. Upright lines are the bounds lr_min and lr_max of
/// suggest_rates(); what blows up is a mark on the upper edge. Throws Error where no history has a
/// rate.
[[nodiscard]] Figure lr_range(const std::vector<NamedHistories>& groups);

/// A setting that differs between the points of a search: a number or a name for each of them, or
/// nothing where a point does not have it.
struct Setting {
  std::string name;
  std::vector<std::variant<std::monostate, double, std::string>> values;
};
/// Points of a search: how each was set, and what came of it.
struct SearchTable {
  std::vector<Setting> settings;  ///< an axis each
  std::string objective;          ///< what `values` measure, unit included
  std::vector<double> values;     ///< one a point; NaN where there is none
  bool higher_is_better = true;
};
/// A line for each point, over an upright axis for each setting that differs and one for the
/// objective; the best point is marked. Numbers that span decades stand on a logarithmic axis.
/// Throws Error where a setting has not as many values as there are points.
[[nodiscard]] Figure parallel_coordinates(const SearchTable& points);
/// For each setting the objective over the points at each of its values: mean, spread and best. Of
/// many different numbers, neighbours are taken together. Throws Error as above.
[[nodiscard]] Figure marginal_effects(const SearchTable& points);
/// Demsar's diagram (2006): average ranks over blocks, such as folds, data sets or seeds; bars join
/// what Nemenyi's test cannot tell apart at 5 %. Each point has a value for each block, in one
/// order; NaN ranks last. Throws Error below two points or two blocks, and where points differ in
/// length.
[[nodiscard]] Figure critical_difference(const std::vector<NamedValues>& points,
                                         bool higher_is_better = true);

}  // namespace gradus::figure
