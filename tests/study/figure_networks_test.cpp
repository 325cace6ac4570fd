#include "study/figure_networks.hpp"

#include <gtest/gtest.h>

#include "study/study_text.hpp"

namespace gradus::study::testing {
namespace {

std::string mistake_in(const std::string& figure) {
  return mistake(Parts{.rest = "[[figure]]\n" + figure});
}

TEST(FigureNetworks, FiltersNeedAnImageAndALayerThereIs) {
  EXPECT_EQ(mistake_in("kind = \"filters\"\n"),
            "figure.filters: the network has neither a convolution nor images; remove the figure");
  EXPECT_EQ(mistake_in("kind = \"filters\"\nlayer = \"dens\"\n"),
            "figure.filters.layer: no layer \"dens\"; did you mean \"dense\"?");
}

TEST(FigureNetworks, MapsNeedAConvolutionAndASampleThereIs) {
  Parts parts;
  parts.data = "source = \"fashion_mnist\"\ntrain = 100\ntest = 50\n";
  parts.model = "layers = [\"conv2d 2 3x3\", \"flatten\", \"dense 10 softmax\"]\n";
  parts.train = "loss = \"categorical_crossentropy\"\noptimizer = \"adam\"\nepochs = 1\n";
  parts.rest = "[[figure]]\nkind = \"feature_maps\"\nsample = 49\n";
  EXPECT_EQ(mistake(parts), "");
  parts.rest = "[[figure]]\nkind = \"feature_maps\"\nsample = 50\n";
  EXPECT_EQ(mistake(parts),
            "figure.feature_maps.sample: no sample 50: there are 50; give one from 0");
  parts.model = "layers = [\"flatten\", \"dense 10 softmax\"]\n";
  parts.rest = "[[figure]]\nkind = \"feature_maps\"\n";
  EXPECT_EQ(mistake(parts), "figure.feature_maps: the network has no convolution; name a layer");
  parts.rest = "[[figure]]\nkind = \"filters\"\n";
  EXPECT_EQ(mistake(parts), "") << "a dense layer that sees an image has filters";
}

TEST(FigureNetworks, AMeshIsNoFinerThanAPicture) {
  EXPECT_EQ(mistake_in("kind = \"mesh\"\n"), "");
  EXPECT_EQ(mistake_in("kind = \"mesh\"\nstep = 0.0001\n"),
            "figure.mesh.step: makes a grid of more than 2000 points a side; give a larger step");
  EXPECT_EQ(mistake_in("kind = \"mesh\"\nmargin = 1e9\n"),
            "figure.mesh.margin: makes a grid of more than 2000 points a side; give a smaller "
            "margin, or a larger step");
}

}  // namespace
}  // namespace gradus::study::testing
