#include "study/known.hpp"

#include <gtest/gtest.h>

#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake;
using testing::Parts;
using testing::study_of;

// Two axes, a target and validation.
Parts grid(const std::string& top, const std::string& rest) {
  Parts parts;
  parts.top = top;
  parts.data += "validation = \"test\"\n";
  parts.train =
      "loss = \"binary_crossentropy\"\noptimizer = \"$optimizer\"\nepochs = 10\nbatch_size = "
      "\"$batch_size\"\nuntil = { loss = 0.1 }\n";
  parts.rest = "[vary]\noptimizer = [\"sgd\", \"adam\"]\nbatch_size = [8, 16, 32]\n" + rest;
  return parts;
}

std::string row(const std::string& row) {
  return mistake(grid("reported = [" + row + "]\n", ""));
}

std::string figure(const std::string& lines) {
  return mistake(grid("", "[[figure]]\n" + lines));
}

std::string finding(const std::string& lines) {
  return mistake(grid("", "[[finding]]\n" + lines));
}

TEST(ParseMetric, ReducesAndPicksAnEpoch) {
  const MetricQuery query = parse_metric("argmin val_loss@7");
  EXPECT_EQ(query.reduce, "argmin");
  EXPECT_EQ(query.name, "val_loss");
  EXPECT_EQ(query.epoch, std::optional<int64_t>(7));
  EXPECT_EQ(query.text(), "argmin val_loss@7");
  EXPECT_EQ(parse_metric("last loss").text(), "loss");
  for (const char* wrong : {"", "a b c", "least loss", "loss@x", "loss@-1"})
    EXPECT_THROW((void)parse_metric(wrong), Error) << wrong;
}

TEST(Reported, ARowPicksItsVariant) {
  const Study s = study_of(grid(
      "reported = [{ optimizer = \"adam\", batch_size = 16.0, \"max val_accuracy@5\" = 0.9, note = "
      "\"n\", source = \"s\" }]\n",
      ""));
  ASSERT_EQ(s.reported.size(), 1u);
  EXPECT_EQ(text(s.reported[0].variant), "adam, batch_size 16");
  EXPECT_EQ(s.reported[0].values[0].first.text(), "max val_accuracy@5");
  EXPECT_EQ(s.reported[0].source, "s");
}

TEST(Reported, Mistakes) {
  EXPECT_EQ(row("{ optimizer = \"Adam\", loss = 1 }"),
            "reported.optimizer: no value \"Adam\" of optimizer; did you mean \"adam\"?");
  EXPECT_EQ(row("{ optimizer = \"adam\", loss = 1 }"), "reported: fits 3 variants; add batch_size");
  EXPECT_EQ(row("{ optimizer = \"adam\", batch_size = 8, epohcs = 1 }"),
            "reported.epohcs: no axis or metric \"epohcs\"; did you mean \"epochs\"?");
  EXPECT_EQ(row("{ optimizer = \"adam\", batch_size = 8 }"),
            "reported: reports no metric; add one, as in { loss = 0.1 }");
  EXPECT_EQ(row("{ optimizer = \"adam\", batch_size = 8, loss = \"1\" }"),
            "reported.loss: expected a number, got \"1\"; drop the quotes");
  EXPECT_EQ(row("{ optimizer = \"adam\", batch_size = 8, \"loss@11\" = 1 }"),
            "reported.\"loss@11\": loss@11: training ends after epoch 10; give an epoch that is "
            "reached");
}

TEST(Labels, NameSomething) {
  EXPECT_EQ(mistake(grid("", "[labels]\nepohcs = \"x\"\n")),
            "labels.epohcs: names nothing in this study; did you mean \"epochs\"?");
  EXPECT_EQ(mistake(grid("", "[labels]\nepochs = \" \"\n")),
            "labels.epochs: is empty; write a name, or leave the line out");
  const Study s = study_of(grid("", "[labels]\nepochs = \"epochs to go\"\noptimizer = \"rule\"\n"));
  EXPECT_EQ(s.labels.size(), 2u);
  const Study query = study_of(grid("", "[labels]\n\"argmin val_loss\" = \"the best epoch\"\n"));
  EXPECT_EQ(query.labels[0].first, "argmin val_loss");
}

TEST(Figures, DefaultsOfAStudyWithAxes) {
  const Study s = study_of(grid("", ""));
  ASSERT_EQ(s.figures.size(), 3u);
  EXPECT_EQ(s.figures[0].name, "loss");
  EXPECT_EQ(s.figures[0].y.size(), 2u);
  EXPECT_EQ(s.figures[0].by, (std::vector<std::string>{"optimizer", "batch_size"}));
  EXPECT_EQ(s.figures[1].name, "accuracy");
  EXPECT_EQ(s.figures[2].panels, (std::vector<std::string>{"optimizer", "batch_size"}));
  // loss, accuracy, both on the test set, epochs and converged, by each of two axes.
  EXPECT_EQ(s.findings.size(), 12u);
}

TEST(Figures, NamesAreUnique) {
  const Study s =
      study_of(grid("",
                    "[[figure]]\n[[figure]]\npanels = \"optimizer\"\n[[figure]]\nkind = "
                    "\"survival\"\n[[figure]]\nname = \"mine\"\n"));
  EXPECT_EQ(s.figures[0].name, "loss");
  EXPECT_EQ(s.figures[1].name, "loss_1");
  EXPECT_EQ(s.figures[1].by, std::vector<std::string>{"batch_size"});
  EXPECT_EQ(s.figures[2].name, "survival");
  const Study kinds = study_of(grid(
      "",
      "[[figure]]\npanels = \"optimizer\"\n[[figure]]\nkind = \"bar\"\nx = \"optimizer\"\ny = "
      "\"loss\"\npanels = \"batch_size\"\n[[figure]]\nkind = \"violin\"\nx = \"optimizer\"\ny = "
      "\"loss\"\npanels = \"batch_size\"\n"));
  EXPECT_EQ(kinds.figures[0].name, "loss");
  EXPECT_EQ(kinds.figures[1].name, "bar") << "of another kind, not another of the same";
  EXPECT_EQ(kinds.figures[2].name, "violin");
  EXPECT_EQ(figure("name = \"loss\"\n[[figure]]\nname = \"loss\"\n"),
            "figure: two figures are named \"loss\"; give one a name");
  EXPECT_EQ(figure("name = \"../x\"\n"),
            "figure.\"../x\".name: \"../x\" is no name of a file; use letters, digits, _ and -");
}

TEST(Figures, DrawOverTimeWhatAnInstrumentReadsOften) {
  const auto of_gradients = [](const std::string& every, const std::string& x = "") {
    return figure(x +
                  "y = \"gradients.norm.dense\"\n[[instrument]]\nkind = \"gradients\"\nof = "
                  "\"activations\"\n" +
                  every);
  };
  EXPECT_EQ(of_gradients(""), "");
  EXPECT_EQ(of_gradients("every = \"2 steps\"\n", "x = \"step\"\n"), "");
  EXPECT_EQ(of_gradients("every = \"end\"\n", "x = \"batch_size\"\n"), "");
  EXPECT_EQ(of_gradients("every = \"end\"\n"),
            "figure.gradients_norm_dense.y: gradients.norm.dense is read once, not while it "
            "trains; give the instrument every = \"1 epoch\"");
}

TEST(Figures, Mistakes) {
  EXPECT_EQ(figure("panels = \"optimiser\"\n"),
            "figure.loss.panels: no axis \"optimiser\"; did you mean \"optimizer\"?");
  EXPECT_EQ(figure("panels = [\"optimizer\", \"optimizer\"]\n"),
            "figure.loss.panels: holds optimizer twice; name each axis once");
  EXPECT_EQ(figure("panels = \"optimizer\"\nby = [\"batch_size\", \"optimizer\"]\n"),
            "figure.loss.by: optimizer makes the panels already; remove it from one of them");
  EXPECT_EQ(figure("kind = \"bar\"\nx = \"optimizer\"\ny = \"loss\"\npanels = \"optimizer\"\n"),
            "figure.loss.panels: optimizer is an axis of the figure already; remove it from one of "
            "them");
  EXPECT_EQ(figure("by = \"optimizer\"\n"),
            "figure.loss: axis batch_size is nowhere; add it to by, panels or where");
  EXPECT_EQ(figure("y = \"acuracy\"\n"),
            "figure.acuracy.y: no metric \"acuracy\"; did you mean \"accuracy\"?");
  EXPECT_EQ(figure("y = \"epochs\"\n"),
            "figure.epochs.y: epochs is one number, not one an epoch; give a numeric axis as x, or "
            "a metric of every epoch");
  EXPECT_EQ(figure("x = \"optimizer\"\n"),
            "figure.loss.x: optimizer has no numbers; use panels or by");
  EXPECT_EQ(figure("x = \"batch_size\"\ny = \"epochs\"\nxscale = \"log2\"\n"), "");
  EXPECT_EQ(figure("yscale = \"lgo\"\n"),
            "figure.loss.yscale: expected \"linear\", \"log\" or \"log2\", got \"lgo\"; give one "
            "of them");
  EXPECT_EQ(figure("xlim = [3, 2]\n"),
            "figure.loss.xlim: [3, 2] is empty; give the lower end first");
  EXPECT_EQ(figure("xlim = [10, 20]\n"),
            "figure.loss.xlim: begins at 10, but training ends after epoch 10; begin before it");
  EXPECT_EQ(figure("title = \"{optimiser}: {epochs}\"\n"),
            "figure.loss.title: no axis or metric \"optimiser\"; did you mean \"optimizer\"?");
  EXPECT_EQ(figure("where = { optimizer = [\"adam\", \"Adam\"] }\n"),
            "figure.loss.where.optimizer: no value \"Adam\" of optimizer; did you mean \"adam\"?");
  EXPECT_EQ(figure("kind = \"mesh\"\nseed = 5\n"),
            "figure.mesh.seed: no seed 5; give one of the study's seeds");
  EXPECT_NE(figure("seed = 0\n").find("unknown key"), std::string::npos)
      << "a line is of all seeds";
  EXPECT_EQ(figure("y = [\"loss\", \"accuracy\", \"loss\"]\n"),
            "figure.loss.y: holds loss twice; name each metric once");
  EXPECT_EQ(
      figure("kind = \"violin\"\ny = \"gradients\"\n"),
      "figure.gradients.y: no instrument is named \"gradients\"; write [[instrument]] with kind "
      "= \"gradients\"");
  EXPECT_EQ(figure("kind = \"pie\"\n"),
            "figure.pie: unknown figure \"pie\"; one of line, mesh, fit, survival, images, "
            "lr_range, bar, "
            "violin, heatmap, scatter, histogram, filters, feature_maps, confusion_matrix, "
            "parallel_coordinates, marginal_effects, critical_difference");
  EXPECT_EQ(figure("kind = \"fit\"\n"),
            "figure.fit: a fit needs one input, and the data has 2; use \"mesh\" for two");
  EXPECT_EQ(figure("step = 0.1\n").substr(0, 30), "figure.loss.step: unknown key;");
  Parts parts;
  parts.rest = "[[figure]]\nkind = \"survival\"\n";
  EXPECT_EQ(mistake(parts), "figure.survival: needs train.until; give a target there");
  parts.rest = "[[figure]]\ny = \"val_loss\"\n";
  EXPECT_EQ(mistake(parts),
            "figure.val_loss.y: val_loss needs validation samples; give data.validation");
}

TEST(Figures, AMarkOnALine) {
  const Study s =
      study_of(grid("", "[[figure]]\ny = [\"loss\", \"val_loss\"]\nmark = \"min val_loss\"\n"));
  ASSERT_TRUE(s.figures[0].mark.has_value());
  EXPECT_EQ(s.figures[0].mark->text(), "min val_loss");
  EXPECT_EQ(figure("mark = \"max loss\"\n"), "") << "loss is drawn by default";
  EXPECT_EQ(figure("mark = \"loss\"\n"),
            "figure.loss.mark: \"loss\" marks no point; write \"min loss\" or \"max loss\"");
  EXPECT_EQ(figure("mark = \"argmin loss\"\n"),
            "figure.loss.mark: \"argmin loss\" marks no point; write \"min loss\" or \"max "
            "loss\"");
  EXPECT_EQ(figure("mark = \"min val_loss\"\n"),
            "figure.loss.mark: val_loss is not drawn; add it to y");
  EXPECT_EQ(
      figure("x = \"batch_size\"\nmark = \"min loss\"\n"),
      "figure.loss.mark: needs x = \"epoch\", and x is \"batch_size\"; remove one of the two");
  EXPECT_EQ(figure("kind = \"mesh\"\nmark = \"min loss\"\n").substr(0, 31),
            "figure.mesh.mark: unknown key; ");
}

TEST(Figures, Images) {
  Parts parts;
  parts.data = "source = \"mnist\"\n";
  parts.model = "layers = [\"flatten\", \"dense 10 softmax\"]\n";
  parts.train = "loss = \"categorical_crossentropy\"\noptimizer = \"sgd\"\nepochs = 1\n";
  parts.rest = "[[figure]]\nkind = \"images\"\ncount = 3\n[[figure]]\nkind = \"images\"\n";
  const Study s = study_of(parts);
  EXPECT_EQ(s.figures[0].name, "images");
  EXPECT_EQ(s.figures[0].count, 3);
  EXPECT_EQ(s.figures[0].data, "test");
  EXPECT_EQ(s.figures[1].count, 9);
  EXPECT_EQ(s.figures[1].name, "images_1");
  const auto images = [&](const std::string& lines) {
    parts.rest = "[[figure]]\nkind = \"images\"\n" + lines;
    return mistake(parts);
  };
  EXPECT_EQ(images("data = \"train\"\n"), "");
  EXPECT_EQ(images("data = \"validation\"\n"),
            "figure.images.data: \"validation\" needs validation samples; give data.validation");
  EXPECT_TRUE(images("count = 0\n").starts_with("figure.images.count: "));
  EXPECT_TRUE(images("by = []\n").starts_with("figure.images.by: unknown key; "));
  EXPECT_EQ(figure("kind = \"images\"\n"),
            "figure.images: images needs images, and the data has rows of numbers; remove the "
            "figure");
}

TEST(Figures, TooManySeries) {
  Parts parts = grid("", "[[figure]]\n");
  parts.rest =
      "[vary]\noptimizer = [\"sgd\", \"adam\"]\nbatch_size = \"integer 1 44\"\n[[figure]]\n";
  EXPECT_EQ(mistake(parts), "figure.loss: 88 series in one panel; use panels or where");
  parts.rest = "[vary]\noptimizer = [\"sgd\", \"adam\"]\nbatch_size = \"integer 1 44\"\n";
  EXPECT_EQ(study_of(parts).figures[0].panels, std::vector<std::string>{"batch_size"});
}

TEST(Findings, Mistakes) {
  EXPECT_TRUE(
      finding("by = \"optimizer\"\n").starts_with("finding.metric: is missing; one of loss"));
  EXPECT_EQ(finding("metric = \"acuracy\"\n"),
            "finding.metric: no metric \"acuracy\"; did you mean \"accuracy\"?");
  EXPECT_EQ(finding("metric = \"loss\"\nby = \"optimiser\"\n"),
            "finding.by: no axis \"optimiser\"; did you mean \"optimizer\"?");
  for (const char* one : {"\"adam\"", "[\"adam\"]"})
    EXPECT_EQ(finding("metric = \"loss\"\nby = \"optimizer\"\nwhere = { optimizer = " +
                      std::string(one) + " }\n"),
              "finding.where.optimizer: leaves one value of optimizer, which the finding compares; "
              "give more of its values, or leave by out");
  EXPECT_EQ(finding("metric = \"loss\"\nby = \"optimizer\"\nwhere = { batch_size = 8 }\n"), "");
  EXPECT_EQ(finding("metric = \"loss\"\nby = \"optimizer\"\nbaseline = \"Adam\"\n"),
            "finding.baseline: no value \"Adam\" of optimizer; did you mean \"adam\"?");
  EXPECT_EQ(finding("metric = \"loss\"\nbaseline = \"adam\"\n"),
            "finding.baseline: needs by; name the axis whose value it is");
  EXPECT_EQ(finding("metric = \"loss\"\nbetter = \"small\"\n"),
            "finding.better: expected \"lower\" or \"higher\", got \"small\"; give one of them");
  EXPECT_EQ(finding("metric = \"max test_accuracy\"\n"),
            "finding.metric: test_accuracy is measured once, at the end; write \"test_accuracy\"");
  EXPECT_EQ(finding("metric = \"most loss\"\n").substr(0, 42),
            "finding.metric: unknown reduction \"most\"; ");
  EXPECT_EQ(finding("metric = \"loss@0\"\n"),
            "finding.metric: loss@0: no value before the first step; only a full-batch solver has "
            "one; give an epoch from 1");
}

TEST(Findings, OfASolverBeginBeforeTheFirstStep) {
  Parts parts;
  parts.train = "loss = \"binary_crossentropy\"\noptimizer = \"lbfgs\"\n";
  parts.rest = "[[finding]]\nmetric = \"loss@0\"\n";
  EXPECT_EQ(mistake(parts), "");
}

}  // namespace
}  // namespace gradus::study
