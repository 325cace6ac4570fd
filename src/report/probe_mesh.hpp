#pragma once

#include "gradus/data/dataset.hpp"
#include "gradus/train/model.hpp"
#include "report/study_figures.hpp"

namespace gradus {

/// What a network of two inputs predicts over the plane around these samples, `margin` beyond them
/// and `step` from node to node: of one output, or two classes, the probability of class 1; of more
/// classes that of each. Throws Error where the grid would be too fine.
[[nodiscard]] MeshProbe mesh_probe(const study::FigureSpec& spec, const Model& model,
                                   const data::Dataset& samples);

/// Works out the boundary, and unless the mesh is shown lets go of all else.
void keep_boundary(MeshProbe& probe, bool shown);

}  // namespace gradus
