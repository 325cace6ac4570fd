#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gradus/study/study.hpp"

namespace gradus::finding {

/// How a metric is spoken of.
struct Words {
  std::string label;           ///< "validation loss", "epoch of the lowest validation loss"
  std::string subject;         ///< the same as a sentence's subject: "the epoch of ..."
  std::optional<bool> higher;  ///< whether higher is better; none where neither is
  bool counted = false;        ///< "needs fewer LABEL" rather than "has a lower LABEL"
  bool plural = false;         ///< "LABEL are"
};

[[nodiscard]] Words words_of(const study::Study& study, const study::FindingSpec& spec);
/// The metric's own direction: lower for losses, epochs, seconds, diverged; higher for accuracies,
/// precision, recall, converged, learned; none for the rest, and for the epoch of an extreme.
/// Less roughness is better, of whatever.
[[nodiscard]] std::optional<bool> direction(const study::MetricQuery& query);

/// A value of an axis within a sentence: a name ("adam"), in quotes where it has a comma or begins
/// like a number; plain values and names that are numbers behind the axis: "dropout rate 0.4".
[[nodiscard]] std::string spoken(const study::Study& study, const std::string& axis,
                                 const study::AxisValue& value);
/// The same for all values of a key, joined by commas.
[[nodiscard]] std::string spoken(const study::Study& study, const study::VariantKey& key);
/// A key in a table: as there, without quotes.
[[nodiscard]] std::string written(const study::Study& study, const study::VariantKey& key);

/// "A", "A and B", "A, B and C".
[[nodiscard]] std::string listed(const std::vector<std::string>& names);
/// The same for values of one axis, its name said once: "batch size 64, 128 and 256".
[[nodiscard]] std::string listed(const study::Study& study, const std::string& axis,
                                 std::vector<std::string> names);
/// "1 seed", "5 seeds".
[[nodiscard]] std::string many(size_t n, const std::string& what);
/// With a capital first letter.
[[nodiscard]] std::string sentence_case(std::string text);

}  // namespace gradus::finding
