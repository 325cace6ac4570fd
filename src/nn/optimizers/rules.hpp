#pragma once

#include <string>
#include <variant>

#include "gradus/base/error.hpp"
#include "gradus/nn/optimizers.hpp"
#include "nn/optimizers/adadelta.hpp"
#include "nn/optimizers/adagrad.hpp"
#include "nn/optimizers/adam.hpp"
#include "nn/optimizers/adamax.hpp"
#include "nn/optimizers/adamw.hpp"
#include "nn/optimizers/nadam.hpp"
#include "nn/optimizers/rmsprop.hpp"
#include "nn/optimizers/sgd.hpp"

/// The optimizers' rules for one weight, in double: what the fast kernels are held to. A rule is a
/// small value with
///   int slots() const;                       numbers of state beside each weight
///   double start(int slot) const;            what a slot starts at
///   Scalars at(int64_t t, double rate);      all that is the same for every weight of update t (1,
///                                            2, ...); quick when t goes on by one, right for any t
///   static void update(const Scalars&, double g, double& w, double* slot);
/// The gradient g is clipped before, see clip.hpp. One weight at a time, so a rule knows nothing of
/// tensors, batches or schedules.
namespace gradus::rules {

using OptimizerRule = std::variant<SgdRule, RmspropRule, AdagradRule, AdadeltaRule, AdamRule,
                                   AdamwRule, AdamaxRule, NadamRule>;

// Throws Error for a full-batch solver, which has no rule of one weight.
struct RuleOf {
  OptimizerRule operator()(const SGD& o) const { return SgdRule(o); }
  OptimizerRule operator()(const RMSprop& o) const { return RmspropRule(o); }
  OptimizerRule operator()(const Adagrad& o) const { return AdagradRule(o); }
  OptimizerRule operator()(const Adadelta& o) const { return AdadeltaRule(o); }
  OptimizerRule operator()(const Adam& o) const { return AdamRule(o); }
  OptimizerRule operator()(const AdamW& o) const { return AdamwRule(o); }
  OptimizerRule operator()(const Adamax& o) const { return AdamaxRule(o); }
  OptimizerRule operator()(const Nadam& o) const { return NadamRule(o); }
  template <class O>
    requires kFullBatch<O>
  OptimizerRule operator()(const O&) const {
    throw Error("optimizer", std::string(O::kKind) + " trains on all samples at once",
                "use fit, or another optimizer");
  }
};

[[nodiscard]] inline OptimizerRule rule_of(const Optimizer& optimizer) {
  return std::visit(RuleOf{}, optimizer);
}

}  // namespace gradus::rules
