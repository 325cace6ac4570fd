#pragma once

#include <string>
#include <vector>

#include "study/runner/job.hpp"

namespace gradus::study {

/// Trainings to be done, those that differ in nothing but what ends them in a chain: the longer go
/// on where the shorter end, which gives the same bits as separate trainings do.
struct Chains {
  std::vector<Chain> chains;
  std::vector<std::string> notes;  ///< what is read off one training, and what could not be
};

/// `variants` in the order of their trials.
[[nodiscard]] Chains chains_of(const Study& study, const std::vector<size_t>& variants);

/// Whether the same callbacks and target may end them.
[[nodiscard]] bool same_rules(const Plan& a, const Plan& b);

/// Whether a training of `shorter` epochs is how one of `longer` epochs begins: nothing in the plan
/// depends on the planned length. Otherwise says in `why` what does.
[[nodiscard]] bool begins_alike(const Study& study, const Plan& plan, int64_t shorter,
                                int64_t longer, std::string& why);

}  // namespace gradus::study
