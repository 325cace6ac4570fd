// Figures of networks, and what they are made of.
#include <gtest/gtest.h>

#include "gradus/base/error.hpp"
#include "gradus/data/make.hpp"
#include "gradus/report/network_figures.hpp"
#include "gradus/report/plots.hpp"
#include "report/network_images.hpp"
#include "report/probe_mesh.hpp"

namespace gradus {
namespace {

// Two images of 2 x 2 of classes 0 and 1: dark but for the first pixel, and the last.
data::Dataset two_images() {
  auto body = std::make_shared<data::Body>();
  BasicTensor<uint8_t> pixels(2, Shape{2, 2, 1});
  pixels.row(0)[0] = 255;
  pixels.row(1)[3] = 255;
  body->features = std::move(pixels);
  body->labels = {0, 1};
  body->classes = 2;
  return data::Dataset(std::move(body)).mapped({1 / 255.0F}, {0});
}

Tensor row(std::vector<float> values) {
  Tensor out(1, Shape{static_cast<int64_t>(values.size())});
  std::copy(values.begin(), values.end(), out.data());
  return out;
}

// Takes every image for class 1: weights 0, bias on the second unit.
Model says_one() {
  Model model{Input{2, 2, 1}, Flatten{}, Dense{.units = 2, .activation = softmax}};
  model.initialize(1);
  Tensor kernel(4, Shape{2});
  model.set_weights("dense/kernel", kernel);
  model.set_weights("dense/bias", row({0, 1}));
  return model;
}

TEST(NetworkImages, MarkWhatIsTakenForAnotherClass) {
  const Figure all = figure::images(says_one(), two_images());
  ASSERT_EQ(all.panels.size(), 2U);
  EXPECT_TRUE(all.panels[0].image->marked);
  EXPECT_EQ(all.panels[0].image->label, "class 0, taken for 1");
  EXPECT_FALSE(all.panels[1].image->marked);
  EXPECT_EQ(all.panels[1].image->label, "class 1");
  const Figure wrong = figure::images(says_one(), two_images(), 9, true);
  ASSERT_EQ(wrong.panels.size(), 1U);
  EXPECT_TRUE(wrong.panels[0].image->marked);
  EXPECT_EQ(wrong.note,
            "The first 1 of the 1 samples, of 2, that are taken for another class than theirs.");
  const data::Dataset right = two_images().select({1});
  EXPECT_FALSE(figure::images(says_one(), right, 9, true).panels[0].image) << "none is wrong";
}

TEST(Filters, OfADenseLayerLieInTheImagesPlaces) {
  Model model = says_one();
  Tensor kernel(4, Shape{2});
  kernel.row(0)[1] = 2;   // the second unit: the first pixel above 0
  kernel.row(3)[1] = -1;  // and the last half as far below
  model.set_weights("dense/kernel", kernel);
  const NetworkImages found = filter_images(model, "");
  ASSERT_EQ(found.images.size(), 2U);
  const figure::Image& second = found.images[1];
  EXPECT_EQ(second.width, 2U);
  EXPECT_EQ(second.channels, 3U);
  const auto pixel = [&](size_t at) {
    return std::vector<int>(second.pixels.begin() + static_cast<std::ptrdiff_t>(3 * at),
                            second.pixels.begin() + static_cast<std::ptrdiff_t>(3 * at + 3));
  };
  EXPECT_EQ(pixel(0), (std::vector<int>{0, 84, 150})) << "the strongest, blue";
  EXPECT_EQ(pixel(1), (std::vector<int>{255, 255, 255})) << "0 is white";
  EXPECT_EQ(pixel(3), (std::vector<int>{224, 165, 128})) << "half as strong, orange";
  EXPECT_NE(found.note.find("the strongest weight is 2 from 0"), std::string::npos);
}

TEST(Filters, OfAConvolutionAreItsKernels) {
  Model model{Input{4, 4, 3}, Conv2D{.filters = 2, .kernel_size = {2, 2}}, Flatten{},
              Dense{.units = 2}};
  model.initialize(1);
  const Tensor old = model.weights("conv2d/kernel");
  Tensor kernel(old.rows(), old.shape());
  kernel.data()[0] = 4;   // row 0, column 0, red, filter 0
  kernel.data()[3] = -4;  // row 0, column 0, green, filter 1
  model.set_weights("conv2d/kernel", kernel);
  const NetworkImages found = filter_images(model, "conv2d");
  ASSERT_EQ(found.images.size(), 2U);
  EXPECT_EQ(found.images[0].pixels[0], 255);
  EXPECT_EQ(found.images[0].pixels[1], 128) << "0 is grey";
  EXPECT_EQ(found.images[1].pixels[1], 0);
  try {
    (void)filter_images(model, "dense");
    FAIL();
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(),
                 "figure filters: layer \"dense\" has no filters that are images; name one of "
                 "conv2d");
  }
}

TEST(FeatureMaps, AreChannelsOfALayerAfterTheSample) {
  Model model{Input{2, 2, 1}, Conv2D{.filters = 2, .kernel_size = {1, 1}}, Flatten{},
              Dense{.units = 2, .activation = softmax}};
  model.compile({.loss = categorical_crossentropy});
  model.initialize(1);
  const Tensor old = model.weights("conv2d/kernel");
  Tensor kernel(old.rows(), old.shape());
  kernel.data()[0] = 1;
  kernel.data()[1] = -1;
  model.set_weights("conv2d/kernel", kernel);
  const Figure figure = figure::feature_maps(model, two_images(), 1);
  ASSERT_EQ(figure.panels.size(), 3U);
  EXPECT_EQ(figure.panels[0].image->label, "the sample");
  EXPECT_EQ(figure.panels[0].image->pixels, (std::vector<uint8_t>{0, 0, 0, 255}));
  EXPECT_EQ(figure.panels[1].image->pixels, (std::vector<uint8_t>{128, 128, 128, 255}));
  EXPECT_EQ(figure.panels[2].image->pixels, (std::vector<uint8_t>{128, 128, 128, 0}));
  EXPECT_EQ(figure.panels[2].image->values, (std::vector<double>{0, 0, 0, -1}));
  EXPECT_EQ(figure.note, "What conv2d makes of sample 1: from −1, black, to 1, white.");
  EXPECT_THROW((void)figure::feature_maps(model, two_images(), 2), Error);
  EXPECT_THROW((void)figure::feature_maps(model, two_images(), 0, "dense"), Error);
}

TEST(NetworkMesh, OfThreeClassesHoldsAGridForEach) {
  const auto [train, test] = data::make_blobs({.train = 30, .test = 9});
  Model model{Input{2}, Dense{.units = 3, .activation = softmax}};
  model.compile({.loss = categorical_crossentropy});
  model.initialize(3);
  const Figure figure = figure::mesh(model, test, {.step = 1, .margin = 1});
  const figure::Mesh& mesh = *figure.panels[0].mesh;
  EXPECT_EQ(mesh.classes, 3U);
  const size_t nodes = mesh.nx * mesh.ny;
  ASSERT_EQ(mesh.z.size(), 3 * nodes);
  for (size_t i = 0; i < nodes; ++i)
    EXPECT_NEAR(mesh.z[i] + mesh.z[nodes + i] + mesh.z[2 * nodes + i], 1, 1e-5);
}

TEST(NetworkMesh, OfSeveralNetworksHasTheBoundariesOfTheOthers) {
  const data::Dataset samples = data::make_moons({.train = 30, .seed = 1}).train;
  std::vector<Model> models;
  for (const uint64_t seed : {1, 2, 3}) {
    models.emplace_back(Model{Input{2}, Dense{.units = 1, .activation = sigmoid}});
    models.back().compile({.loss = binary_crossentropy});
    models.back().initialize(seed);
  }
  const Figure figure = figure::mesh(models, samples, {.step = 0.5});
  EXPECT_EQ(figure.note, "Thin lines: the boundaries of 2 other networks.");
  ASSERT_EQ(figure.panels[0].series.size(), 1U);
  EXPECT_EQ(figure.panels[0].mesh->z,
            figure::mesh(models[0], samples, {.step = 0.5}).panels[0].mesh->z);
  EXPECT_TRUE(
      figure::mesh(std::span(models).first(1), samples, {.step = 0.5}).panels[0].series.empty());
  EXPECT_THROW((void)figure::mesh(std::span<const Model>{}, samples), Error);
}

TEST(NetworkFit, SetsThePredictionBesideTheTargets) {
  Tensor x(3, Shape{1}), y(3, Shape{1});
  for (int64_t i = 0; i < 3; ++i) x.data()[i] = static_cast<float>(2 - i);
  const Model model{Input{1}, Dense{.units = 1}};
  const Figure figure = figure::fit(model, data::Dataset(x, y));
  ASSERT_EQ(figure.panels[0].series.size(), 2U);
  EXPECT_EQ(figure.panels[0].series[0].x, (std::vector<double>{0, 1, 2})) << "in order";
  EXPECT_EQ(figure.panels[0].series[1].label, "prediction");
}

TEST(NetworkConfusion, CountsWhatEachClassIsTakenFor) {
  const Figure figure = figure::confusion_matrix(says_one(), two_images());
  ASSERT_EQ(figure.panels[0].shapes.size(), 4U);
  EXPECT_EQ(figure.panels[0].data[1].value, 1);
  EXPECT_EQ(figure.panels[0].data[1].x, "1");
  EXPECT_EQ(figure.panels[0].data[3].value, 1);
  EXPECT_EQ(figure::confusion_matrix({1, 0, 0, 2}, {"cat", "dog"}).panels[0].data[3].value, 2);
  EXPECT_THROW((void)figure::confusion_matrix({1, 2}, {"cat", "dog"}), Error);
}

}  // namespace
}  // namespace gradus
