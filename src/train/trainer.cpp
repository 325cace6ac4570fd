#include "train/trainer.hpp"

namespace gradus {

template <class T>
bool step(Course<T>& course, engine::Program<T>& program, const engine::Batch& batch) {
  engine::State<T>& state = course.state();
  const T* weights = state.weights.data();
  const engine::Sums sums = program.gradient(
      weights, batch, course.seed(), static_cast<uint32_t>(course.step()), course.predictions());
  if (!course.measured(sums, course.penalised() ? program.penalty(weights) : 0)) return false;
  program.update(state, course.rule());
  course.updated();
  return true;
}

template <class T>
std::optional<History> train(Course<T>& course, ThreadTeam* team, const Watch* watch) {
  engine::Program<T> program(course.graph(), course.program_options(), team);
  for (;;) {
    if (pauses(watch, [&](io::Checkpoint& to) { course.save(to); })) return std::nullopt;
    const engine::Batch* batch = course.next();
    if (batch && step(course, program, *batch)) continue;
    tell_end(watch, [&](io::Checkpoint& to) { course.save(to); });
    return course.finish();
  }
}

template bool step(Course<float>&, engine::Program<float>&, const engine::Batch&);
template bool step(Course<double>&, engine::Program<double>&, const engine::Batch&);
template std::optional<History> train(Course<float>&, ThreadTeam*, const Watch*);
template std::optional<History> train(Course<double>&, ThreadTeam*, const Watch*);

}  // namespace gradus
