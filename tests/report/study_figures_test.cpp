#include "report/study_figures.hpp"

#include <gtest/gtest.h>

#include "report/figure_study_samples.hpp"
#include "report/search_samples.hpp"

namespace gradus {
namespace {

using samples::crossed_study;
using samples::line_spec;
using samples::named_study;
using samples::trial;
using Values = std::vector<double>;

study::Results results_of(const study::Study& study, const Values& loss) {
  study::Results results;
  for (size_t v = 0; v < study.variants.size(); ++v)
    for (const uint64_t seed : study.seeds) {
      Values values;
      for (const double l : loss)
        values.push_back(l + 10 * static_cast<double>(v) + static_cast<double>(seed));
      results.trials.push_back(trial(v, seed, values));
    }
  return results;
}

TEST(StudyFigures, ALineOfEachVariantWithItsBand) {
  study::Study study = named_study({"sgd", "adam"}, 3);
  study.figures = {line_spec({"loss"})};
  const auto figures = study_figures(study, results_of(study, {4, 3}), {});
  ASSERT_EQ(figures.size(), 1u);
  EXPECT_EQ(figures[0].name, "loss");
  ASSERT_EQ(figures[0].panels.size(), 1u);
  const auto& series = figures[0].panels[0].series;
  ASSERT_EQ(series.size(), 2u);
  EXPECT_EQ(series[1].label, "adam");
  EXPECT_EQ(series[1].y, (Values{15, 14}));
  EXPECT_EQ(series[1].low, (Values{14, 13}));
  EXPECT_EQ(series[1].high, (Values{16, 15}));
  EXPECT_EQ(figures[0].panels[0].x.label, "epoch");
  EXPECT_EQ(figures[0].panels[0].y.label, "loss");
  EXPECT_EQ(figures[0].note, "Line: median of 3 seeds; band: smallest to largest.");
}

TEST(StudyFigures, PanelsShareScalesAndHaveTitles) {
  study::Study study = named_study({"sgd", "adam"}, 5);
  study::FigureSpec spec = line_spec({"loss"});
  spec.panels = {"run"};
  spec.yscale = "log";
  spec.title = "{run}: loss {loss}";
  study.figures = {spec};
  const Figure figure = study_figures(study, results_of(study, {4, 3}), {})[0];
  ASSERT_EQ(figure.panels.size(), 2u);
  EXPECT_TRUE(figure.share_x && figure.share_y);
  EXPECT_EQ(figure.panels[1].title, "adam: loss 15");
  EXPECT_TRUE(figure.title.empty());
  EXPECT_EQ(figure.panels[0].y.scale, figure::Scale::kLog);
  EXPECT_EQ(figure.panels[0].series[0].label, "") << "a single line needs no legend";
  EXPECT_EQ(figure.note, "Line: median of 5 seeds; band: 10th to 90th percentile.");
}

TEST(StudyFigures, ATitleWithoutBracesIsTheFigures) {
  study::Study study = named_study({"sgd", "adam"}, 1);
  study::FigureSpec spec = line_spec({"loss"});
  spec.panels = {"run"};
  spec.title = "What it costs";
  study.figures = {spec};
  const Figure figure = study_figures(study, results_of(study, {1}), {})[0];
  EXPECT_EQ(figure.title, "What it costs");
  EXPECT_EQ(figure.panels[0].title, "sgd");
  EXPECT_EQ(figure.note, "");
}

TEST(StudyFigures, MetricsOfOneGroupDifferByColourOfManyByDash) {
  study::Study study = named_study({"sgd", "adam"}, 2);
  study::Results results = results_of(study, {2, 1});
  for (study::Trial& t : results.trials) t.history.columns.push_back({"val_loss", {5, 5}});
  study::FigureSpec spec = line_spec({"loss", "val_loss"});
  spec.panels = {"run"};
  study.figures = {spec, line_spec({"loss", "val_loss"})};
  const auto figures = study_figures(study, results, {});
  const auto& apart = figures[0].panels[0].series;
  EXPECT_EQ(apart[1].label, "validation loss");
  EXPECT_EQ(apart[1].colour, 1);
  EXPECT_EQ(apart[1].dash, figure::Dash::kDashed) << "for print in grey";
  const auto& together = figures[1].panels[0].series;
  ASSERT_EQ(together.size(), 4u);
  EXPECT_EQ(together[3].label, "adam, validation loss");
  EXPECT_EQ(together[3].colour, 1);
  EXPECT_EQ(together[3].dash, figure::Dash::kDashed);
  EXPECT_EQ(figures[1].panels[0].y.label, "loss");
  EXPECT_EQ(figures[1].name, "loss_1");
}

TEST(StudyFigures, DivergedTrialsAreCountedInThePanel) {
  study::Study study = named_study({"sgd"}, 4);
  study::Results results = results_of(study, {4, 3});
  results.trials[1].history.status = Status::kDiverged;
  study.figures = {line_spec({"loss"})};
  const Figure figure = study_figures(study, results, {})[0];
  EXPECT_EQ(figure.panels[0].subtitle, "1 of 4 diverged");
  EXPECT_EQ(figure.panels[0].series[0].y, (Values{6, 5}));
  EXPECT_EQ(
      figure.note,
      "Line: median of 3 seeds; band: smallest to largest. Trials that diverged are left out.");
}

TEST(StudyFigures, LinesThatEndFarApartStandOnALogAxis) {
  study::Study study = named_study({"slow", "fast"}, 1);
  study::Results results;
  results.trials = {trial(0, 0, Values(1000, 1.0)), trial(1, 0, Values(50, 1.0))};
  study::FigureSpec linear = line_spec({"loss"});
  linear.xscale = "linear";
  linear.name = "linear";
  study.figures = {line_spec({"loss"}), linear};
  const auto figures = study_figures(study, results, {});
  EXPECT_EQ(figures[0].panels[0].x.scale, figure::Scale::kLog);
  EXPECT_EQ(figures[1].panels[0].x.scale, figure::Scale::kLinear) << "the study's word holds";
}

TEST(StudyFigures, EqualPlansAreDrawnFromOneAnothersTrials) {
  study::Study study = named_study({"adam", "adam, beta_1 0.9"}, 2);
  study.variants[1].same_as = 0;
  study::Results results;
  results.trials = {trial(0, 0, {1, 2}), trial(0, 1, {3, 4})};
  study.figures = {line_spec({"loss"})};
  const auto figures = study_figures(study, results, {});
  const auto& series = figures[0].panels[0].series;
  EXPECT_EQ(series[1].y, series[0].y);
  EXPECT_EQ(series[1].dash, figure::Dash::kDashed) << "or the first could not be seen";
  EXPECT_FALSE(series[0].low.empty());
  EXPECT_TRUE(series[1].low.empty());
}

TEST(StudyFigures, ANumericAxisOnX) {
  study::Study study = crossed_study({0.1, 0.01}, {8, 64}, 3);
  study::FigureSpec spec = line_spec({"loss"});
  spec.x = "width";
  spec.xscale = "log2";
  study.figures = {spec};
  const Figure figure = study_figures(study, results_of(study, {4, 3}), {})[0];
  const auto& series = figure.panels[0].series;
  ASSERT_EQ(series.size(), 2u);
  EXPECT_EQ(series[0].label, "rate 0.1");
  EXPECT_EQ(series[1].x, (Values{8, 64}));
  EXPECT_EQ(series[1].y, (Values{24, 34}));
  EXPECT_EQ(series[1].high, (Values{25, 35}));
  EXPECT_EQ(series[1].draw, figure::Draw::kLinePoints);
  EXPECT_EQ(figure.panels[0].x.label, "width");
  EXPECT_EQ(figure.panels[0].x.scale, figure::Scale::kLog2);
}

TEST(StudyFigures, PanelsOfRefitsAndOfNoOtherTraining) {
  study::Study study = samples::small_search(1);
  study::Results results = samples::scores_of(study, {0.1, 0.2, 0.6, 0.5, 0.3, 0.3, 0.4, 0.7, 0.2});
  samples::refit(study, results, 7, "best", {0.6, 0.8});
  samples::refit(study, results, 0, "worst", {0.1, 0.2});
  study::FigureSpec refits = line_spec({"test_accuracy"}), points = line_spec({"val_accuracy"});
  refits.panels = {"refit"};
  points.panels = {"optimizer"};
  study.figures = {refits, points};
  const auto figures = study_figures(study, results, {});
  ASSERT_EQ(figures[0].panels.size(), 2u);
  EXPECT_EQ(figures[0].panels[0].title, "best");
  ASSERT_EQ(figures[0].panels[0].series.size(), 1u);
  EXPECT_EQ(figures[0].panels[0].series[0].label, "") << "whatever point it is";
  EXPECT_EQ(figures[0].panels[0].series[0].y.back(), 0.7);
  ASSERT_EQ(figures[1].panels.size(), 2u) << "points are not mixed with their refits";
  EXPECT_EQ(figures[1].panels[1].series.size(), 3u);
}

TEST(StudyFigures, OfASearchALineForTheBestPoint) {
  study::Study study = samples::small_search(1);
  const study::Results results =
      samples::scores_of(study, {0.1, 0.2, 0.6, 0.5, 0.3, 0.3, 0.4, 0.7, 0.2});
  study::FigureSpec spec = line_spec({"val_accuracy"});
  spec.by_given = true;
  study.figures = {spec};
  const Figure figure = study_figures(study, results, {})[0];
  ASSERT_EQ(figure.panels[0].series.size(), 1u);
  EXPECT_EQ(figure.panels[0].series[0].y, (Values{0.35, 0.7}));
  EXPECT_EQ(figure.note, "Of 9 points of the search the best: adam, rate 0.01.");
}

TEST(StudyFigures, NamedValuesOnX) {
  study::Study study = named_study({"sgd", "adam"}, 1);
  study::FigureSpec spec = line_spec({"loss"});
  spec.x = "run";
  study.figures = {spec};
  const Figure figure = study_figures(study, results_of(study, {4}), {})[0];
  EXPECT_EQ(figure.panels[0].series[0].x, (Values{1, 2}));
  ASSERT_EQ(figure.panels[0].x.ticks.size(), 2u);
  EXPECT_EQ(figure.panels[0].x.ticks[1].second, "adam");
}

TEST(StudyFigures, SurvivalStepsDownAtEachConvergence) {
  study::Study study = named_study({"sgd"}, 5);
  study.variants[0].plan.train.until = Until{"loss", 0.002, 10};
  study::Results results;
  results.trials = {trial(0, 0, Values(20, 1.0), Status::kConverged),
                    trial(0, 1, Values(30, 1.0), Status::kConverged),
                    trial(0, 2, Values(5, 1.0), Status::kDiverged), trial(0, 3, Values(100, 1.0)),
                    trial(0, 4, Values(30, 1.0), Status::kConverged)};
  study::FigureSpec spec;
  spec.kind = "survival";
  study.figures = {spec};
  const Figure figure = study_figures(study, results, {})[0];
  EXPECT_EQ(figure.name, "survival");
  const figure::Series& series = figure.panels[0].series[0];
  EXPECT_EQ(series.draw, figure::Draw::kSteps);
  EXPECT_EQ(series.x, (Values{0, 20, 30, 100}));
  EXPECT_EQ(series.y, (Values{1, 0.8, 0.4, 0.4}));
  EXPECT_EQ(figure.note,
            "Share of trials whose loss has not yet reached 0.002, looked at every 10 epochs. "
            "Trials that "
            "diverged never reach it.");
}

TEST(StudyFigures, AMeshForEachVariantOfTheSeedAskedFor) {
  study::Study study = named_study({"a", "b"}, 3);
  study::FigureSpec spec;
  spec.kind = "mesh";
  spec.seed = 2;
  study.figures = {spec};
  Probes probes;
  for (size_t v = 0; v < 2; ++v)
    for (uint64_t seed = 0; seed < 3; ++seed) {
      MeshProbe probe{v, seed, {}, {}, {}};
      probe.mesh.nx = probe.mesh.ny = 2;
      probe.mesh.z = Values(4, static_cast<double>(10 * v + seed));
      probes.meshes.push_back(probe);
    }
  EXPECT_EQ(probe_seed(study, spec), 2u);
  const Figure figure = study_figures(study, {}, probes)[0];
  ASSERT_EQ(figure.panels.size(), 2u);
  EXPECT_EQ(figure.panels[1].title, "b");
  ASSERT_TRUE(figure.panels[1].mesh.has_value());
  EXPECT_EQ(figure.panels[1].mesh->z[0], 12);
  EXPECT_TRUE(figure.share_x && figure.share_y);
}

TEST(StudyFigures, AFitIsSortedAndSmoothTargetsAreLines) {
  study::Study study = crossed_study({0.005}, {8}, 2);
  study::FigureSpec spec;
  spec.kind = "fit";
  spec.panels = {"rate"};
  study.figures = {spec};
  FitProbe probe;
  for (int i = 19; i >= 0; --i) {
    probe.x.push_back(i);
    probe.target.push_back(0.1 * i);
    probe.prediction.push_back(0.1 * i + 1);
  }
  const Figure figure = study_figures(study, {}, {{}, {probe}})[0];
  const auto& series = figure.panels[0].series;
  ASSERT_EQ(series.size(), 2u);
  EXPECT_EQ(series[0].label, "target");
  EXPECT_EQ(series[0].colour, figure::kGrey);
  EXPECT_EQ(series[0].draw, figure::Draw::kLine);
  EXPECT_EQ(series[1].x[3], 3);
  EXPECT_EQ(series[1].y[3], 0.1 * 3 + 1);
  EXPECT_EQ(figure.panels[0].title, "rate 0.005");
  for (size_t i = 0; i < probe.target.size(); ++i) probe.target[i] = i % 2 == 0 ? 1 : -1;
  EXPECT_EQ(study_figures(study, {}, {{}, {probe}})[0].panels[0].series[0].draw,
            figure::Draw::kPoints);
}

TEST(StudyFigures, ImagesOfTheSeedAskedForOnceForAllVariants) {
  study::Study study = named_study({"a", "b"}, 3);
  study::FigureSpec spec;
  spec.kind = "images";
  spec.seed = 2;
  spec.title = "What they see";
  study.figures = {spec, spec};
  study.figures[1].seed = 1;
  Probes probes;
  for (uint64_t seed = 0; seed < 3; ++seed)
    for (size_t v = 0; v < 2; ++v) {
      figure::Image image{{static_cast<uint8_t>(seed)}, 1, 1, 1, "class " + std::to_string(seed)};
      probes.images.push_back({v, seed, {image, image}, seed == 1 ? 1u : 0u});
    }
  const auto figures = study_figures(study, {}, probes);
  EXPECT_EQ(figures[0].name, "images");
  EXPECT_EQ(figures[1].name, "images_1");
  ASSERT_EQ(figures[0].panels.size(), 2u);
  EXPECT_EQ(figures[0].panels[1].image->label, "class 2");
  EXPECT_EQ(figures[1].panels[0].image->label, "class 1");
  EXPECT_EQ(figures[0].title, "What they see");
  EXPECT_EQ(figures[0].note, "The first 2 of the test samples of seed 2, with their labels.");
  EXPECT_EQ(study_figures(study, {}, {})[0].panels.size(), 1u) << "no data";
}

TEST(StudyFigures, ANetworkNobodyAskedIsAnEmptyPanel) {
  study::Study study = named_study({"a"}, 1);
  study::FigureSpec mesh, fit;
  mesh.kind = "mesh";
  fit.kind = "fit";
  study.figures = {mesh, fit, line_spec({"accuracy"})};
  const auto figures = study_figures(study, results_of(study, {1}), {});
  ASSERT_EQ(figures.size(), 3u);
  EXPECT_FALSE(figures[0].panels[0].mesh.has_value());
  EXPECT_TRUE(figures[1].panels[0].series.empty());
  EXPECT_TRUE(figures[2].panels[0].series[0].x.empty());
}

TEST(StudyFigures, PointsOfANumericAxisTellOfHowManySeedsTheyAre) {
  study::Study study = crossed_study({0.1, 1}, {8}, 3);
  study.figures = {line_spec({"loss"})};
  study.figures[0].x = "rate";
  study::Results results = results_of(study, {4, 3});
  results.trials[3].history.status = results.trials[4].history.status = Status::kDiverged;
  EXPECT_NE(study_figures(study, results, {})[0].note.find("Line: median of 1 to 3 seeds"),
            std::string::npos);
  results.trials[5].history.status = Status::kDiverged;
  EXPECT_NE(study_figures(study, results, {})[0].note.find("Trials that diverged are left out."),
            std::string::npos);
}

TEST(StudyFigures, ANetworkThatDivergedIsShownAsOne) {
  study::Study study = named_study({"sgd", "adam"}, 2);
  study::FigureSpec spec;
  spec.kind = "mesh";
  spec.panels = {"run"};
  spec.seed = 1;
  study.figures = {spec};
  study::Results results = results_of(study, {1});
  results.trials[1].history.status = Status::kDiverged;  // sgd, seed 1
  Probes probes;
  for (size_t v = 0; v < 2; ++v) {
    MeshProbe probe;
    probe.variant = v;
    probe.seed = 1;
    probes.meshes.push_back(probe);
  }
  const Figure figure = study_figures(study, results, probes)[0];
  ASSERT_EQ(figure.panels.size(), 2U);
  EXPECT_EQ(figure.panels[0].subtitle, "diverged");
  EXPECT_EQ(figure.panels[1].subtitle, "");
}

}  // namespace
}  // namespace gradus
