#pragma once

#include "engine/program.hpp"
#include "train/course.hpp"

namespace gradus {

/// Trains one network to the end of its course, samples as lanes.
template <class T>
[[nodiscard]] History train(Course<T>& course, ThreadTeam* team);

extern template History train(Course<float>&, ThreadTeam*);
extern template History train(Course<double>&, ThreadTeam*);

}  // namespace gradus
