#pragma once

#include <optional>

#include "study/known.hpp"

namespace gradus::study {

/// What [search] says of how points are drawn, which must be known before [vary] is read: method,
/// points and seed. nullopt without [search].
[[nodiscard]] std::optional<SearchSpec> read_search_method(const Context& context,
                                                           const Node& study);

/// Refuses more points than there are `different` ones; cuts them to these where an overlay says
/// so.
void check_points(const Context& context, size_t different, Node& study, Study& out);

/// The rest of it into `search`: objective, scheduler, rule, refits. `search.refit` is filled
/// first, since it decides which metrics are known.
void read_refit(const Context& context, const Node& study, Study& out);
void read_search(const Known& known, const Node& study, Study& out);

}  // namespace gradus::study
