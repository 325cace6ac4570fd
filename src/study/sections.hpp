#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "gradus/study/study.hpp"
#include "study/context.hpp"

namespace gradus::study {

/// What the layers of all variants say of [model.defaults]; see check_defaults.
struct DefaultsUse {
  std::set<std::string> used, possible;
};

/// A count of seeds (0 ..), or a list of them; 5 where `node` is nullptr.
[[nodiscard]] std::vector<uint64_t> read_seeds(const Context& context, const Node* node,
                                               const Path& path);

// The sections of one variant, references replaced.
[[nodiscard]] DataPlan read_data(const Context& context, const Node& data);
/// Fills Plan::input and Plan::layers.
void read_model(const Context& context, const Node& model, Plan& plan, DefaultsUse& use);
/// Needs plan.data; `has_data` tells whether checks against it make sense.
[[nodiscard]] TrainPlan read_train(const Context& context, const Node& train, const Plan& plan,
                                   bool has_data);
/// Units of the last layer and metrics against what the source alone says of its targets.
void check_targets(const Context& context, const Node& study, const Plan& plan);

/// Every option of [model.defaults] reached a layer in some variant.
void check_defaults(const Context& context, const Node& defaults, const DefaultsUse& use);

}  // namespace gradus::study
