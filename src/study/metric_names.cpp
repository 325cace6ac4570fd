#include "gradus/study/metric_names.hpp"

#include <algorithm>

namespace gradus::study {
namespace {

const std::vector<std::string> kLosses = {"loss", "data_loss", "regularization_loss"};

}  // namespace

bool is_crossentropy(const Loss& loss) {
  return std::holds_alternative<losses::BinaryCrossentropy>(loss) ||
         std::holds_alternative<losses::CategoricalCrossentropy>(loss) ||
         std::holds_alternative<losses::SparseCategoricalCrossentropy>(loss);
}

std::vector<Metric> metrics_of(const TrainPlan& plan) {
  if (plan.metrics) return *plan.metrics;
  if (is_crossentropy(plan.loss)) return {Metric(accuracy)};
  return {};
}

bool has_test_set(const DataPlan& plan) {
  if (plan.test || plan.test_folds) return true;
  return std::visit(
      []<class S>(const S& source) {
        if constexpr (requires { source.part; }) return source.part.empty();
        return std::is_same_v<S, data::sources::Folder>;
      },
      plan.source);
}

bool has_validation(const DataPlan& plan) {
  return plan.validation || plan.validation_folds || plan.validation_is_test;
}

std::vector<std::string> epoch_metrics(const Plan& plan) {
  std::vector<std::string> names = kLosses;
  for (const Metric& metric : metrics_of(plan.train)) names.push_back(metric_name(metric));
  const size_t measured = names.size();
  if (!is_solver(plan.train.optimizer)) names.emplace_back("learning_rate");
  if (has_validation(plan.data))
    for (size_t i = 0; i < measured; ++i) names.push_back("val_" + names[i]);
  return names;
}

std::vector<std::string> end_metrics(const Plan& plan) {
  std::vector<std::string> names;
  if (has_test_set(plan.data)) {
    for (const std::string& loss : kLosses) names.push_back("test_" + loss);
    for (const Metric& metric : metrics_of(plan.train))
      names.push_back("test_" + metric_name(metric));
  }
  names.insert(names.end(), {"epochs", "seconds", "converged", "diverged"});
  if (is_solver(plan.train.optimizer))
    names.insert(names.end(), {"evaluations", "iterations", "gradient_norm"});
  return names;
}

int64_t known_inputs(const DataPlan& plan) {
  using namespace data::sources;
  return std::visit(
      []<class S>(const S& source) -> int64_t {
        if constexpr (std::is_same_v<S, Xor> || std::is_same_v<S, Moons> ||
                      std::is_same_v<S, Circles> || std::is_same_v<S, Spirals>)
          return 2;
        if constexpr (std::is_same_v<S, Blobs>) return source.features;
        if constexpr (std::is_same_v<S, Function>) return 1;
        if constexpr (std::is_same_v<S, Mnist> || std::is_same_v<S, FashionMnist>) return 784;
        return 0;
      },
      plan.source);
}

bool may_be_images(const DataPlan& plan) {
  using namespace data::sources;
  return std::visit(
      []<class S>(const S&) {
        return std::is_same_v<S, Idx> || std::is_same_v<S, Folder> || std::is_same_v<S, Mnist> ||
               std::is_same_v<S, FashionMnist>;
      },
      plan.source);
}

int64_t known_classes(const DataPlan& plan) {
  using namespace data::sources;
  return std::visit(
      []<class S>(const S& source) -> int64_t {
        if constexpr (std::is_same_v<S, Moons> || std::is_same_v<S, Circles>) return 2;
        if constexpr (std::is_same_v<S, Blobs>) return source.centers;
        if constexpr (std::is_same_v<S, Spirals>) return source.classes;
        if constexpr (std::is_same_v<S, Mnist> || std::is_same_v<S, FashionMnist>) return 10;
        return 0;
      },
      plan.source);
}

}  // namespace gradus::study
