#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"

namespace gradus {

/// Variants that one line stands for.
struct SeriesGroup {
  std::string label;  ///< "" where a panel has only one
  int colour = 0;     ///< the same for the same label in all panels
  std::vector<size_t> variants;
  bool alias = false;  ///< all have the plans of others in this panel: drawn to let those be seen
};

/// Variants of one panel.
struct PanelGroup {
  std::string label;  ///< "" without panels
  std::vector<SeriesGroup> series;
  std::vector<size_t> variants;
};

struct Groups {
  std::vector<PanelGroup> panels;  ///< row by row
  size_t rows = 0, columns = 0;    ///< 0 where the layout is free
};

/// Deals the variants that a figure shows (they meet `where`, and are refits where it speaks of
/// those) into panels and series. `apart` is an axis drawn as neither
/// ("" for none), such as the x axis. Panels stand in the order of their axes' values; of two axes
/// the first makes rows, and combinations that no variant has are panels without variants.
[[nodiscard]] Groups group_variants(const study::Study& study, const study::FigureSpec& spec,
                                    std::string_view apart);

/// Trials by variant; those of the same plan for a variant that was not computed itself.
class TrialsOf {
 public:
  TrialsOf(const study::Study& study, const study::Results& results);
  [[nodiscard]] std::vector<const study::Trial*> operator()(
      const std::vector<size_t>& variants) const;
  /// The variant that was computed in place of this one.
  [[nodiscard]] size_t computed(size_t variant) const;

 private:
  const study::Study& study_;
  std::map<size_t, std::vector<const study::Trial*>> trials_;
};

/// Whether a trial's numbers may be averaged: neither diverged nor failed.
[[nodiscard]] bool is_sound(const study::Trial& trial);

/// The value of an axis in a variant, or nullptr.
[[nodiscard]] const study::AxisValue* value_on(const study::Variant& variant,
                                               std::string_view axis);

}  // namespace gradus
