#include "study/parameters.hpp"

#include "gradus/base/error.hpp"
#include "gradus/study/metric_names.hpp"
#include "nn/network.hpp"

namespace gradus::study {
namespace {

// The shape of a sample where the source alone says so; without extents where it does not.
Shape known_shape(const DataPlan& data) {
  const int64_t inputs = known_inputs(data);
  if (inputs == 0) return {};
  if (!may_be_images(data)) return {inputs};
  Shape shape{28, 28, 1};
  for (const data::Transform& transform : data.transform) {
    if (const auto* crop = std::get_if<data::transforms::Crop>(&transform))
      shape = {crop->size.rows, crop->size.columns, 1};
    if (std::holds_alternative<data::transforms::Flatten>(transform)) shape = {shape.size()};
  }
  return shape;
}

}  // namespace

std::optional<int64_t> parameters_of(const Plan& plan) {
  const Shape shape = plan.input.value_or(known_shape(plan.data));
  if (shape.rank() == 0) return {};
  try {
    return lower(shape, plan.layers).summary.trainable;
  } catch (const Error&) {  // a training of it says why
    return {};
  }
}

}  // namespace gradus::study
