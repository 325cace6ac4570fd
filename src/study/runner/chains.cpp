#include "study/runner/chains.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "gradus/base/error.hpp"
#include "gradus/study/metric_names.hpp"
#include "gradus/study/reader.hpp"

namespace gradus::study {
namespace {

// Some number of steps in an epoch: whether a schedule depends on the whole length does not depend
// on it.
constexpr int64_t kSteps = 1000;
// Longer than any training: everything that may act in one acts.
constexpr int64_t kLong = int64_t{1} << 40;

std::string schedule_of(Plan plan, int64_t epochs) {
  if (is_solver(plan.train.optimizer)) return "";
  const Schedule& schedule = learning_rate(plan.train.optimizer).schedule;
  return canonical(resolve(schedule, {kSteps, kSteps * epochs}));
}

bool remembers_weights(const TrainPlan& plan) {
  return std::any_of(plan.callbacks.begin(), plan.callbacks.end(), [](const CallbackSpec& spec) {
    const auto* stopping = std::get_if<EarlyStopping>(&spec);
    return stopping && stopping->restore_best_weights;
  });
}

// Plans that differ in nothing but what ends them have equal names. Which weights a training would
// restore cannot be read off another.
std::string but_for_its_end(Plan plan) {
  plan.train.epochs = kLong;
  if (!remembers_weights(plan.train)) {
    plan.train.until.reset();
    std::erase_if(plan.train.callbacks, [](const CallbackSpec& spec) {
      return std::holds_alternative<EarlyStopping>(spec);
    });
  }
  return canonical(plan);
}

// The sooner a training ends, the smaller; a guess, on which nothing but time depends.
auto expected_length(const TrainPlan& plan) {
  double target = std::numeric_limits<double>::infinity();
  if (plan.until) target = (larger_is_better(plan.until->metric) ? 1 : -1) * plan.until->value;
  int64_t patience = std::numeric_limits<int64_t>::max();
  for (const CallbackSpec& spec : plan.callbacks)
    if (const auto* stopping = std::get_if<EarlyStopping>(&spec))
      patience = std::min(patience, stopping->patience);
  return std::tuple(plan.epochs, target, patience);
}

// "3 and 9 epochs", or what else the variants differ in.
std::string list_of(const Study& study, const std::vector<size_t>& variants) {
  const auto epochs = [&](size_t v) { return study.variants[v].plan.train.epochs; };
  for (size_t i = 1; i < variants.size(); ++i) {
    if (epochs(variants[i]) == epochs(variants[i - 1]) ||
        !same_rules(study.variants[variants[i]].plan, study.variants[variants[0]].plan))
      return "variants that differ in nothing but what ends them";
  }
  std::string text;
  for (size_t i = 0; i < variants.size(); ++i) {
    text += i == 0 ? "" : i + 1 == variants.size() ? " and " : ", ";
    text += std::to_string(epochs(variants[i]));
  }
  return text + " epochs";
}

}  // namespace

bool same_rules(const Plan& a, const Plan& b) {
  Plan c = b;
  c.train.until = a.train.until;
  c.train.callbacks = a.train.callbacks;
  return canonical(c) == canonical(b);
}

bool begins_alike(const Study& study, const Plan& plan, int64_t shorter, int64_t longer,
                  std::string& why) {
  const TrainPlan& train = plan.train;
  if (train.steps > 0 || train.epochs == 0 || is_solver(train.optimizer)) {
    why = "its length is not given in epochs";
    return false;
  }
  if (!study.instruments.empty()) {
    why = "instruments look as often as the planned length allows";
    return false;
  }
  if (has_validation(plan.data) && shorter % train.validation_freq != 0) {
    why = "the last epoch is validated whatever validation_freq says";
    return false;
  }
  try {
    if (schedule_of(plan, shorter) == schedule_of(plan, longer)) return true;
  } catch (const Error&) {
    // A schedule that does not fit one of the lengths depends on them.
  }
  why = "the schedule depends on the planned length";
  return false;
}

Chains chains_of(const Study& study, const std::vector<size_t>& variants) {
  // In the order in which the first of each appears.
  std::map<std::string, size_t> places;
  std::vector<std::vector<size_t>> groups;
  for (const size_t v : variants) {
    const Plan& plan = study.variants[v].plan;
    const auto [place, fresh] = places.try_emplace(
        plan.train.epochs > 0 ? but_for_its_end(plan) : fmt::format("variant {}", v),
        groups.size());
    if (fresh) groups.emplace_back();
    groups[place->second].push_back(v);
  }
  Chains out;
  std::map<std::string, size_t> said;
  for (std::vector<size_t>& group : groups) {
    std::sort(group.begin(), group.end(), [&](size_t a, size_t b) {
      return expected_length(study.variants[a].plan.train) <
             expected_length(study.variants[b].plan.train);
    });
    std::string why;
    bool alike = true;
    for (size_t i = 1; i < group.size() && alike; ++i) {
      const Plan& longer = study.variants[group[i]].plan;
      alike = begins_alike(study, longer, study.variants[group[i - 1]].plan.train.epochs,
                           longer.train.epochs, why);
    }
    if (group.size() > 1)
      ++said[alike ? fmt::format("{} are read off one training, with the results of "
                                 "separate ones",
                                 list_of(study, group))
                   : fmt::format("{} are trained apart: {}", list_of(study, group), why)];
    const std::vector<Job> first = jobs_of(study, group[0]);
    for (size_t j = 0; j < first.size(); ++j) {
      Chain chain;
      for (const size_t v : group) {
        Job job = first[j];
        job.variant = v;
        if (!alike && !chain.empty()) out.chains.push_back(std::exchange(chain, {}));
        chain.push_back(job);
      }
      out.chains.push_back(std::move(chain));
    }
  }
  for (const auto& [sentence, count] : said) out.notes.push_back(sentence);
  return out;
}

}  // namespace gradus::study
