#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "study/vary.hpp"

namespace gradus::study {

/// Which axes a variant needs: those named in data, model and train, and those that the values
/// chosen name. `axes` must outlive it; values may be added to axes that are drawn from a range.
class Needs {
 public:
  Needs(const Node& study, const std::vector<AxisNode>& axes);

  /// The first needed axis that has no value yet, or the number of axes.
  [[nodiscard]] size_t next(const Choice& choice) const;

  /// For each axis the values that must be chosen before it is needed, as a choice that leaves open
  /// what does not matter; nullopt where nothing names it.
  [[nodiscard]] std::vector<std::optional<Choice>> ways() const;

 private:
  // Axes and fields by number, so that crossing many variants compares no text.
  struct Numbered {
    size_t axis;
    std::string field;
    auto operator<=>(const Numbered&) const = default;
  };
  [[nodiscard]] std::vector<Numbered> numbered(const Node& node) const;
  [[nodiscard]] const std::vector<Numbered>& named_by(const Numbered& reference, int value) const;

  const std::vector<AxisNode>& axes_;
  std::vector<Numbered> roots_;
  // The references in a value, looked for once.
  mutable std::map<std::pair<Numbered, int>, std::vector<Numbered>> named_;
};

}  // namespace gradus::study
