#pragma once

#include <string>
#include <vector>

#include "gradus/study/reader.hpp"
#include "study/context.hpp"

namespace gradus::study {

/// Applies [quick] (where asked), --set and --seeds to the tree of a file, in that order. Tables
/// merge key by key, a table without `kind` adds options to a thing or addresses the members of a
/// list by name, a list picks from named variants, anything else replaces.
void apply_overlays(Context& context, Node& study, const Overrides& overrides);

/// Names by which figures are addressed and saved: `name`, else the metric drawn, else the kind,
/// then _1 ...
[[nodiscard]] std::vector<std::string> figure_names(const std::vector<Node>& figures);

}  // namespace gradus::study
