#include "report/probe.hpp"

#include <gtest/gtest.h>

#include "report/figure_study_samples.hpp"
#include "report/search_samples.hpp"

namespace gradus {
namespace {

study::FigureSpec spec_of(const std::string& kind) {
  study::FigureSpec spec;
  spec.kind = spec.name = kind;
  return spec;
}

study::Trial trial_of(size_t variant, uint64_t seed, std::optional<int64_t> fold = {}) {
  study::Trial trial;
  trial.variant = variant;
  trial.seed = seed;
  trial.fold = fold;
  return trial;
}

TEST(Prober, WantsTheNetworksThatFiguresShow) {
  study::Study study = samples::named_study({"a", "b"}, 2);
  study.figures = {samples::line_spec({"loss"})};
  EXPECT_FALSE(Prober(study).wants(trial_of(0, 0)));
  study.figures = {spec_of("mesh")};
  EXPECT_TRUE(Prober(study).wants(trial_of(1, 0)));
  EXPECT_FALSE(Prober(study).wants(trial_of(1, 1))) << "one seed is shown";
  EXPECT_TRUE(Prober(study).wants(trial_of(1, 0, 0)));
  EXPECT_FALSE(Prober(study).wants(trial_of(1, 0, 1))) << "of several folds the first";
  study.figures[0].where = {{"run", {std::string("a")}}};
  EXPECT_FALSE(Prober(study).wants(trial_of(1, 0)));
}

TEST(Prober, AConfusionMatrixSumsOverSeedsAndFolds) {
  study::Study study = samples::named_study({"a", "b"}, 2);
  study.figures = {spec_of("confusion_matrix")};
  study.figures[0].where = {{"run", {std::string("a")}}};
  const Prober prober(study);
  EXPECT_TRUE(prober.wants(trial_of(0, 1, 2)));
  EXPECT_FALSE(prober.wants(trial_of(1, 0)));
  study::Trial diverged = trial_of(0, 0);
  diverged.history.status = Status::kDiverged;
  EXPECT_FALSE(prober.wants(diverged));
}

TEST(Prober, OfASearchOnlyRefitsWhereAFigureSpeaksOfThem) {
  study::Study study = samples::small_search();
  study::Results results;
  samples::refit(study, results, 7, "best", {0.9});
  study.search->refit_seeds = {10};
  study.figures = {spec_of("confusion_matrix")};
  study.figures[0].where = {{"refit", {std::string("best")}}};
  EXPECT_TRUE(Prober(study).wants(trial_of(9, 10)));
  EXPECT_FALSE(Prober(study).wants(trial_of(7, 0)));
  study.figures = {spec_of("mesh")};
  EXPECT_TRUE(Prober(study).wants(trial_of(7, 0)));
  EXPECT_FALSE(Prober(study).wants(trial_of(9, 10)));
  study.figures[0].panels = {"refit"};
  EXPECT_TRUE(Prober(study).wants(trial_of(9, 10))) << "the first of their own seeds";
}

TEST(Prober, TakesConfusionsOfAllNetworksOfAVariantAsOne) {
  study::Study study = samples::named_study({"a"}, 2);
  study.figures = {spec_of("confusion_matrix")};
  study.figures[0].data = "train";
  study::Prepared data;
  Tensor features(4, Shape{2}), targets(4, Shape{1});
  for (int64_t i = 0; i < 4; ++i) {
    features.data()[2 * i] = static_cast<float>(i % 2);
    features.data()[2 * i + 1] = static_cast<float>(i / 2);
    targets.data()[i] = static_cast<float>(i % 2);
  }
  data.train = data::Dataset(std::move(features), std::move(targets));
  const Model model{Input{2}, Dense{.units = 1, .activation = sigmoid}};
  Prober prober(study);
  for (const uint64_t seed : {0, 1}) prober.trained(trial_of(0, seed), model, data);
  const Probes probes = prober.take();
  ASSERT_EQ(probes.confusions.size(), 1U);
  EXPECT_EQ(probes.confusions[0].networks, 2U);
  int64_t all = probes.confusions[0].unpredicted;
  for (const int64_t count : probes.confusions[0].counts) all += count;
  EXPECT_EQ(all, 8);
}

TEST(Prober, AsksAllSeedsOverOnePlane) {
  study::Study study = samples::named_study({"a"}, 3);
  study.variants[0].plan.data.source = data::sources::Moons{.noise = 0.3};
  study.variants[0].plan.data.train = study::Amount{int64_t{40}};
  study.figures = {spec_of("mesh")};
  study.figures[0].data = "train";
  study.figures[0].spread = true;
  study.figures[0].step = 0.25;
  const study::DataShelf shelf(study, {});
  const auto boundaries_of = [&](Prober& prober) {
    Model model{Input{2}, Dense{.units = 1, .activation = sigmoid}};
    model.compile({.loss = binary_crossentropy});
    model.initialize(5);
    for (const uint64_t seed : {2, 0, 1})
      prober.trained(trial_of(0, seed), model, shelf.prepare(study.variants[0].plan.data, seed, 0));
    return prober.take().meshes;
  };
  Prober one_plane(study, &shelf), own_planes(study);
  const auto meshes = boundaries_of(one_plane);
  ASSERT_EQ(meshes.size(), 3U);
  EXPECT_FALSE(meshes[0].boundary.empty());
  EXPECT_EQ(meshes[0].boundary, meshes[1].boundary) << "one network, whatever samples it had";
  EXPECT_EQ(meshes[0].boundary, meshes[2].boundary);
  EXPECT_GT(meshes[0].mesh.nx, 0U);
  EXPECT_EQ(meshes[1].mesh.nx, 0U) << "of other seeds nothing but the boundary is kept";
  const auto own = boundaries_of(own_planes);
  EXPECT_NE(own[0].boundary, own[1].boundary) << "samples of these seeds reach elsewhere";
  EXPECT_EQ(own[0].boundary, meshes[0].boundary) << "that of the samples shown";
}

}  // namespace
}  // namespace gradus
