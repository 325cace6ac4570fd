// Image grids of a study.
#include <gtest/gtest.h>

#include "report/figure_study_samples.hpp"
#include "report/study_figures.hpp"

namespace gradus {
namespace {

ImagesProbe probe(size_t variant, size_t count, const std::string& note) {
  ImagesProbe out;
  out.variant = variant;
  out.note = note;
  for (size_t i = 0; i < count; ++i) {
    figure::Image image;
    image.width = image.height = 1;
    image.pixels = {static_cast<uint8_t>(variant)};
    out.images.push_back(image);
  }
  return out;
}

study::Study filters_of(const std::vector<std::string>& runs) {
  study::Study study = samples::named_study(runs, 1);
  study::FigureSpec spec;
  spec.kind = "filters";
  spec.panels = {"run"};
  study.figures = {spec};
  return study;
}

TEST(NetworkImageFigure, StandsVariantByVariant) {
  Probes probes;
  probes.images = {probe(0, 3, "Filters of conv2d."), probe(1, 2, "Filters of conv2d.")};
  const Figure figure = study_figures(filters_of({"a", "b"}), {}, probes)[0];
  EXPECT_EQ(figure.columns, 3U);
  ASSERT_EQ(figure.panels.size(), 6U);
  EXPECT_EQ(figure.panels[0].title, "a");
  EXPECT_EQ(figure.panels[1].title, "");
  EXPECT_EQ(figure.panels[3].title, "b");
  EXPECT_EQ(figure.panels[3].image->pixels[0], 1);
  EXPECT_TRUE(figure.panels[5].blank);
  EXPECT_EQ(figure.note, "a: Filters of conv2d. Seed 0.") << "told once";
}

TEST(NetworkImageFigure, OfOneIsAGrid) {
  study::Study study = filters_of({"a"});
  study.figures[0].panels.clear();
  Probes probes;
  probes.images = {probe(0, 9, "Filters of conv2d.")};
  const Figure figure = study_figures(study, {}, probes)[0];
  EXPECT_EQ(figure.columns, 3U);
  EXPECT_EQ(figure.note, "Filters of conv2d. Seed 0.");
}

TEST(NetworkImageFigure, TellsWhoseSamplesTheyAre) {
  study::Study study = filters_of({"a"});
  study.figures[0].kind = "images";
  study.figures[0].predictions = true;
  study.figures[0].data = "train";
  Probes probes;
  probes.images = {probe(0, 1, "The first 1 of 5.")};
  EXPECT_EQ(study_figures(study, {}, probes)[0].note,
            "a: The first 1 of 5. Training samples. Seed 0.");
}

TEST(MeshFigure, ShowsTheSpreadOfItsBoundary) {
  study::Study study = samples::named_study({"a"}, 3);
  study::FigureSpec spec;
  spec.kind = "mesh";
  spec.spread = true;
  study.figures = {spec};
  Probes probes;
  for (uint64_t seed = 0; seed < 3; ++seed) {
    MeshProbe mesh;
    mesh.seed = seed;
    if (seed == 0) {
      mesh.mesh.nx = mesh.mesh.ny = 2;
      mesh.mesh.z = {0, 1, 0, 1};
    }
    const double at = 0.25 * static_cast<double>(seed + 1);
    mesh.boundary = {{{at, 0}, {at, 1}}};
    probes.meshes.push_back(mesh);
  }
  const Figure figure = study_figures(study, {}, probes)[0];
  ASSERT_EQ(figure.panels[0].series.size(), 1U);
  const figure::Series& lines = figure.panels[0].series[0];
  EXPECT_EQ(lines.x, (std::vector<double>{0.5, 0.5, 0.5, 0.75, 0.75, 0.75}))
      << "the first seed's is the mesh's own";
  EXPECT_NE(figure.note.find("Thin lines: the boundaries of 2 other seeds."), std::string::npos);
}

}  // namespace
}  // namespace gradus
