#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gradus/data/dataset.hpp"
#include "gradus/report/figure.hpp"
#include "gradus/train/model.hpp"

namespace gradus {

/// Pictures of a network and what there is to say of them.
struct NetworkImages {
  std::vector<figure::Image> images;
  std::string note;  ///< what shades and colours mean, and of how many these are the first
};

/// At most so many filters or maps are shown.
inline constexpr size_t kMostImages = 64;

/// What a layer has learned to look for, an image a filter: of a convolution the kernel of each
/// filter (of inputs with neither 1 nor 3 channels, a channel each), of a dense layer that sees an
/// image the weights of each unit in the image's places. `layer` is a name; empty: the first that
/// has such. One scale for all: blue above 0, white at 0, vermilion below; with 3 channels red,
/// green and blue from the most negative, black. Throws Error where there is no such layer.
[[nodiscard]] NetworkImages filter_images(const Model& model, const std::string& layer);

/// What a layer makes of one sample: the sample, then each channel of the layer's output, from its
/// smallest value, black, to its largest, white, one scale for all. `layer` is a name; empty: the
/// first convolution. Throws Error where there is no such layer or sample, or its output is no
/// image.
[[nodiscard]] NetworkImages feature_map_images(const Model& model, const data::Dataset& samples,
                                               int64_t sample, const std::string& layer);

/// Throw the Errors of the two above.
void check_filters(const Model& model, const std::string& layer);
void check_feature_maps(const Model& model, const data::Dataset& samples, int64_t sample,
                        const std::string& layer);

/// The first `count` samples with what the network takes them for; with `wrong` the first that it
/// takes for another class than theirs. Those are marked: "4, taken for 9". Throws Error where the
/// samples are no images or have no classes.
[[nodiscard]] NetworkImages predicted_images(const Model& model, const data::Dataset& samples,
                                             int64_t count, bool wrong);

/// A grid of these, each group from a new row on, named above its first image; one group as
/// image_grid has it.
[[nodiscard]] Figure grouped_images(std::vector<std::pair<std::string, NetworkImages>> groups);

}  // namespace gradus
