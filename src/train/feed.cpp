#include "train/feed.hpp"

#include "gradus/base/error.hpp"
#include "nn/best_constant.hpp"

namespace gradus {
namespace {

bool is_categorical(const Loss& loss) {
  return std::holds_alternative<losses::CategoricalCrossentropy>(loss) ||
         std::holds_alternative<losses::SparseCategoricalCrossentropy>(loss);
}

std::string many(int64_t n, const char* what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

}  // namespace

Feed::Feed(const data::Dataset& dataset, const std::vector<double>& class_weight)
    : dataset_(dataset), class_weight_(class_weight) {
  if (dataset.empty()) throw Error("data", "there are no samples", "give at least one");
  const data::Body& body = dataset_.body();
  if (const auto* numbers = std::get_if<Tensor>(&body.features)) {
    source_.numbers = numbers->data();
  } else {
    source_.pixels = std::get<BasicTensor<uint8_t>>(body.features).data();
  }
  source_.affine = dataset_.scale().size();
  source_.scale = source_.affine ? dataset_.scale().data() : nullptr;
  source_.offset = source_.affine ? dataset_.offset().data() : nullptr;
  source_.features = static_cast<size_t>(dataset_.shape().size());
  source_.outputs = static_cast<size_t>(dataset_.outputs());
  if (dataset_.has_classes()) {
    source_.labels = body.labels.data();
  } else {
    source_.targets = body.targets.data();
  }
  source_.weights = body.weights.empty() ? nullptr : body.weights.data();
  if (class_weight_.empty()) return;
  if (!dataset_.has_classes()) throw Error("class_weight", "needs class labels", "remove it");
  if (static_cast<int64_t>(class_weight_.size()) != dataset_.classes()) {
    throw Error("class_weight",
                many(static_cast<int64_t>(class_weight_.size()), "weight") + " for " +
                    std::to_string(dataset_.classes()) +
                    (dataset_.classes() == 1 ? " class" : " classes"),
                "give one a class");
  }
  source_.class_weights = class_weight_.data();
}

engine::Batch Feed::batch(int64_t first, int64_t count) const {
  return gather(dataset_.row_index().data() + first, count);
}

engine::Batch Feed::gather(const uint32_t* body_rows, int64_t count) const {
  return {&source_, body_rows, 0, static_cast<size_t>(count), false};
}

double Feed::weight(const engine::Batch& batch) const {
  if (!weighted()) return static_cast<double>(batch.count);
  double sum = 0;
  for (size_t i = 0; i < batch.count; ++i) {
    const size_t row = batch.rows[i];
    const double own = source_.weights ? static_cast<double>(source_.weights[row]) : 1.0;
    sum += source_.class_weights ? own * source_.class_weights[source_.labels[row]] : own;
  }
  return sum;
}

std::vector<double> Feed::row_weights() const {
  std::vector<double> weights;
  if (!weighted()) return weights;
  for (int64_t i = 0; i < rows(); ++i) weights.push_back(weight(batch(i, 1)));
  return weights;
}

void check_fit(const data::Dataset& dataset, const Shape& input, int64_t outputs,
               const Loss& loss) {
  if (dataset.shape() != input) {
    const bool same_size = dataset.shape().size() == input.size();
    throw Error(
        "[input]",
        "expected samples of shape " + input.text() + " but received " + dataset.shape().text(),
        same_size ? "put \"flatten\" in data.transform" : "make the network's input fit the data");
  }
  if (!dataset.has_classes()) {
    if (dataset.outputs() != outputs) {
      throw Error("[output]", many(outputs, "unit") + " for " + many(dataset.outputs(), "target"),
                  "give the last layer " + many(dataset.outputs(), "unit"));
    }
    return;
  }
  const int32_t classes = dataset.classes();
  if (is_categorical(loss) ? outputs == classes
                           : outputs == classes || (outputs == 1 && classes <= 2))
    return;
  const bool one = !is_categorical(loss) && classes <= 2;
  if (!is_categorical(loss) && outputs == 1 && classes > 2) {
    throw Error("[output]", "1 unit for labels 0.." + std::to_string(classes - 1),
                "use \"dense " + std::to_string(classes) +
                    "\", or take the labels for numbers (csv: regression = true)");
  }
  throw Error(
      "[output]", many(outputs, "unit") + " for labels 0.." + std::to_string(classes - 1),
      one ? "use \"dense 1 sigmoid\"" : "use \"dense " + std::to_string(classes) + " softmax\"");
}

double best_constant_loss(const Feed& feed, const Loss& loss, int64_t outputs) {
  const data::Dataset& dataset = feed.dataset();
  const std::vector<double> weights = feed.row_weights();
  // The mark is a weighted mean; a training's loss is the weighted sum over the number of rows.
  const double rows = static_cast<double>(feed.rows());
  const double share = feed.weight(feed.batch(0, feed.rows())) / rows;
  if (dataset.has_classes()) {
    std::vector<int32_t> labels;
    for (int64_t i = 0; i < dataset.rows(); ++i) labels.push_back(dataset.label(i));
    return share * best_constant_loss(loss, labels, dataset.classes(), outputs, weights);
  }
  std::vector<float> targets;
  const size_t width = feed.source().outputs;
  const engine::Batch all = feed.batch(0, dataset.rows());
  targets.resize(all.count * width);
  for (size_t i = 0; i < all.count; ++i) {
    const float* row = feed.source().targets + (all.rows ? all.rows[i] : all.first + i) * width;
    for (size_t j = 0; j < width; ++j) targets[i * width + j] = row[j];
  }
  return share * best_constant_loss(loss, targets, outputs, weights);
}

double BestConstant::of(const Feed& feed, const Loss& loss, int64_t outputs) {
  const data::Dataset& dataset = feed.dataset();
  const bool known = loss_ == loss && outputs_ == outputs &&
                     dataset_.shared_body() == dataset.shared_body() &&
                     dataset_.shared_row_index() == dataset.shared_row_index() &&
                     class_weight_ == feed.class_weight();
  if (known) return value_;
  dataset_ = dataset;
  class_weight_ = feed.class_weight();
  loss_ = loss;
  outputs_ = outputs;
  return value_ = best_constant_loss(feed, loss, outputs);
}

}  // namespace gradus
