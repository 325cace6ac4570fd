#pragma once

#include <optional>
#include <string>

#include "gradus/report/figure.hpp"
#include "gradus/study/study.hpp"

namespace gradus {

/// A marker on the lowest (or highest, as `mark` has it) point of a line, the first of equals;
/// nothing where the line has no point.
[[nodiscard]] std::optional<figure::Series> extreme_of(const figure::Series& line,
                                                       const study::MetricQuery& mark);

/// "lowest validation loss: 0.3083 at epoch 9".
[[nodiscard]] std::string mark_text(const study::Study& study, const study::MetricQuery& mark,
                                    const figure::Series& point, const std::string& unit);

}  // namespace gradus
