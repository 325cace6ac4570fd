#pragma once

#include "study/known.hpp"

namespace gradus::study {

/// What a figure that looks into networks asks for, as far as the plan alone can tell whether it is
/// there: layers, samples, a mesh that is not too fine. Throws Error at the key.
void check_networks(const Known& known, const Node& node, const Path& path,
                    const FigureSpec& figure);

}  // namespace gradus::study
