#include "gradus/report/figure.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "gradus/base/error.hpp"

namespace gradus {
namespace {

History history() {
  History h;
  h.columns = {{"loss", {0.5, 0.4, 0.3}}, {"val_loss", {NAN, 0.45, NAN}}};
  h.epochs = 3;
  return h;
}

TEST(FigureLines, DrawsColumnsAgainstTheEpoch) {
  const Figure figure = figure::lines(history(), {"loss", "val_loss"});
  ASSERT_EQ(figure.panels.size(), 1u);
  const auto& series = figure.panels[0].series;
  ASSERT_EQ(series.size(), 2u);
  EXPECT_EQ(series[0].x, (std::vector<double>{1, 2, 3}));
  EXPECT_EQ(series[0].y, (std::vector<double>{0.5, 0.4, 0.3}));
  EXPECT_EQ(series[1].x, (std::vector<double>{2})) << "not measured is passed over";
  EXPECT_EQ(series[0].label, "loss");
  EXPECT_EQ(series[1].label, "validation loss");
  EXPECT_NE(series[0].colour, series[1].colour);
  EXPECT_EQ(figure.panels[0].x.label, "epoch");
  EXPECT_EQ(figure.panels[0].y.label, "loss");
}

TEST(FigureLines, OneLineNeedsNoLegend) {
  const Figure figure = figure::lines(history(), {"loss"});
  EXPECT_TRUE(figure.panels[0].series[0].label.empty());
  EXPECT_EQ(figure.panels[0].y.label, "loss");
  EXPECT_EQ(figure.name, "loss");
}

TEST(FigureLines, NamesTheColumnsThereAre) {
  try {
    (void)figure::lines(history(), {"acuracy"});
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "figure::lines: the history has no \"acuracy\"; one of loss, val_loss");
  }
}

TEST(FigureMesh, HoldsMeshAndSamples) {
  figure::Mesh mesh;
  mesh.nx = mesh.ny = 2;
  mesh.z = {0, 1, 0, 1};
  const Figure figure = figure::mesh(mesh, {{0.5}, {0.5}, {1}});
  ASSERT_TRUE(figure.panels[0].mesh.has_value());
  EXPECT_EQ(figure.panels[0].mesh->z.size(), 4u);
  EXPECT_EQ(figure.panels[0].points.label, (std::vector<int>{1}));
}

}  // namespace
}  // namespace gradus
