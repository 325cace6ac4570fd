#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "gradus/data/augment.hpp"
#include "gradus/data/sources.hpp"
#include "gradus/nn/layers.hpp"
#include "gradus/nn/losses.hpp"
#include "gradus/nn/metrics.hpp"
#include "gradus/nn/optimizers.hpp"
#include "gradus/train/callback_specs.hpp"
#include "gradus/train/instruments.hpp"

namespace gradus::study {

/// A value of an axis as results show it: a plain value, or the name of a named variant.
using AxisValue = std::variant<bool, int64_t, double, std::string>;
[[nodiscard]] std::string text(const AxisValue& value);

/// One entry for each axis that a variant crossed, in the file's order.
using VariantKey = std::vector<std::pair<std::string, AxisValue>>;
/// "adam, rate 0.1": names by themselves, other values after their axis; "" without axes.
[[nodiscard]] std::string text(const VariantKey& key);

/// How many samples: a count, or a share of what is there.
struct Amount {
  std::variant<int64_t, double> value;
};

/// A set dealt into folds: each of them is held out in turn, and all is dealt anew for each repeat.
struct Folds {
  int64_t folds = 2;  ///< from 2
  int64_t repeats = 1;
  [[nodiscard]] int64_t count() const { return folds * repeats; }
  bool operator==(const Folds&) const = default;
};

/// [data], resolved for one variant.
struct DataPlan {
  data::Source source;
  std::optional<int64_t> samples;
  std::optional<Amount> train, test, validation;
  bool validation_is_test = false;
  /// In place of an amount. Trials then go through all pairs of folds, those of the test set first:
  /// fold = test fold * validation folds + validation fold.
  std::optional<Folds> test_folds, validation_folds;
  std::optional<bool> stratify;
  std::vector<data::Transform> transform;
  std::vector<data::Augment> augment;
  std::optional<uint64_t> seed;  ///< pinned; otherwise the trial's
  /// How many folds a trial of this plan goes through; 0 without folds.
  [[nodiscard]] int64_t folds() const {
    if (!test_folds && !validation_folds) return 0;
    return (test_folds ? test_folds->count() : 1) *
           (validation_folds ? validation_folds->count() : 1);
  }
};

/// [train], resolved for one variant.
struct TrainPlan {
  Loss loss;
  Optimizer optimizer;
  int64_t batch_size = 32;  ///< 0 means all
  int64_t epochs = 0;       ///< one of epochs and steps is above 0
  int64_t steps = 0;
  std::optional<Until> until;
  std::optional<std::vector<Metric>> metrics;  ///< absent: accuracy for cross-entropies, else none
  std::vector<CallbackSpec> callbacks;
  int64_t validation_freq = 1;
  std::vector<double> class_weight;
  bool balanced = false;  ///< class_weight = "balanced"
  bool shuffle = true;
  bool float64 = false;
};

/// All that decides a trial but its seed.
struct Plan {
  DataPlan data;
  std::optional<Shape> input;  ///< model.input
  std::vector<Layer> layers;   ///< defaults merged in, repeats not yet unrolled
  TrainPlan train;
};

/// One point of the crossed axes. A variant whose plan equals that of an earlier one is computed
/// once.
struct Variant {
  VariantKey key;
  Plan plan;
  std::string canonical;          ///< the plan as text; equal texts are equal plans
  std::optional<size_t> same_as;  ///< index of the earlier variant with this plan
  // Compiled in the library, once, not in every program.
  Variant();
  Variant(const Variant&);
  Variant(Variant&&) noexcept;
  Variant& operator=(const Variant&);
  Variant& operator=(Variant&&) noexcept;
  ~Variant();
};

/// A range that a search draws from.
struct Draw {
  enum class Kind { kUniform, kLogUniform, kInteger };
  Kind kind = Kind::kUniform;
  double low = 0, high = 1;  ///< both included; for kInteger whole
  int64_t step = 1;          ///< kInteger
};

struct Axis {
  std::string name;
  std::vector<AxisValue> values;  ///< in the file's order; of a range, those that were drawn
  bool named = false;             ///< named variants rather than plain values
  std::optional<Draw> range{};    ///< where the search draws its values
};

/// A metric as studies ask for it: [last|min|max|mean|argmin|argmax|roughness] NAME[@EPOCH].
struct MetricQuery {
  std::string reduce = "last";
  std::string name;
  std::optional<int64_t> epoch;
  [[nodiscard]] std::string text() const;
};

using Condition =
    std::vector<std::pair<std::string, std::vector<AxisValue>>>;  ///< where = { axis = value(s) }

/// An [[instrument]]: what is read inside the networks, of which samples, and when.
struct InstrumentSpec {
  /// kFree: at the end, and before as often as 5 % of the training's counted work allow, so that
  /// they cost no more: see Instruments.
  enum class When { kFree, kEnd, kStart, kEpochs, kSteps };
  std::string kind, name;
  GradientOf of = GradientOf::kWeights;  ///< gradients
  std::string data;                      ///< "test", "train", "validation"; "" for test, else train
  int64_t samples = 1000;                ///< the first; 0 for all
  bool samples_given = false;  ///< else kFree looks at no more of them than those 5 % allow
  When when = When::kFree;
  int64_t every = 1;                ///< epochs or steps
  std::vector<std::string> layers;  ///< default: all
};

struct FigureSpec {
  std::string kind = "line";
  std::string name, title;
  Condition where;
  std::vector<std::string> panels, by;
  bool by_given = false;
  std::optional<uint64_t> seed;
  std::optional<std::array<double, 2>> xlim, ylim;
  std::string xscale = "auto";  ///< "auto": log where the lines end far apart
  std::string yscale = "linear";
  std::string x = "epoch";                  // line; bar, violin and heatmap: an axis, or "layer"
  std::vector<MetricQuery> y;               // line, bar, violin (or the name of an instrument)
  std::string y_axis;                       // heatmap: x and y_axis are axes
  std::optional<MetricQuery> z;             // heatmap
  std::optional<MetricQuery> mark;          // line: the lowest or highest point of one of y, marked
  std::optional<MetricQuery> x_metric;      // scatter, histogram
  std::string data = "test";                // mesh, fit, images, feature_maps
  bool spread = false;                      // mesh: the boundaries of all seeds
  bool predictions = false, wrong = false;  // images: with what a network takes them for
  std::string layer;                        // filters, feature_maps; empty: the first that has any
  int64_t sample = 0;                       // feature_maps
  int64_t count = 9;                        // images
  double step = 0.02, margin = 0.5;         // mesh
};

struct FindingSpec {
  MetricQuery metric;
  std::optional<std::string> by;
  Condition where;
  std::optional<AxisValue> baseline;
  std::optional<bool> higher_is_better;  ///< `better`
  double min_delta = 0;
};

/// A row of `reported`.
struct Reported {
  VariantKey variant;                                  ///< axes that the row names
  std::vector<std::pair<MetricQuery, double>> values;  ///< metrics that the row gives
  std::string note, source;
};

/// Which trainings of a search end early, by their objective so far.
struct Scheduler {
  enum class Kind { kNone, kSuccessiveHalving, kMedianPruning };
  Kind kind = Kind::kNone;
  int64_t factor = 3;      ///< of successive halving: one point in so many goes on, so much longer
  int64_t min_epochs = 1;  ///< before a point is judged for the first time
  int64_t min_points = 5;  ///< of median pruning: judged so long before, to compare with
};

/// [search]: ranks the variants, and may draw them.
struct SearchSpec {
  enum class Method { kGrid, kRandom, kLatinHypercube, kSobol, kTpe };
  enum class Rule { kBest, kOneStandardError };
  MetricQuery objective;
  bool higher_is_better = false;
  Method method = Method::kGrid;
  int64_t points = 0;  ///< drawn; 0 for a grid
  uint64_t seed = 0;   ///< of the draws
  Scheduler scheduler;
  Rule rule = Rule::kBest;
  /// Points to be trained again on all but the test set: "best", "median", "worst".
  std::vector<std::string> refit;
  std::vector<uint64_t> refit_seeds;  ///< default: the study's
};

/// What a point of a search came to.
struct Judged {
  VariantKey key;
  double objective = 0;  ///< mean over folds and seeds; NaN where a training failed or was pruned
};

/// Draws the points of an adaptive search.
class Suggester {
 public:
  virtual ~Suggester() = default;
  /// The next `count` points after those judged, in the order in which they were drawn. Depends on
  /// nothing but these and the search's seed. Throws Error as reading does.
  [[nodiscard]] virtual std::vector<Variant> suggest(std::span<const Judged> judged,
                                                     size_t count) const = 0;
};

/// A study file, read, overlaid and checked.
struct Study {
  std::string name;  ///< the file's stem
  std::string file;
  std::string question, expect;
  std::vector<uint64_t> seeds;
  std::vector<Axis> axes;
  /// Crossed, last axis fastest; of a search that draws, its points in the order drawn. An adaptive
  /// search and refits add theirs while they run.
  std::vector<Variant> variants;
  std::optional<SearchSpec> search;
  std::shared_ptr<const Suggester> suggester;  ///< of an adaptive search: `variants` are its start
  std::vector<Reported> reported;
  std::vector<std::pair<std::string, std::string>> labels;
  std::vector<InstrumentSpec> instruments;
  std::vector<FigureSpec> figures;    ///< defaults filled in where the file has none
  std::vector<FindingSpec> findings;  ///< likewise
  std::vector<std::string>
      notes;  ///< what an overlay left out, inert values and the like: for the report
  bool save_weights = false;
  bool quick = false;
  /// Of a study that a run left behind: from its folder to the one where the original's files lie.
  std::string beside{};
  bool has_data = true;   ///< without [data] a study can be summarised, not run
  bool has_train = true;  ///< likewise without [train]
  std::string resolved;   ///< the whole study after overlays, as TOML
  Study();
  Study(const Study&);
  Study(Study&&) noexcept;
  Study& operator=(const Study&);
  Study& operator=(Study&&) noexcept;
  ~Study();
};

}  // namespace gradus::study
