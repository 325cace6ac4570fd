#pragma once

#include <optional>
#include <string>

#include "study_text.hpp"

namespace gradus::study::testing {

/// Adam has a beta_2, SGD has none; both have a rate, and a number of units.
inline Parts drawn(const std::string& search, const std::string& vary = "") {
  Parts parts;
  parts.data = "source = \"moons\"\ntrain = 100\nvalidation = 20\n";
  parts.model = "layers = [\"dense $units relu\", \"dense 1 sigmoid\"]\n";
  parts.train = "loss = \"binary_crossentropy\"\noptimizer = \"$optimizer\"\nepochs = 9\n";
  parts.rest =
      "[vary]\nrate = \"log_uniform 1e-4 1\"\nbeta_2 = \"uniform 0.8 0.999\"\nunits = "
      "\"integer 4 32 4\"\n" +
      vary +
      "[vary.optimizer]\nadam = { kind = \"adam $rate\", beta_2 = \"$beta_2\" }\nsgd = "
      "\"sgd $rate\"\n[search]\nobjective = \"val_loss\"\n" +
      search;
  return parts;
}

inline Study drawn_study(const std::string& method, int points, int seed = 0) {
  return study_of(drawn("method = \"" + method + "\"\npoints = " + std::to_string(points) +
                        "\nseed = " + std::to_string(seed) + "\n"));
}

inline std::optional<AxisValue> value_of(const Variant& variant, const std::string& axis) {
  for (const auto& [name, value] : variant.key)
    if (name == axis) return value;
  return std::nullopt;
}

}  // namespace gradus::study::testing
