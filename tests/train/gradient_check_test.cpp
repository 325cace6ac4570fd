#include "gradus/train/gradient_check.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/custom_parts.hpp"
#include "support/errors.hpp"
#include "support/sets.hpp"

namespace gradus {
namespace {

using namespace gradus::test;
using Line = GradientCheck::Line;
using Verdict = GradientCheck::Verdict;

GradientCheck checked(const Loss& loss, const data::Dataset& samples, std::vector<Layer> layers,
                      const GradientCheckOptions& options = {}) {
  Model model(Input(samples.shape()), std::move(layers));
  model.compile({.loss = loss});
  model.initialize(3);
  return check_gradients(model, samples, options);
}

Verdict verdict_of(const std::vector<Line>& lines, const std::string& of) {
  for (const Line& line : lines)
    if (line.of == of) return line.verdict;
  ADD_FAILURE() << "no line " << of;
  return Verdict::kNotChecked;
}

data::Dataset images(int64_t rows, const Shape& shape, int32_t classes) {
  Numbers numbers(5);
  Tensor x(rows, shape);
  auto body = std::make_shared<data::Body>();
  for (float& v : x.values()) v = static_cast<float>(numbers.one());
  for (int64_t r = 0; r < rows; ++r) body->labels.push_back(static_cast<int32_t>(r % classes));
  body->features = std::move(x);
  body->classes = classes;
  return data::Dataset(std::move(body));
}

std::vector<Activation> all_activations() {
  return {linear,   relu,    leaky_relu(0.1),     elu(1), elu(0.5), selu, gelu,
          softplus, sigmoid, scaled_sigmoid(2.0), tanh,   softmax};
}

TEST(GradientCheck, EveryActivationPasses) {
  const data::Dataset samples = random_numbers(40, 5, 2);
  size_t number = 0;
  for (const Activation& activation : all_activations()) {
    const GradientCheck check =
        checked(mse, samples, {Dense{.units = 7, .activation = activation}, Dense{.units = 2}});
    EXPECT_TRUE(check.passed()) << "activation " << number << "\n" << check.text();
    EXPECT_TRUE(check.predicting.empty()) << "it predicts as it trains";
    ++number;
  }
  const GradientCheck own =
      checked(mse, samples, {Dense{.units = 7, .activation = half_square(1)}, Dense{.units = 2}});
  EXPECT_TRUE(own.passed()) << own.text();
}

TEST(GradientCheck, EveryLossPasses) {
  const losses::Custom fourth{
      .name = "fourth",
      .value = [](double p, double t) { return std::pow(p - t, 4); },
      .derivative = [](double p, double t) { return 4 * std::pow(p - t, 3); }};
  const Loss numbers[] = {mse, losses::MeanSquaredError{Outputs::kSum}, mae, losses::Huber{0.3},
                          fourth};
  for (const bool weighted : {false, true}) {
    for (const Loss& loss : numbers) {
      const GradientCheck check =
          checked(loss, random_numbers(40, 5, 2, 1, weighted),
                  {Dense{.units = 7, .activation = tanh}, Dense{.units = 2}});
      EXPECT_TRUE(check.passed()) << check.text();
    }
    const data::Dataset classes = random_classes(40, 5, 3, 1, weighted);
    const std::pair<Loss, Activation> of_classes[] = {
        {categorical_crossentropy, softmax},
        {sparse_categorical_crossentropy, softmax},
        {categorical_crossentropy, softplus},
        {binary_crossentropy, sigmoid},
        {binary_crossentropy, scaled_sigmoid(2.0)},
        {losses::BinaryCrossentropy{Outputs::kSum}, sigmoid}};
    for (const auto& [loss, last] : of_classes) {
      const GradientCheck check =
          checked(loss, classes,
                  {Dense{.units = 7, .activation = tanh}, Dense{.units = 3, .activation = last}},
                  {.class_weight = {0.5, 1, 3}});
      EXPECT_TRUE(check.passed()) << check.text();
    }
  }
}

TEST(GradientCheck, EveryLayerPasses) {
  const LayerOptions stem{.name = "stem"};
  const std::vector<Layer> layers = {
      Normalization{},
      Conv2D{.filters = 4, .kernel_size = {3, 3}, .activation = tanh, .layer = stem},
      BatchNormalization{},
      ActivationLayer{.activation = relu},
      SpatialDropout2D{.rate = 0.25},
      Conv2D{.filters = 4,
             .kernel_size = {3, 3},
             .padding = Padding::kSame,
             .kernel_regularizer = regularizers::L1L2{0.01, 0.02},
             .layer = {.name = "body"}},
      Add{.layer = {.name = "sum", .inputs = {"stem", "body"}}},
      PReLU{},
      ZeroPadding2D{.padding = {1, 1}},
      MaxPooling2D{.pool_size = {2, 2}},
      GaussianNoise{.stddev = 0.1},
      Conv2D{.filters = 3, .kernel_size = {1, 1}, .layer = {.name = "left"}},
      Conv2D{.filters = 2,
             .kernel_size = {2, 2},
             .strides = {1, 1},
             .padding = Padding::kSame,
             .layer = {.name = "right", .inputs = {"gaussian_noise"}}},
      Concatenate{.layer = {.name = "both", .inputs = {"left", "right"}}},
      AveragePooling2D{.pool_size = {2, 2}},
      LayerNormalization{},
      LeakyReLU{},
      ELU{},
      Reshape{.target_shape = Shape{2, 2, 5}},
      Flatten{},
      Dropout{.rate = 0.25},
      Custom{std::make_shared<Bend>(1, 1)},
      Dense{.units = 3, .activation = softmax}};
  const GradientCheck check =
      checked(categorical_crossentropy, images(16, Shape{9, 9, 2}, 3), layers);
  EXPECT_TRUE(check.passed()) << check.text();
  EXPECT_EQ(check.predicting.size(), check.training.size());
  EXPECT_EQ(check.training.back().of, "input");
  EXPECT_EQ(check.training.back().shape, (Shape{8, 9, 9, 2}));
  EXPECT_EQ(verdict_of(check.ops, "body: convolution and bias"), Verdict::kRight);
  EXPECT_EQ(verdict_of(check.ops, "bend: custom layer"), Verdict::kRight);
  const GradientCheck global = checked(
      categorical_crossentropy, images(16, Shape{5, 5, 3}, 3),
      {Conv2D{.filters = 4, .kernel_size = {2, 2}, .layer = stem},
       GlobalMaxPooling2D{.layer = {.name = "max"}},
       GlobalAveragePooling2D{.layer = {.name = "mean", .inputs = {"stem"}}},
       Add{.layer = {.inputs = {"max", "mean"}}}, Dense{.units = 3, .activation = softmax}});
  EXPECT_TRUE(global.passed()) << global.text();
}

// Everything beneath the layer is wrong, nothing above it; and the op itself is named.
TEST(GradientCheck, APlantedWrongActivationIsNamed) {
  const data::Dataset samples = random_numbers(40, 5, 2);
  for (const double factor : {0.0, 0.5, 1.00001, -1.0}) {
    SCOPED_TRACE(factor);
    const GradientCheck check = checked(mse, samples,
                                        {Dense{.units = 6, .activation = tanh},
                                         Dense{.units = 7, .activation = half_square(factor)},
                                         Dense{.units = 4, .activation = tanh}, Dense{.units = 2}});
    EXPECT_FALSE(check.passed());
    for (const char* wrong :
         {"dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias", "input"})
      EXPECT_EQ(verdict_of(check.training, wrong), Verdict::kWrong) << wrong;
    for (const char* right : {"dense_2/kernel", "dense_2/bias", "dense_3/kernel", "dense_3/bias"})
      EXPECT_EQ(verdict_of(check.training, right), Verdict::kRight) << right;
    for (const Line& line : check.ops)
      EXPECT_EQ(line.verdict,
                line.of == "dense_1: custom activation" ? Verdict::kWrong : Verdict::kRight)
          << line.of;
    EXPECT_NE(check.text().find("wrong: dense_1: custom activation: input ["), std::string::npos)
        << check.text();
  }
}

TEST(GradientCheck, APlantedWrongLayerIsNamed) {
  const data::Dataset samples = random_numbers(40, 5, 2);
  const auto with = [&](double dx, double dw) {
    return checked(mse, samples,
                   {Dense{.units = 6, .activation = tanh}, Custom{std::make_shared<Bend>(dx, dw)},
                    Dense{.units = 2}});
  };
  const GradientCheck down = with(1.001, 1);
  EXPECT_EQ(verdict_of(down.training, "dense/kernel"), Verdict::kWrong);
  EXPECT_EQ(verdict_of(down.training, "bend/weights"), Verdict::kRight);
  EXPECT_EQ(verdict_of(down.ops, "bend: custom layer"), Verdict::kWrong);
  EXPECT_NE(down.text().find("wrong: bend: custom layer: input ["), std::string::npos);
  const GradientCheck own = with(1, 1.001);
  EXPECT_EQ(verdict_of(own.training, "dense/kernel"), Verdict::kRight);
  EXPECT_EQ(verdict_of(own.training, "bend/weights"), Verdict::kWrong);
  EXPECT_NE(own.text().find("wrong: bend: custom layer: weights ["), std::string::npos);
}

TEST(GradientCheck, AWrongLossIsNamed) {
  const losses::Custom wrong{.name = "square",
                             .value = [](double p, double t) { return (p - t) * (p - t); },
                             .derivative = [](double p, double t) { return p - t; }};
  const GradientCheck check =
      checked(wrong, random_numbers(40, 5, 2), {Dense{.units = 4, .activation = tanh}, Dense{2}});
  EXPECT_EQ(verdict_of(check.ops, "loss: custom"), Verdict::kWrong);
  EXPECT_EQ(verdict_of(check.ops, "dense: tanh"), Verdict::kRight);
  EXPECT_EQ(verdict_of(check.training, "dense_1/bias"), Verdict::kWrong);
}

// The original of study 4b differentiated 1 / (1 + exp(-2 z)) as y (1 - y), without the factor 2.
TEST(GradientCheck, TheScaledSigmoidNeedsItsFactor) {
  const auto with = [](double factor) {
    return activations::Custom{
        .name = "scaled",
        .value = [](double z) { return 1 / (1 + std::exp(-2 * z)); },
        .derivative = [factor](double, double y) { return factor * y * (1 - y); }};
  };
  const data::Dataset samples = random_classes(40, 5, 3);
  const auto check = [&](const Activation& activation) {
    return checked(
        losses::BinaryCrossentropy{Outputs::kSum}, samples,
        {Dense{.units = 6, .activation = activation}, Dense{.units = 3, .activation = activation}});
  };
  EXPECT_TRUE(check(scaled_sigmoid(2)).passed()) << check(scaled_sigmoid(2)).text();
  EXPECT_TRUE(check(with(2)).passed()) << check(with(2)).text();
  const GradientCheck lacking = check(with(1));
  EXPECT_FALSE(lacking.passed());
  EXPECT_EQ(verdict_of(lacking.ops, "dense: custom activation"), Verdict::kWrong);
  for (const Line& line : lacking.ops) {
    if (line.of != "dense: custom activation") continue;
    EXPECT_NEAR(line.difference, 0.5, 0.01);
  }
}

// Study 4a: by the backward pass and by differences, to 1e-9.
TEST(GradientCheck, SoftmaxAndCrossentropyAgreeWithTheirFormulas) {
  const GradientCheck check =
      checked(categorical_crossentropy, random_classes(40, 5, 4, 1, true),
              {Dense{.units = 9, .activation = softmax}, Dense{.units = 4, .activation = softmax}},
              {.class_weight = {1, 2, 0.5, 1}});
  ASSERT_EQ(check.formulas.size(), 3U);
  EXPECT_EQ(check.formulas[0].of, "dense: d o_i / d v_j = o_i (delta_ij - o_j)");
  EXPECT_EQ(check.formulas[0].numbers, 81);
  EXPECT_EQ(check.formulas[0].checked, 81);
  EXPECT_EQ(check.formulas[1].numbers, 16);
  EXPECT_EQ(check.formulas[2].of, "loss: d L / d v_i = o_i - y_i");
  EXPECT_EQ(check.formulas[2].checked, 8 * 4);
  for (const Line& line : check.formulas) {
    EXPECT_EQ(line.verdict, Verdict::kRight) << check.text();
    EXPECT_LT(line.difference, 1e-9);
    EXPECT_GT(line.largest, 0.01);
  }
  const GradientCheck binary =
      checked(binary_crossentropy, random_classes(40, 5, 2),
              {Dense{.units = 4, .activation = tanh}, Dense{.units = 1, .activation = sigmoid}});
  ASSERT_EQ(binary.formulas.size(), 1U);
  EXPECT_LT(binary.formulas[0].difference, 1e-9);
}

// Biases of 0 under rows of 0 hold relu at its kink: left out, counted, and never called right.
TEST(GradientCheck, KinksAreLeftOutAndCounted) {
  const data::Dataset zeros = number_set(2, {0, 0, 0, 0}, 1, {1, 2});
  const std::vector<Layer> layers = {Dense{.units = 3, .activation = relu}, Dense{.units = 1}};
  const GradientCheck held = checked(mse, zeros, layers, {.move = 0});
  EXPECT_EQ(verdict_of(held.training, "dense/bias"), Verdict::kNotChecked);
  EXPECT_EQ(held.training[1].left_out, 3);
  EXPECT_EQ(held.training[1].checked, 0);
  EXPECT_EQ(verdict_of(held.training, "dense/kernel"), Verdict::kRight);
  EXPECT_EQ(verdict_of(held.ops, "dense: relu"), Verdict::kNotChecked);
  EXPECT_FALSE(held.passed()) << "of relu by itself nothing could be told";
  EXPECT_NE(held.text().find("not checked: dense/bias: steps agree about no number"),
            std::string::npos)
      << held.text();
  const GradientCheck moved = checked(mse, zeros, layers);
  EXPECT_EQ(verdict_of(moved.training, "dense/bias"), Verdict::kRight) << moved.text();
}

TEST(GradientCheck, TiesOfAMaxPoolAreLeftOut) {
  Tensor x(1, Shape{2, 4, 1}), y(1, Shape{2});
  std::copy_n(std::vector<float>{1, 1, 0.5F, 2, 0, 1, 1, 1}.data(), 8, x.data());
  const GradientCheck check =
      checked(mse, data::Dataset(x, y), {MaxPooling2D{.pool_size = {2, 2}}, Flatten{}, Dense{2}},
              {.move = 0});
  const Line& input = check.training.back();
  EXPECT_EQ(input.of, "input");
  EXPECT_EQ(input.left_out, 3) << "three that are largest together";
  EXPECT_EQ(input.checked, 5);
  EXPECT_EQ(input.verdict, Verdict::kRight) << check.text();
}

// A backward pass of nothing is wrong, not smooth or excused by its own size.
TEST(GradientCheck, NothingIsExcusedByASmallGradient) {
  const GradientCheck check =
      checked(mse, random_numbers(40, 5, 2),
              {Dense{.units = 7, .activation = half_square(0)}, Dense{.units = 2}});
  const Line& kernel = check.training[0];
  EXPECT_EQ(kernel.verdict, Verdict::kWrong);
  EXPECT_EQ(kernel.left_out, 0);
  EXPECT_NEAR(kernel.difference, 1, 1e-6);
}

// Loss, gradient and differences are 0, all exactly: nothing to divide by, and nothing wrong.
TEST(GradientCheck, AGradientOfNothingIsRightWhereNothingMoves) {
  const Layer dead =
      Dense{.units = 3, .activation = relu, .bias_initializer = initializers::Constant{-100}};
  const GradientCheck check = checked(mse, number_set(2, {1, 2, 3, 4, 5, 6}, 1, {0, 0, 0}),
                                      {dead, Dense{.units = 1, .use_bias = false}});
  for (const Line& line : check.training) {
    EXPECT_EQ(line.verdict, Verdict::kRight) << check.text();
    EXPECT_EQ(line.difference, 0);
  }
}

// Logits of nearly nothing: steps as small would drown in the rounding of a loss of log 2.
TEST(GradientCheck, SmallLogitsAreCheckedAtTheirOwnScale) {
  const auto tiny = [](int64_t units, const Activation& last) {
    return Dense{
        .units = units, .activation = last, .kernel_initializer = initializers::RandomNormal{1e-7}};
  };
  for (const int32_t classes : {2, 3}) {
    const GradientCheck check = classes == 2
                                    ? checked(binary_crossentropy, random_classes(40, 5, 2),
                                              {tiny(1, sigmoid)}, {.move = 0})
                                    : checked(categorical_crossentropy, random_classes(40, 5, 3),
                                              {tiny(3, softmax)}, {.move = 0});
    for (const Line& line : check.formulas) {
      EXPECT_EQ(line.verdict, Verdict::kRight) << check.text();
      EXPECT_EQ(line.left_out, 0) << line.of;
    }
  }
}

TEST(GradientCheck, DrawsFromLargeTensorsAndSaysSo) {
  const data::Dataset samples = random_numbers(40, 50, 2);
  const std::vector<Layer> layers = {Dense{.units = 20, .activation = tanh}, Dense{.units = 2}};
  const GradientCheck some = checked(mse, samples, layers, {.samples = 30, .threads = 1});
  EXPECT_EQ(some.training[0].numbers, 1000);
  EXPECT_EQ(some.training[0].checked + some.training[0].left_out, 30);
  EXPECT_EQ(some.training[1].checked, 20);
  EXPECT_EQ(some.text(), checked(mse, samples, layers, {.samples = 30, .threads = 3}).text());
  EXPECT_NE(some.text(), checked(mse, samples, layers, {.samples = 30, .seed = 1}).text());
  const GradientCheck all = checked(mse, samples, layers, {.samples = 0});
  EXPECT_EQ(all.training[0].checked, 1000);
  EXPECT_TRUE(all.passed());
}

TEST(GradientCheck, LeavesTheModelAlone) {
  Model model{Input{5}, Dense{.units = 4, .activation = tanh}, Dense{.units = 2}};
  model.compile({.loss = mse});
  const Tensor before = model.weights("dense/kernel");
  (void)check_gradients(model, random_numbers(20, 5, 2));
  EXPECT_EQ(model.weights("dense/kernel"), before);
}

TEST(GradientCheck, NamesMistakes) {
  Model model{Input{5}, Dense{.units = 2, .activation = softmax}};
  model.compile({.loss = categorical_crossentropy});
  const data::Dataset good = random_classes(20, 5, 2);
  const auto said = [&](const data::Dataset& samples, const GradientCheckOptions& options = {}) {
    return error_of([&] { (void)check_gradients(model, samples, options); });
  };
  EXPECT_EQ(said(random_classes(20, 4, 2)),
            "[input] expected samples of shape 5 but received 4; make the network's input fit the "
            "data");
  EXPECT_EQ(said(random_classes(20, 5, 3)),
            "[output] 2 units for labels 0..2; use \"dense 3 softmax\"");
  EXPECT_EQ(said(good, {.rows = 0}), "gradients: no rows to check with; give at least 1");
  EXPECT_EQ(said(good, {.samples = -1}),
            "gradients: a number of samples below 0; give 0 for all, or how many");
  EXPECT_EQ(said(good, {.tolerance = 0}),
            "gradients: the tolerance is not between 0 and 1; 1e-6 is the default");
  EXPECT_EQ(said(good, {.move = std::nan("")}),
            "gradients: the move is not between 0 and 1; 1/32 is the default");
  EXPECT_EQ(said(good, {.class_weight = {1}}),
            "class_weight: 1 weight for 2 classes; give one a class");
  const float infinity = std::numeric_limits<float>::infinity();
  EXPECT_EQ(said(class_set(5, {infinity, 0, 0, 0, 0}, {1}, 2)),
            "gradients: the loss of these samples is not finite; scale the samples, or start from "
            "smaller weights");
}

TEST(GradientCheck, NothingAgainstNothingIsSaid) {
  GradientCheck check;
  check.training = {{.of = "dense/kernel",
                     .shape = Shape{2, 3},
                     .numbers = 6,
                     .checked = 6,
                     .verdict = GradientCheck::Verdict::kRight}};
  const std::string text = check.text();
  EXPECT_NE(text.find("  both 0\n"), std::string::npos) << text;
  EXPECT_NE(text.find("both 0: in 1 line neither side has a gradient"), std::string::npos) << text;
  EXPECT_EQ(text.find("right"), std::string::npos) << text;
  check.training[0].largest = 0.5;
  EXPECT_NE(check.text().find("  right\n"), std::string::npos);
  EXPECT_EQ(check.text().find("both 0"), std::string::npos);
}

}  // namespace
}  // namespace gradus
