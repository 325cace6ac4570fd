#include "gradus/nn/confusion_matrix.hpp"

#include <cmath>
#include <string>

#include "gradus/base/error.hpp"
#include "nn/metrics_rules.hpp"

namespace gradus {
namespace {

template <class P>
int32_t class_of_outputs(std::span<const P> prediction) {
  if (prediction.size() != 1) return static_cast<int32_t>(rules::argmax(prediction));
  if (std::isnan(prediction[0])) return -1;
  return static_cast<double>(prediction[0]) > 0.5 ? 1 : 0;
}

}  // namespace

int32_t predicted_class(std::span<const float> prediction) {
  return class_of_outputs(prediction);
}
int32_t predicted_class(std::span<const double> prediction) {
  return class_of_outputs(prediction);
}

std::vector<int64_t> confusion_matrix(std::span<const int32_t> labels,
                                      std::span<const int32_t> predicted, int32_t classes) {
  const std::string place = "[confusion_matrix]";
  if (labels.size() != predicted.size()) {
    throw Error(place,
                std::to_string(predicted.size()) + " predictions for " +
                    std::to_string(labels.size()) + " labels",
                "give one a label");
  }
  const auto width = static_cast<size_t>(classes);
  std::vector<int64_t> matrix(width * width);
  for (size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] < 0 || labels[i] >= classes || predicted[i] < -1 || predicted[i] >= classes) {
      throw Error(place,
                  "sample " + std::to_string(i) + " is of class " + std::to_string(labels[i]) +
                      ", predicted " + std::to_string(predicted[i]) + ", of " +
                      std::to_string(classes) + " classes",
                  "number the classes from 0");
    }
    if (predicted[i] < 0) continue;
    ++matrix[static_cast<size_t>(labels[i]) * width + static_cast<size_t>(predicted[i])];
  }
  return matrix;
}

}  // namespace gradus
