#include "report/probe_confusion.hpp"

#include "gradus/base/error.hpp"
#include "gradus/nn/confusion_matrix.hpp"

namespace gradus {
namespace {

// Class of each sample; empty where they have none.
std::vector<int32_t> labels_of(const data::Dataset& samples) {
  std::vector<int32_t> labels;
  for (int64_t r = 0; r < samples.rows(); ++r) {
    if (samples.has_classes()) {
      labels.push_back(samples.label(r));
      continue;
    }
    const std::vector<float> target = samples.target(r);
    if (target.size() != 1 || (target[0] != 0 && target[0] != 1)) return {};
    labels.push_back(target[0] == 1 ? 1 : 0);
  }
  return labels;
}

}  // namespace

void check_labels(const data::Dataset& samples, const std::string& place) {
  if (labels_of(samples).empty())
    throw Error(place, "needs class labels, and the targets are numbers", "remove the figure");
}

ConfusionProbe confusion_probe(const Model& model, const data::Dataset& samples,
                               const std::string& place) {
  check_labels(samples, place);
  const std::vector<int32_t> labels = labels_of(samples);
  const int32_t classes = samples.has_classes() ? samples.classes() : 2;
  const Tensor out = model.predict(samples, 1);
  ConfusionProbe probe;
  std::vector<int32_t> predicted;
  for (int64_t r = 0; r < out.rows(); ++r) {
    const int32_t found = predicted_class(std::span<const float>(out.row(r)));
    // More outputs than there are classes: a class that no sample has.
    predicted.push_back(found < classes ? found : -1);
    probe.unpredicted += predicted.back() < 0;
  }
  probe.counts = confusion_matrix(labels, predicted, classes);
  for (int32_t c = 0; c < classes; ++c) {
    const bool named = samples.has_classes() && !samples.body().class_names.empty();
    probe.classes.push_back(named ? samples.body().class_names[static_cast<size_t>(c)]
                                  : std::to_string(c));
  }
  probe.networks = 1;
  return probe;
}

void add(ConfusionProbe& sum, const ConfusionProbe& more) {
  if (sum.counts.size() < more.counts.size()) sum.counts.resize(more.counts.size());
  for (size_t i = 0; i < more.counts.size(); ++i) sum.counts[i] += more.counts[i];
  if (sum.classes.empty()) sum.classes = more.classes;
  sum.unpredicted += more.unpredicted;
  sum.networks += more.networks;
}

}  // namespace gradus
