#include "study/figure_axes.hpp"

#include <gtest/gtest.h>

#include "gradus/study/metric_names.hpp"
#include "study/study_text.hpp"
#include "study/toml_text.hpp"

namespace gradus::study {
namespace {

using testing::Parts;

Parts grid() {
  Parts parts;
  parts.data = "source = \"moons\"\ntrain = 100\ntest = 50\nvalidation = 0.2\n";
  parts.train =
      "loss = \"binary_crossentropy\"\noptimizer = \"$optimizer\"\nepochs = 10\nbatch_size = "
      "\"$batch_size\"\n";
  parts.rest =
      "[vary]\noptimizer = [\"sgd 0.1\", \"sgd 0.2\", \"sgd 0.3\", \"sgd 0.4\", \"sgd 0.5\", "
      "\"adam\"]\nbatch_size = [1, 2, 3, 4, 5, 6]\n";
  return parts;
}

// The figures of a search over that grid, which is refitted; or the mistake in them.
Study figures_of(const std::string& toml, bool search = true) {
  Study study = testing::study_of(grid());
  study.figures.clear();
  if (search) {
    study.search = SearchSpec{};
    study.search->objective.name = "val_accuracy";
    study.search->higher_is_better = true;
    study.search->refit = {"best", "worst"};
    study.search->refit_seeds = {7, 8};
    study.axes.push_back({"refit", {std::string("best"), std::string("worst")}, true});
  }
  const Context context{"s.toml"};
  const std::vector<AxisNode> declared;
  const std::vector<Axis> axes = study.axes;
  const std::vector<Variant> variants = study.variants;
  Known known{context, declared, axes, variants};
  known.epoch_metrics = epoch_metrics(variants[0].plan);
  known.end_metrics = end_metrics(variants[0].plan);
  Node tree = parse_toml(toml, context);
  read_figures(known, tree, study);
  return study;
}

std::string mistake_of(const std::string& toml, bool search = true) {
  try {
    (void)figures_of(toml, search);
    return "";
  } catch (const Error& error) {
    const std::string message = error.what();
    return message.substr(message.find(": ") + 2);
  }
}

FigureSpec figure_of(const std::string& lines) {
  return figures_of("[[figure]]\n" + lines).figures.at(0);
}

using Names = std::vector<std::string>;

TEST(FigureAxes, FiguresOfPointsNeedASearch) {
  for (const std::string kind :
       {"parallel_coordinates", "marginal_effects", "critical_difference"}) {
    const std::string lines = "[[figure]]\nkind = \"" + kind + "\"\n";
    EXPECT_EQ(mistake_of(lines, false),
              "figure." + kind + ": needs [search]; add [search] with an objective");
    const FigureSpec spec = figures_of(lines).figures.at(0);
    ASSERT_EQ(spec.y.size(), 1U);
    EXPECT_EQ(spec.y[0].text(), "val_accuracy") << "the objective, unless another is asked for";
    EXPECT_TRUE(spec.panels.empty());
  }
  EXPECT_EQ(figure_of("kind = \"marginal_effects\"\ny = \"epochs\"\n").y[0].name, "epochs");
}

TEST(FigureAxes, MistakesInFiguresOfPoints) {
  EXPECT_EQ(mistake_of("[[figure]]\nkind = \"parallel_coordinates\"\ny = [\"loss\", \"epochs\"]\n"),
            "figure.loss.y: 2 metrics; give one");
  EXPECT_EQ(mistake_of("[[figure]]\nkind = \"marginal_effects\"\npanels = [\"optimizer\", "
                       "\"batch_size\"]\n"),
            "figure.marginal_effects.panels: 2 axes; give at most 1");
  EXPECT_EQ(
      mistake_of("[[figure]]\nkind = \"parallel_coordinates\"\nby = \"optimizer\"\n").substr(0, 44),
      "figure.parallel_coordinates.by: unknown key;");
  EXPECT_EQ(mistake_of("[[figure]]\nkind = \"parallel_coordinates\"\ny = \"val_acuracy\"\n"),
            "figure.val_acuracy.y: no metric \"val_acuracy\"; did you mean \"val_accuracy\"?");
}

TEST(FigureAxes, InASearchTheBestPointSpeaksForMany) {
  EXPECT_EQ(mistake_of("[[figure]]\n", false),
            "figure.loss: 36 series in one panel; use panels or where");
  const FigureSpec all = figure_of("");
  EXPECT_TRUE(all.by_given && all.by.empty()) << "36 lines would be too many";
  const FigureSpec some = figure_of("where = { optimizer = \"adam\" }\n");
  EXPECT_EQ(some.by, Names{"batch_size"});
  EXPECT_FALSE(some.by_given);
  EXPECT_EQ(figure_of("by = \"optimizer\"\n").by, Names{"optimizer"}) << "the best of each";
  const FigureSpec bars = figure_of("kind = \"bar\"\nx = \"batch_size\"\ny = \"val_accuracy\"\n");
  EXPECT_TRUE(bars.by_given && bars.by.empty()) << "the best of each batch size";
  EXPECT_EQ(mistake_of("[[figure]]\nby = \"optimizer\"\n", false),
            "figure.loss: axis batch_size is nowhere; add it to by, panels or where");
}

TEST(FigureAxes, RefitsAreToldApartByTheirNameAlone) {
  const FigureSpec panels = figure_of("panels = \"refit\"\n");
  EXPECT_TRUE(panels.by.empty()) << "whatever the optimizer that was best";
  const FigureSpec bar = figure_of("kind = \"bar\"\nx = \"refit\"\ny = \"test_accuracy\"\n");
  EXPECT_EQ(bar.x, "refit");
  EXPECT_TRUE(bar.by.empty());
  const FigureSpec lines = figure_of("where = { refit = [\"best\", \"worst\"] }\n");
  EXPECT_EQ(lines.by, Names{"refit"});
}

TEST(FigureAxes, AConfusionMatrixOfTheBest) {
  const FigureSpec spec = figure_of("kind = \"confusion_matrix\"\nwhere = { refit = \"best\" }\n");
  EXPECT_EQ(spec.data, "test");
  EXPECT_TRUE(spec.panels.empty());
  EXPECT_EQ(figure_of("kind = \"confusion_matrix\"\ndata = \"train\"\n").panels,
            (Names{"optimizer", "batch_size"}));
  EXPECT_EQ(mistake_of("[[figure]]\nkind = \"confusion_matrix\"\nseed = 0\n").substr(0, 42),
            "figure.confusion_matrix.seed: unknown key;")
      << "it sums over all";
  Parts numbers;
  numbers.data = "source = { kind = \"function\", y = \"x\", x = [0, 1] }\ntrain = 100\n";
  numbers.train = "loss = \"mse\"\noptimizer = \"sgd 0.1\"\nepochs = 10\n";
  numbers.rest = "[[figure]]\nkind = \"confusion_matrix\"\n";
  EXPECT_EQ(testing::mistake(numbers),
            "figure.confusion_matrix: a confusion matrix needs class labels, and the targets are "
            "numbers; remove the figure");
}

TEST(FigureAxes, ScattersAndHistogramsTakeMetrics) {
  const FigureSpec scatter =
      figures_of(
          "[[figure]]\nkind = \"scatter\"\nx = \"loss@1\"\ny = \"val_loss\"\nby = \"optimizer\"\n",
          false)
          .figures.at(0);
  EXPECT_EQ(scatter.x_metric->text(), "loss@1");
  EXPECT_EQ(scatter.y.at(0).name, "val_loss");
  EXPECT_EQ(scatter.by, Names{"optimizer"}) << "trials of all batch sizes, none of them averaged";
  const FigureSpec all =
      figures_of("[[figure]]\nkind = \"histogram\"\nx = \"val_loss\"\n", false).figures.at(0);
  EXPECT_TRUE(all.by.empty()) << "36 outlines would be too many";
  EXPECT_EQ(mistake_of("[[figure]]\nkind = \"scatter\"\nx = \"batch_size\"\ny = \"loss\"\n", false)
                .substr(0, 41),
            "figure.loss.x: no metric \"batch_size\"; on");
}

TEST(FigureAxes, ImagesOfNetworksHaveAPanelForEachVariant) {
  EXPECT_EQ(figure_of("kind = \"filters\"\nlayer = \"dense\"\n").panels,
            (Names{"optimizer", "batch_size"}));
  EXPECT_EQ(mistake_of("[[figure]]\nkind = \"feature_maps\"\n"),
            "figure.feature_maps: feature_maps needs images, and the data has rows of numbers; "
            "remove the figure");
  EXPECT_TRUE(figure_of("kind = \"mesh\"\nspread = true\n").spread);
}

TEST(FigureAxes, SeedsOfRefitsAreTheirOwn) {
  EXPECT_EQ(figure_of("kind = \"mesh\"\npanels = \"refit\"\nseed = 8\n").seed, 8U);
  EXPECT_EQ(mistake_of("[[figure]]\nkind = \"mesh\"\npanels = \"refit\"\nseed = 0\n"),
            "figure.mesh.seed: no seed 0; give one of the study's seeds");
}

TEST(FigureAxes, ASearchWithoutFiguresShowsItsPointsAndTheBest) {
  const Study study = figures_of("");
  Names kinds, names;
  for (const FigureSpec& figure : study.figures) {
    kinds.push_back(figure.kind);
    names.push_back(figure.name);
  }
  EXPECT_EQ(kinds, (Names{"marginal_effects", "parallel_coordinates", "line", "line"}));
  EXPECT_EQ(names, (Names{"marginal_effects", "parallel_coordinates", "loss", "accuracy"}));
  EXPECT_TRUE(study.figures[2].by_given && study.figures[2].by.empty());
  EXPECT_EQ(study.figures[2].y.size(), 2U);
}

}  // namespace
}  // namespace gradus::study
