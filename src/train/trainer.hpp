#pragma once

#include "engine/program.hpp"
#include "train/course.hpp"
#include "train/watch.hpp"

namespace gradus {

/// One step on a batch that the course has given, by a program with its options. False where the
/// loss is not finite: nothing is updated.
template <class T>
[[nodiscard]] bool step(Course<T>& course, engine::Program<T>& program, const engine::Batch& batch);

/// Trains one network to the end of its course, which has begun, samples as lanes. Nothing where
/// `watch`, which may be null, pauses it: it is then saved, and not finished.
template <class T>
[[nodiscard]] std::optional<History> train(Course<T>& course, ThreadTeam* team, const Watch* watch);

extern template bool step(Course<float>&, engine::Program<float>&, const engine::Batch&);
extern template bool step(Course<double>&, engine::Program<double>&, const engine::Batch&);
extern template std::optional<History> train(Course<float>&, ThreadTeam*, const Watch*);
extern template std::optional<History> train(Course<double>&, ThreadTeam*, const Watch*);

}  // namespace gradus
