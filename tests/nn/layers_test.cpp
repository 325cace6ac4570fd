#include "gradus/nn/layers.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace gradus {
namespace {

class Doubler : public CustomLayer {
 public:
  [[nodiscard]] std::string kind() const override { return "doubler"; }
  [[nodiscard]] Shape output_shape(const Shape& input) const override { return input; }
  void forward(std::span<const double> x, std::span<const double>,
               std::span<double> y) const override {
    for (size_t i = 0; i < x.size(); ++i) y[i] = 2 * x[i];
  }
  void backward(std::span<const double>, std::span<const double>, std::span<const double>,
                std::span<const double> dy, std::span<double> dx,
                std::span<double>) const override {
    for (size_t i = 0; i < dy.size(); ++i) dx[i] = 2 * dy[i];
  }
};

TEST(Layers, KindsAreThoseOfStudyFiles) {
  EXPECT_EQ(layer_kind(Dense{3}), "dense");
  EXPECT_EQ(layer_kind(ActivationLayer{relu}), "activation");
  EXPECT_EQ(layer_kind(GaussianNoise{}), "gaussian_noise");
  EXPECT_EQ(layer_kind(Custom{std::make_shared<Doubler>()}), "doubler");
  EXPECT_EQ(layer_kind(Custom{}), "custom");
}

TEST(Layers, OptionsAreThoseOfTheLayerHeld) {
  Layer layer = Dropout{.rate = 0.25, .layer = {.name = "drop"}};
  EXPECT_EQ(layer_options(std::as_const(layer)).name, "drop");
  layer_options(layer).repeat = 3;
  EXPECT_EQ(std::get<Dropout>(layer).layer.repeat, 3);
}

TEST(Layers, ACustomLayerHasNoWeightsUnlessItSaysSo) {
  EXPECT_EQ(Doubler().weights({4}), 0);
}

}  // namespace
}  // namespace gradus
