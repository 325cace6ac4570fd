#include "study/figure_points.hpp"

#include <algorithm>

#include "study/known.hpp"
#include "study/scores.hpp"

namespace gradus::study {

bool shows_refits(const FigureSpec& figure) {
  const auto in = [](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), kRefitAxis) != names.end();
  };
  return figure.x == kRefitAxis || figure.y_axis == kRefitAxis || in(figure.panels) ||
         in(figure.by) ||
         std::any_of(figure.where.begin(), figure.where.end(),
                     [](const auto& condition) { return condition.first == kRefitAxis; });
}

bool shows_variant(const FigureSpec& figure, const Variant& variant) {
  return is_refit(variant) == shows_refits(figure) && matches(figure.where, variant.key);
}

bool shows_trials(const Study& study, const FigureSpec& figure, size_t variant) {
  for (size_t v = 0; v < study.variants.size(); ++v)
    if ((v == variant || study.variants[v].same_as == variant) &&
        shows_variant(figure, study.variants[v]))
      return true;
  return false;
}

bool best_points(const Study& study, const FigureSpec& figure) {
  return study.search.has_value() && !shows_refits(figure) && figure.by_given &&
         (figure.kind == "line" || figure.kind == "survival" || figure.kind == "bar" ||
          (figure.kind == "violin" && figure.x != "layer"));
}

}  // namespace gradus::study
