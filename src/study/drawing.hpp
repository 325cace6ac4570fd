#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gradus/study/study.hpp"
#include "study/needs.hpp"
#include "study/search/space.hpp"
#include "study/variants.hpp"

namespace gradus::study {

/// Makes variants of the points of a search: lists and named variants are choices, ranges are drawn
/// from. `context` and `core` must outlive it.
class Drawing {
 public:
  Drawing(const Context& context, const Node& core, std::vector<AxisNode> axes);
  Drawing(const Drawing&) = delete;
  Drawing& operator=(const Drawing&) = delete;

  [[nodiscard]] const search::Space& space() const { return space_; }
  [[nodiscard]] const std::vector<AxisNode>& axes() const { return axes_; }
  [[nodiscard]] const Needs& needs() const { return needs_; }
  [[nodiscard]] VariantReader& reader() { return reader_; }

  /// Coordinates as indices of values, those of ranges added to their axes, with as few digits as
  /// tell them apart.
  [[nodiscard]] Choice choice_of(const search::Point& point);
  [[nodiscard]] Variant variant_of(const search::Point& point) {
    return reader_.read(choice_of(point));
  }
  /// The point of a variant, by its values.
  [[nodiscard]] search::Point point_of(const VariantKey& key) const;

 private:
  std::vector<AxisNode> axes_;
  Needs needs_;
  VariantReader reader_;
  search::Space space_;
};

/// How many different points there are to draw, up to `most`.
[[nodiscard]] size_t different_points(const Drawing& drawing, size_t most);

/// The points of a search that draws, in order; of an adaptive one, those it begins with. A point
/// at random that repeats the plan of an earlier one is drawn again, a bounded number of times.
[[nodiscard]] std::vector<Variant> draw_points(Drawing& drawing, const SearchSpec& search);

/// Axes as the study shows them: of ranges, the values that the variants have, rising.
[[nodiscard]] std::vector<Axis> drawn_axes(const Drawing& drawing,
                                           const std::vector<Variant>& variants,
                                           std::vector<std::string>& unused);

/// Reads every value of every choice and both ends of every range once, so that a mistake in one
/// that is never drawn shows, and
/// refuses axes that change nothing: all else equal, no value that is tried makes another plan.
void probe_axes(Drawing& drawing, const Context& context, const Node& core,
                const std::vector<std::string>& allow_inert, Study& study);

/// The suggester of an adaptive search. Copies what it is given.
[[nodiscard]] std::shared_ptr<const Suggester> make_suggester(const Context& context,
                                                              const Node& core,
                                                              const std::vector<AxisNode>& axes,
                                                              const SearchSpec& search);

}  // namespace gradus::study
