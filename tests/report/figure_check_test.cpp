#include "report/figure_check.hpp"

#include <gtest/gtest.h>

#include "gradus/base/error.hpp"
#include "report/figure_study_samples.hpp"

namespace gradus {
namespace {

// Four samples of `features`, in classes 0 and 1.
data::Dataset four(const Shape& shape) {
  Tensor x(4, shape), y(4, Shape{1});
  for (int64_t i = 0; i < 4; ++i) {
    for (float& v : x.row(i)) v = static_cast<float>(i);
    y.data()[i] = static_cast<float>(i % 2);
  }
  return {std::move(x), std::move(y)};
}

// What is wrong with a figure of the network, or "".
std::string mistake(const study::FigureSpec& spec, const Model& model, const Shape& shape) {
  study::Study study = samples::named_study({"a"}, 1);
  study.file = "s.toml";
  study.figures = {spec};
  study.figures[0].name = "it";
  study::Prepared data;
  data.train = four(shape);
  try {
    check_figures(study, 0, model, data);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

study::FigureSpec spec_of(const std::string& kind) {
  study::FigureSpec spec;
  spec.kind = kind;
  return spec;
}

TEST(CheckFigures, AMeshIsNoFinerThanAPicture) {
  const Model model{Input{2}, Dense{.units = 1, .activation = sigmoid}};
  study::FigureSpec spec = spec_of("mesh");
  EXPECT_EQ(mistake(spec, model, Shape{2}), "");
  spec.step = 0.0001;
  EXPECT_EQ(mistake(spec, model, Shape{2}),
            "s.toml: figure.it.step: makes a grid of more than 2000 points a side; give a larger "
            "step");
  spec.step = 0.02;
  spec.margin = 1e9;
  EXPECT_EQ(mistake(spec, model, Shape{2}),
            "s.toml: figure.it.margin: makes a grid of more than 2000 points a side; give a "
            "smaller margin, or a larger step");
  EXPECT_EQ(mistake(spec, Model{Input{3}, Dense{.units = 1}}, Shape{3}),
            "s.toml: figure.it: a mesh needs two inputs, the data has 3; remove the figure");
}

TEST(CheckFigures, FiltersAndMapsAreOfLayersThatHaveThem) {
  const Model dense{Input{2}, Dense{.units = 1, .activation = sigmoid}};
  EXPECT_EQ(mistake(spec_of("filters"), dense, Shape{2}),
            "s.toml: figure.it: the network has neither a convolution nor a dense layer that sees "
            "an image; remove the figure");
  EXPECT_EQ(mistake(spec_of("feature_maps"), dense, Shape{2}),
            "s.toml: figure.it: the network has no convolution; remove the figure");
  const Model images{Input{4, 4, 1}, Conv2D{.filters = 2, .kernel_size = 3}, Flatten{},
                     Dense{.units = 1, .activation = sigmoid}};
  EXPECT_EQ(mistake(spec_of("filters"), images, Shape{4, 4, 1}), "");
  study::FigureSpec maps = spec_of("feature_maps");
  EXPECT_EQ(mistake(maps, images, Shape{4, 4, 1}), "");
  maps.sample = 4;
  EXPECT_EQ(mistake(maps, images, Shape{4, 4, 1}),
            "s.toml: figure.it: no sample 4: there are 4; give one from 0");
  maps.sample = 0;
  maps.layer = "dense";
  EXPECT_EQ(mistake(maps, images, Shape{4, 4, 1}),
            "s.toml: figure.it: no layer \"dense\" puts out images; name one of conv2d");
}

TEST(CheckFigures, ImagesAreOfImages) {
  const Model model{Input{2}, Dense{.units = 1, .activation = sigmoid}};
  EXPECT_EQ(mistake(spec_of("images"), model, Shape{2}),
            "s.toml: figure.it: the samples are no images but 2; remove the figure");
}

}  // namespace
}  // namespace gradus
