#pragma once

#include <optional>
#include <string>

#include "gradus/base/shape.hpp"
#include "gradus/nn/layers_image.hpp"
#include "study/scalars.hpp"

namespace gradus::study {

// Sizes as options and as words: 3, "3x3", [3, 3]; a shape has one to four extents. `rule` holds
// for each extent.
void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule, Size2D& out);
void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule,
                std::optional<Size2D>& out);
void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule, Shape& out);

/// `KERNEL_SIZE must be a size, got "relu"; the form is conv2d FILTERS KERNEL_SIZE [ACTIVATION]`.
void read_word(const Context& c, const Node& word, const WordPlace& place, const Rule& rule,
               Size2D& out);
void read_word(const Context& c, const Node& word, const WordPlace& place, const Rule& rule,
               Shape& out);

/// A size as a study file spells it: "3" for 3x3, "2x3".
[[nodiscard]] std::string size_text(Size2D size);

}  // namespace gradus::study
