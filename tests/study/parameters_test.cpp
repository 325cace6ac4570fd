#include "study/parameters.hpp"

#include <gtest/gtest.h>

namespace gradus::study {
namespace {

Plan plan_of(const data::Source& source, int64_t units) {
  Plan plan;
  plan.data.source = source;
  Dense layer;
  layer.units = units;
  plan.layers = {layer};
  return plan;
}

TEST(Parameters, OfPlansWhoseInputIsKnown) {
  EXPECT_EQ(parameters_of(plan_of(data::sources::Xor{}, 3)), 9);
  Plan mnist = plan_of(data::sources::Mnist{}, 10);
  mnist.data.transform = {data::transforms::Crop{Size2D{20, 10}}, data::transforms::Flatten{}};
  EXPECT_EQ(parameters_of(mnist), 2010);
  Plan csv = plan_of(data::sources::Csv{}, 3);
  EXPECT_FALSE(parameters_of(csv));
  csv.input = Shape{4};
  EXPECT_EQ(parameters_of(csv), 15);
}

TEST(Parameters, OfALayerThatDoesNotFitAreUnknown) {
  EXPECT_FALSE(parameters_of(plan_of(data::sources::Mnist{}, 10)));
}

}  // namespace
}  // namespace gradus::study
