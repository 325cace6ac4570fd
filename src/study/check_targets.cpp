#include <fmt/core.h>

#include "gradus/study/metric_names.hpp"
#include "study/sections.hpp"
#include "study/things.hpp"

namespace gradus::study {
namespace {

// Units of the last layer, 0 where that takes the whole graph to tell.
int64_t last_units(const std::vector<Layer>& layers) {
  for (auto it = layers.rbegin(); it != layers.rend(); ++it) {
    if (layer_options(*it).repeat == 0) continue;
    if (const auto* dense = std::get_if<Dense>(&*it)) return dense->units;
    const bool same_size =
        std::holds_alternative<ActivationLayer>(*it) || std::holds_alternative<Dropout>(*it) ||
        std::holds_alternative<GaussianNoise>(*it) ||
        std::holds_alternative<BatchNormalization>(*it) ||
        std::holds_alternative<LayerNormalization>(*it) || std::holds_alternative<LeakyReLU>(*it) ||
        std::holds_alternative<ELU>(*it) || std::holds_alternative<PReLU>(*it);
    if (!same_size || !layer_options(*it).inputs.empty()) return 0;
  }
  return 0;
}

bool is_categorical(const Loss& loss) {
  return std::holds_alternative<losses::CategoricalCrossentropy>(loss) ||
         std::holds_alternative<losses::SparseCategoricalCrossentropy>(loss);
}

bool is_accuracy(const std::string& metric) {
  return metric.ends_with("accuracy") || metric == "precision" || metric == "recall";
}

struct At {
  const Node& node;
  Path path;
};

}  // namespace

void check_targets(const Context& c, const Node& study, const Plan& plan) {
  const Node& train = *study.find("train");
  const Path train_path{nullptr, "train"};
  const Node& loss_node = *train.find("loss");
  const Path loss_path = beneath(train_path, "loss", loss_node);
  const int64_t units = last_units(plan.layers), classes = known_classes(plan.data);
  const bool numbers = std::holds_alternative<data::sources::Function>(plan.data.source) ||
                       std::holds_alternative<data::sources::Xor>(plan.data.source);
  if (plan.input && known_inputs(plan.data) > 0 && plan.input->size() != known_inputs(plan.data)) {
    const Node& model = *study.find("model");
    const Path model_path{nullptr, "model"};
    const Node& input = *model.find("input");
    c.fail(input, beneath(model_path, "input", input),
           fmt::format("{}, but the data has {}", plan.input->text(), known_inputs(plan.data)),
           "remove it");
  }
  if (numbers && is_categorical(plan.train.loss))
    c.fail(loss_node, loss_path, "needs class labels", "use \"mse\"");
  if (std::holds_alternative<data::sources::Function>(plan.data.source) && plan.train.metrics) {
    const Node& metrics = *train.find("metrics");
    for (const Metric& metric : *plan.train.metrics)
      if (is_accuracy(metric_name(metric)))
        c.fail(metrics, beneath(train_path, "metrics", metrics),
               fmt::format("{} needs class labels", metric_name(metric)), "use \"mae\"");
  }
  if (units == 0) return;
  if (numbers && units != 1)
    c.fail(loss_node, loss_path, fmt::format("{} units for 1 target", units), "use \"dense 1\"");
  if (classes == 0) return;
  // One unit serves two classes wherever the loss does not ask for a row of them.
  const bool one_unit = units == 1 && classes == 2 && !is_categorical(plan.train.loss);
  if (units == classes || one_unit) return;
  const bool binary = classes == 2 && !is_categorical(plan.train.loss);
  c.fail(loss_node, loss_path,
         fmt::format("{} unit{} for labels 0..{}", units, units == 1 ? "" : "s", classes - 1),
         binary ? "use \"dense 1 sigmoid\"" : fmt::format("use \"dense {} softmax\"", classes));
}

}  // namespace gradus::study
