#include "train/trainer.hpp"

namespace gradus {

template <class T>
History train(Course<T>& course, ThreadTeam* team) {
  engine::Program<T> program(course.graph(), course.program_options(), team);
  engine::State<T>& state = course.state();
  course.begin();
  while (const engine::Batch* batch = course.next()) {
    const T* weights = state.weights.data();
    const engine::Sums sums = program.gradient(
        weights, *batch, course.seed(), static_cast<uint32_t>(course.step()), course.predictions());
    if (!course.measured(sums, course.penalised() ? program.penalty(weights) : 0)) break;
    program.update(state, course.rule());
    course.updated();
  }
  return course.finish();
}

template History train(Course<float>&, ThreadTeam*);
template History train(Course<double>&, ThreadTeam*);

}  // namespace gradus
