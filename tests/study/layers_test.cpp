// Every layer as a study file spells it, and the mistakes that are theirs.
#include "gradus/nn/layers.hpp"

#include <gtest/gtest.h>

#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake;
using testing::Parts;
using testing::study_of;

Parts images(const std::string& layers, const std::string& more = "") {
  Parts parts;
  parts.data = "source = \"csv x\"\n";
  parts.model = "layers = [" + layers + ", \"flatten\", \"dense 1 sigmoid\"]\n" + more;
  return parts;
}

Layer layer(const std::string& text, const std::string& more = "") {
  return study_of(images(text, more)).variants[0].plan.layers[0];
}

std::string mistake_in(const std::string& text) {
  return mistake(images(text));
}

TEST(Layers, EveryKindIsReadable) {
  const std::vector<std::pair<std::string, Layer>> forms = {
      {"conv2d 6 5x5 tanh", Conv2D{.filters = 6, .kernel_size = 5, .activation = tanh}},
      {"conv2d 6 3 leaky_relu 0.1",
       Conv2D{.filters = 6, .kernel_size = 3, .activation = leaky_relu(0.1)}},
      {"max_pooling2d 2", MaxPooling2D{}},
      {"average_pooling2d 3x2", AveragePooling2D{.pool_size = {3, 2}}},
      {"global_max_pooling2d", GlobalMaxPooling2D{}},
      {"global_average_pooling2d", GlobalAveragePooling2D{}},
      {"batch_normalization", BatchNormalization{}},
      {"layer_normalization", LayerNormalization{}},
      {"normalization", Normalization{}},
      {"spatial_dropout2d 0.25", SpatialDropout2D{0.25}},
      {"reshape 28x28x1", Reshape{{28, 28, 1}}},
      {"reshape 784", Reshape{{784}}},
      {"zero_padding2d 0x2", ZeroPadding2D{{0, 2}}},
      {"leaky_relu", LeakyReLU{0.3}},
      {"leaky_relu 0.01", LeakyReLU{0.01}},
      {"elu", ELU{1}},
      {"elu 0.5", ELU{0.5}},
      {"prelu", PReLU{}}};
  for (const auto& [text, want] : forms) EXPECT_EQ(layer("\"" + text + "\""), want) << text;
}

TEST(Layers, OptionsInTables) {
  EXPECT_EQ(layer("{ kind = \"conv2d 8 3\", strides = [2, 1], padding = \"same\", dilation_rate = "
                  "\"1x2\", use_bias = false, kernel_initializer = \"he_normal\" }"),
            Layer(Conv2D{.filters = 8,
                         .kernel_size = 3,
                         .strides = {2, 1},
                         .padding = Padding::kSame,
                         .dilation_rate = {1, 2},
                         .use_bias = false,
                         .kernel_initializer = initializers::HeNormal{}}));
  EXPECT_EQ(
      layer("{ kind = \"conv2d\", filters = 8, kernel_size = [3, 5], activation = \"relu\" }"),
      Layer(Conv2D{.filters = 8, .kernel_size = {3, 5}, .activation = relu}));
  EXPECT_EQ(layer("{ kind = \"max_pooling2d 3\", strides = 2, padding = \"same\" }"),
            Layer(MaxPooling2D{.pool_size = 3, .strides = 2, .padding = Padding::kSame}));
  EXPECT_EQ(
      layer("{ kind = \"batch_normalization\", momentum = 0.9, epsilon = 1e-5, center = "
            "false, scale = false }"),
      Layer(BatchNormalization{.momentum = 0.9, .epsilon = 1e-5, .center = false, .scale = false}));
  EXPECT_EQ(layer("{ kind = \"layer_normalization\", epsilon = 1e-5 }"),
            Layer(LayerNormalization{.epsilon = 1e-5}));
  EXPECT_EQ(layer("{ kind = \"normalization\", adapt = false }"), Layer(Normalization{false}));
  EXPECT_EQ(layer("{ kind = \"reshape\", target_shape = [4, 4, 1] }"), Layer(Reshape{{4, 4, 1}}));
}

TEST(Layers, DefaultsReachTheLayersThatHaveThem) {
  const std::string defaults = "[model.defaults]\npadding = \"same\"\n";
  const std::vector<Layer> layers =
      study_of(images("\"conv2d 8 3\", { kind = \"conv2d 8 3\", padding = \"valid\" }, "
                      "\"max_pooling2d 2\", \"batch_normalization\"",
                      defaults))
          .variants[0]
          .plan.layers;
  EXPECT_EQ(std::get<Conv2D>(layers[0]).padding, Padding::kSame);
  EXPECT_EQ(std::get<Conv2D>(layers[1]).padding, Padding::kValid);
  EXPECT_EQ(std::get<MaxPooling2D>(layers[2]).padding, Padding::kSame);
  EXPECT_EQ(mistake(images("\"conv2d 8 3\"", "[model.defaults]\npaddding = \"same\"\n")),
            "model.defaults.paddding: no layer here has \"paddding\"; did you mean \"padding\"?");
}

TEST(Layers, BranchesMeetByName) {
  const std::vector<Layer> layers =
      study_of(images("{ kind = \"conv2d 8 1\", name = \"a\" }, { kind = \"conv2d 4 1\", inputs = "
                      "\"input\", name = \"b\" }, \"concatenate a b input\""))
          .variants[0]
          .plan.layers;
  EXPECT_EQ(layers[2], Layer(Concatenate{.layer = {.inputs = {"a", "b", "input"}}}));
  EXPECT_EQ(mistake_in("{ kind = \"conv2d 8 1\", name = \"stem\" }, \"concatenate stam input\""),
            "model.layers.concatenate: no layer \"stam\" before this one; did you mean \"stem\"?");
  EXPECT_EQ(mistake_in("\"conv2d 8 1\", \"concatenate conv2d\""),
            "model.layers.concatenate: concatenates fewer than two layers; the form is concatenate "
            "NAME NAME ...");
}

TEST(Layers, AnAxisBringsSizesAndLists) {
  Parts parts = images("\"conv2d 8 $kernel\", \"$after\"");
  parts.rest =
      "[vary]\nkernel = [3, \"3x5\"]\n[vary.after]\nplain = []\n"
      "normal = [\"batch_normalization\", \"dropout 0.5\"]\nslope = \"leaky_relu\"\n";
  const Study study = study_of(parts);
  ASSERT_EQ(study.variants.size(), 6u);
  EXPECT_EQ(std::get<Conv2D>(study.variants[0].plan.layers[0]).kernel_size, Size2D(3));
  EXPECT_EQ(std::get<Conv2D>(study.variants[5].plan.layers[0]).kernel_size, Size2D(3, 5));
  EXPECT_EQ(study.variants[0].plan.layers.size(), 3u);
  EXPECT_EQ(study.variants[1].plan.layers.size(), 5u);
  EXPECT_EQ(study.variants[2].plan.layers.size(), 4u);
}

TEST(Layers, MistakesInSizes) {
  EXPECT_EQ(mistake_in("\"max_pooling2d 2 3\""),
            "model.layers.max_pooling2d: nothing takes \"3\"; the form is max_pooling2d POOL_SIZE");
  EXPECT_EQ(mistake_in("\"conv2d 8 relu\""),
            "model.layers.conv2d: KERNEL_SIZE must be a size of one or two numbers from 1, got "
            "\"relu\"; the form is conv2d FILTERS KERNEL_SIZE [ACTIVATION]");
  EXPECT_EQ(mistake_in("\"conv2d 8 3x0\""),
            "model.layers.conv2d: KERNEL_SIZE must be a size of one or two numbers from 1, got "
            "\"3x0\"; the form is conv2d FILTERS KERNEL_SIZE [ACTIVATION]");
  EXPECT_EQ(mistake_in("\"conv2d 8\""),
            "model.layers.conv2d: KERNEL_SIZE is missing; the form is conv2d FILTERS KERNEL_SIZE "
            "[ACTIVATION]");
  EXPECT_EQ(mistake_in("{ kind = \"conv2d 8 3\", strides = [1, 2, 3] }"),
            "model.layers.conv2d.strides: expected a size of one or two numbers from 1, got a "
            "list; write it as 3, \"3x3\" or [3, 3]");
  EXPECT_EQ(mistake_in("\"reshape 2x2x2x2x2\""),
            "model.layers.reshape: TARGET_SHAPE must be a shape of one to four numbers from 1, got "
            "\"2x2x2x2x2\"; the form is reshape TARGET_SHAPE");
  EXPECT_EQ(mistake_in("\"zero_padding2d -1\""),
            "model.layers.zero_padding2d: PADDING must be a size of one or two numbers from 0, got "
            "\"-1\"; the form is zero_padding2d PADDING");
  EXPECT_EQ(mistake_in("{ kind = \"conv2d 8 3\", padding = \"sane\" }"),
            "model.layers.conv2d.padding: expected \"valid\" or \"same\", got \"sane\"; did you "
            "mean \"same\"?");
  EXPECT_EQ(mistake_in("\"Conv2D 8 3\"").substr(0, 43),
            "model.layers.Conv2D: unknown layer \"Conv2D\"");
}

std::string canonical_of(const std::string& layers) {
  return study_of(images(layers)).variants[0].canonical;
}

TEST(Layers, PlansThatDoTheSameAreEqual) {
  EXPECT_EQ(canonical_of("\"max_pooling2d 2\""),
            canonical_of("{ kind = \"max_pooling2d 2x2\", strides = [2, 2] }"));
  EXPECT_NE(canonical_of("\"max_pooling2d 2\""),
            canonical_of("{ kind = \"max_pooling2d 2\", strides = 1 }"));
  EXPECT_NE(canonical_of("\"max_pooling2d 2\""), canonical_of("\"average_pooling2d 2\""));
  EXPECT_EQ(canonical_of("\"leaky_relu 0.1\""), canonical_of("\"activation leaky_relu 0.1\""));
  EXPECT_EQ(canonical_of("\"elu\""), canonical_of("\"activation elu\""));
  EXPECT_EQ(canonical_of("\"conv2d 8 3\", { kind = \"normalization\", adapt = false }"),
            canonical_of("\"conv2d 8 3\", \"spatial_dropout2d 0\""));
  EXPECT_NE(canonical_of("\"conv2d 8 3x5\""), canonical_of("\"conv2d 8 5x3\""));
  EXPECT_EQ(
      canonical_of("{ kind = \"conv2d 8 3\", use_bias = false, bias_initializer = \"ones\" }"),
      canonical_of("{ kind = \"conv2d 8 3\", use_bias = false }"));
}

TEST(Layers, AreListedWithTheirForms) {
  const auto form_of_kind = [](const std::string& kind) {
    for (const FormInfo& info : forms("layer"))
      if (info.kind == kind) return info;
    return FormInfo{};
  };
  EXPECT_EQ(form_of_kind("conv2d").form, "conv2d FILTERS KERNEL_SIZE [ACTIVATION]");
  EXPECT_EQ(form_of_kind("conv2d").options[1].type, "size");
  EXPECT_EQ(form_of_kind("conv2d").options[4].default_value, "\"valid\"");
  EXPECT_EQ(form_of_kind("max_pooling2d").options[1].default_value, "pool_size");
  EXPECT_EQ(form_of_kind("reshape").options[0].type, "shape");
  EXPECT_EQ(form_of_kind("leaky_relu").form, "leaky_relu [NEGATIVE_SLOPE]");
  EXPECT_EQ(form_of_kind("concatenate").form, "concatenate NAME NAME ...");
}

}  // namespace
}  // namespace gradus::study
