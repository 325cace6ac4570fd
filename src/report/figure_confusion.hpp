#pragma once

#include <string>

#include "report/study_figures.hpp"

namespace gradus {

/// A share in percent, in at most four characters.
[[nodiscard]] std::string row_percent(double share);

/// What the darkest orange stands for: the largest share of a row that was taken for one wrong
/// class, 0.2 at least.
[[nodiscard]] double worst_share(const ConfusionProbe& sum);

/// Draws the counts into a plot of `size` x `size` pixels, what is wrong the stronger the nearer to
/// `worst`.
void draw_confusion(const ConfusionProbe& sum, double size, double worst, figure::Panel& panel);

}  // namespace gradus
