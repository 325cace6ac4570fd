// `gradus check --gradients`: are the gradients of a study's networks those of their losses?
#include <fmt/core.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/plan.hpp"
#include "gradus/base/error.hpp"
#include "gradus/study/run.hpp"
#include "gradus/train/gradient_check.hpp"
#include "nn/sample_weights.hpp"

namespace gradus::cli {
namespace {

// What decides a gradient: variants that differ in their optimizer alone are one network here.
struct Checkable {
  std::vector<Layer> layers;
  Loss loss;
  Shape input;
  std::vector<double> class_weight;
  bool operator==(const Checkable&) const = default;
};

struct Group {
  Checkable network;
  size_t variant;
  size_t others = 0;
  data::Dataset train;
};

std::vector<double> class_weight_of(const study::TrainPlan& plan, const data::Dataset& train) {
  if (!plan.balanced) return plan.class_weight;
  std::vector<int32_t> labels;
  for (int64_t i = 0; i < train.rows(); ++i) labels.push_back(train.label(i));
  return balanced_class_weights(labels, train.classes());
}

std::vector<Group> distinct(const study::Study& study, const study::DataShelf& shelf) {
  std::vector<Group> groups;
  for (size_t v = 0; v < study.variants.size(); ++v) {
    const study::Variant& variant = study.variants[v];
    if (variant.same_as) continue;
    const study::Plan& plan = variant.plan;
    data::Dataset train = shelf.prepare(plan.data, study.seeds.at(0)).train;
    Checkable network{plan.layers, plan.train.loss, train.shape(),
                      class_weight_of(plan.train, train)};
    bool known = false;
    for (Group& group : groups) {
      if (!(group.network == network)) continue;
      ++group.others;
      known = true;
    }
    if (!known) groups.push_back({std::move(network), v, 0, std::move(train)});
  }
  return groups;
}

// Few samples are fewer rows.
std::string rows_text(const std::vector<Group>& groups, int64_t most) {
  int64_t least = most, largest = 0;
  for (const Group& group : groups) {
    least = std::min(least, group.train.rows());
    largest = std::max(largest, std::min(most, group.train.rows()));
  }
  if (least < largest) return fmt::format("{} to {} rows", least, largest);
  return fmt::format("{} row{}", largest, largest == 1 ? "" : "s");
}

}  // namespace

int check_gradients(const StudyArguments& arguments) {
  const study::Study study = study::read(arguments.study, arguments.overrides);
  if (!study.has_data || !study.has_train) {
    throw Error(study.file,
                study.has_data ? "has no [train], so there is no loss to take gradients of"
                               : "has no [data], so there is nothing to take gradients at",
                "gradus summary shows its network");
  }
  const study::DataShelf shelf(study, folder_of_files(arguments.study, study));
  const std::vector<Group> groups = distinct(study, shelf);
  size_t right = 0;
  for (const Group& group : groups) {
    const study::Variant& variant = study.variants[group.variant];
    Model model = build_model(study, variant, group.train.shape());
    const uint64_t seed = study.seeds.at(0);
    model.initialize(seed);
    GradientCheckOptions options;
    options.seed = seed;
    options.class_weight = group.network.class_weight;
    const GradientCheck check = check_gradients(model, group.train, options);
    const std::string name = study::text(variant.key);
    std::string title = name.empty() ? "network" : name;
    if (group.others > 0) title += fmt::format(" (and {} with the same network)", group.others);
    fmt::print("{}\n{}\n", title, check.text());
    right += check.passed() ? 1 : 0;
  }
  const GradientCheckOptions defaults;
  fmt::print(
      "in double, at {} and the weights of seed {}, each moved by at most {:g}; "
      "at most {} "
      "numbers of a tensor are drawn; a difference above {:g} of the largest is wrong\n"
      "gradients are right in {} of {} networks\n",
      rows_text(groups, defaults.rows), study.seeds.at(0), defaults.move, defaults.samples,
      defaults.tolerance, right, groups.size());
  return right == groups.size() ? 0 : 1;
}

}  // namespace gradus::cli
