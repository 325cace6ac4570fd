#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gradus/study/prepare.hpp"
#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"
#include "gradus/train/model.hpp"

namespace gradus::study {

/// The kinds of [[instrument]], and the keys that one takes beside kind and name.
[[nodiscard]] const std::vector<std::string>& instrument_kinds();
[[nodiscard]] std::vector<std::string> instrument_keys(const std::string& kind);

/// Names of a list of layers as a network has them: "dense", "dense_1.1" ...
[[nodiscard]] std::vector<std::string> layer_names(const std::vector<Layer>& layers);
/// Every metric that an instrument may give in a network of these layers.
[[nodiscard]] std::vector<std::string> instrument_metrics(const InstrumentSpec& spec,
                                                          const std::vector<Layer>& layers);
/// Which of a study's instruments a metric is of; nothing where it is of none.
[[nodiscard]] std::optional<size_t> instrument_of(const std::vector<InstrumentSpec>& instruments,
                                                  const std::string& metric);
/// What an instrument's readings come to as metrics: NAME for instruments of one number;
/// NAME.norm, .mean, .std and .zeros over all layers, and the same with ".LAYER" (and ".QUANTITY",
/// where a layer has several) for each.
[[nodiscard]] std::vector<std::pair<std::string, double>> metrics_of(
    const InstrumentSpec& spec, const std::vector<Reading>& readings);

/// Reads a study's instruments during one training. To be made before the training, with the model
/// that will be trained.
class InstrumentRecorder {
 public:
  InstrumentRecorder(const Study& study, const Plan& plan, const Prepared& data, const Model& model,
                     int threads);
  ~InstrumentRecorder();
  InstrumentRecorder(const InstrumentRecorder&) = delete;
  InstrumentRecorder& operator=(const InstrumentRecorder&) = delete;

  /// Adds a listener where something is read before the end.
  void listen(FitOptions& fit);
  /// What is read at the end, then all of it into the trial.
  void finish(const Model& model, Trial& trial);

 private:
  class Watch;
  std::shared_ptr<Watch> watch_;
};

/// instruments.csv: trial, instrument, epoch, step, layer, quantity, statistic, value; "" where the
/// study has no instruments. Numbers that are not finite have no row.
[[nodiscard]] std::string instruments_csv(const Study& study, const Results& results);

}  // namespace gradus::study
