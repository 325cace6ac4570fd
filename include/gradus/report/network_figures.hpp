#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "gradus/data/dataset.hpp"
#include "gradus/report/figure.hpp"
#include "gradus/train/model.hpp"

/// Figures of what a network has learned.
namespace gradus::figure {

struct MeshOptions {
  double step = 0.02;   ///< from node to node, in the units of the inputs
  double margin = 0.5;  ///< around the samples
};
/// What a network of two inputs predicts around these samples, and the samples: of two classes the
/// probability of class 1, of more the class that leads. Throws Error for other inputs.
[[nodiscard]] Figure mesh(const Model& model, const data::Dataset& samples,
                          const MeshOptions& options = {});

/// The same of the first of these networks, with the boundaries of the others as thin lines, such
/// as of one training with several seeds. Throws Error for other inputs, and without a network.
[[nodiscard]] Figure mesh(std::span<const Model> models, const data::Dataset& samples,
                          const MeshOptions& options = {});

/// The targets of these samples and what a network of one input predicts. Throws Error for others.
[[nodiscard]] Figure fit(const Model& model, const data::Dataset& samples);

/// The first `count` samples, each with its label and, framed, what the network wrongly takes it
/// for; with `wrong` the first that it gets wrong. Throws Error where the samples are no images or
/// have no classes.
[[nodiscard]] Figure images(const Model& model, const data::Dataset& samples, int64_t count = 9,
                            bool wrong = false);

/// What each class was taken for. Targets that are single zeros and ones count as classes 0 and 1.
/// Throws Error where the samples have no classes.
[[nodiscard]] Figure confusion_matrix(const Model& model, const data::Dataset& samples);

/// What a layer has learned to look for, an image a filter, at most 64: kernels of a convolution,
/// or weights of a dense layer that sees an image. Default: the first such layer. Throws Error
/// naming the layers that have filters.
[[nodiscard]] Figure filters(const Model& model, const std::string& layer = "");

/// What a layer makes of one sample, an image a channel, at most 64, after the sample itself.
/// Default: the first convolution. Throws Error naming the layers that put out images.
[[nodiscard]] Figure feature_maps(const Model& model, const data::Dataset& samples,
                                  int64_t sample = 0, const std::string& layer = "");

}  // namespace gradus::figure
