#pragma once

#include <string>
#include <utility>
#include <vector>

namespace gradus::study {

/// The keys of a study as text, by their paths, with the values as TOML spells them:
/// ("train.optimizer", "\"adam 0.1\""). Members of lists of tables count from 0.
using PlanKeys = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] PlanKeys plan_keys(const std::string& plan);

/// A key that two studies have with other values; "" where one lacks it.
struct KeyDifference {
  std::string key, first, second;
};
/// In the order of the first study, then what only the second has.
[[nodiscard]] std::vector<KeyDifference> differences(const std::string& first,
                                                     const std::string& second);

}  // namespace gradus::study
