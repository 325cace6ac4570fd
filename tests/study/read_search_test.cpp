#include "study/read_search.hpp"

#include <gtest/gtest.h>

#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake;
using testing::Parts;
using testing::study_of;

// A grid of two rates, three batch sizes, validated and tested.
Parts grid(const std::string& search, const std::string& rest = "") {
  Parts parts;
  parts.top = "seeds = 2\n";
  parts.data = "source = \"moons\"\ntrain = 100\ntest = 50\nvalidation = { folds = 3 }\n";
  parts.train =
      "loss = \"binary_crossentropy\"\noptimizer = \"sgd $rate\"\nepochs = 9\nbatch_size = "
      "\"$batch\"\n";
  parts.rest = "[vary]\nrate = [0.1, 1.0]\nbatch = [8, 16, 32]\n[search]\n" + search + rest;
  return parts;
}

const std::string kObjective = "objective = \"val_accuracy\"\n";

std::string search(const std::string& lines) {
  return mistake(grid(kObjective + lines));
}

std::string objective(const std::string& metric) {
  return mistake(grid("objective = \"" + metric + "\"\n"));
}

TEST(ReadSearch, HasDefaults) {
  const Study s = study_of(grid(kObjective));
  ASSERT_TRUE(s.search);
  EXPECT_EQ(s.search->objective.text(), "val_accuracy");
  EXPECT_TRUE(s.search->higher_is_better);
  EXPECT_EQ(s.search->method, SearchSpec::Method::kGrid);
  EXPECT_EQ(s.search->points, 0);
  EXPECT_EQ(s.search->seed, 0u);
  EXPECT_EQ(s.search->scheduler.kind, Scheduler::Kind::kNone);
  EXPECT_EQ(s.search->rule, SearchSpec::Rule::kBest);
  EXPECT_TRUE(s.search->refit.empty());
  EXPECT_EQ(s.variants.size(), 6u);
  EXPECT_FALSE(s.suggester);
  EXPECT_FALSE(study_of(Parts{}).search);
}

TEST(ReadSearch, ReadsAll) {
  const Study s = study_of(
      grid("objective = \"min val_loss\"\nmethod = \"random\"\npoints = 4\nseed = 7\nscheduler = { "
           "kind = \"successive_halving\", factor = 2, min_epochs = 3 }\nrule = "
           "\"one_standard_error\"\nrefit = [\"best\", \"worst\"]\nrefit_seeds = [3, 5]\n"));
  EXPECT_FALSE(s.search->higher_is_better);
  EXPECT_EQ(s.search->method, SearchSpec::Method::kRandom);
  EXPECT_EQ(s.search->points, 4);
  EXPECT_EQ(s.search->seed, 7u);
  EXPECT_EQ(s.search->scheduler.kind, Scheduler::Kind::kSuccessiveHalving);
  EXPECT_EQ(s.search->scheduler.factor, 2);
  EXPECT_EQ(s.search->scheduler.min_epochs, 3);
  EXPECT_EQ(s.search->rule, SearchSpec::Rule::kOneStandardError);
  EXPECT_EQ(s.search->refit, (std::vector<std::string>{"best", "worst"}));
  EXPECT_EQ(s.search->refit_seeds, (std::vector<uint64_t>{3, 5}));
  EXPECT_EQ(s.variants.size(), 4u);
  const Study pruned = study_of(grid(kObjective + "scheduler = \"median_pruning\"\n"));
  EXPECT_EQ(pruned.search->scheduler.kind, Scheduler::Kind::kMedianPruning);
  EXPECT_EQ(pruned.search->scheduler.min_points, 5);
  EXPECT_EQ(study_of(grid(kObjective + "refit = \"best\"\nrefit_seeds = 3\n")).search->refit_seeds,
            (std::vector<uint64_t>{0, 1, 2}));
  EXPECT_EQ(study_of(grid(kObjective + "refit = \"best\"\n")).search->refit_seeds,
            (std::vector<uint64_t>{0, 1}));
}

TEST(ReadSearch, ObjectivesHaveADirection) {
  const auto higher = [](const std::string& metric) {
    return study_of(grid("objective = \"" + metric + "\"\n")).search->higher_is_better;
  };
  EXPECT_TRUE(higher("max val_accuracy"));
  EXPECT_TRUE(higher("val_accuracy@5"));
  EXPECT_TRUE(higher("converged"));
  EXPECT_FALSE(higher("val_loss"));
  EXPECT_FALSE(higher("epochs"));
  EXPECT_FALSE(higher("diverged"));
  EXPECT_FALSE(higher("argmax val_accuracy"));
}

TEST(ReadSearch, ObjectiveMistakes) {
  EXPECT_EQ(mistake(grid("")),
            "search.objective: is missing; one of val_loss, val_data_loss, "
            "val_regularization_loss, val_accuracy");
  EXPECT_EQ(objective("test_accuracy"),
            "search.objective: test_accuracy would choose on the test set; use val_accuracy");
  EXPECT_EQ(objective("max test_loss"),
            "search.objective: max test_loss would choose on the test set; use max val_loss");
  EXPECT_EQ(objective("val_acuracy"),
            "search.objective: no metric \"val_acuracy\"; did you mean \"val_accuracy\"?");
  EXPECT_EQ(objective("val_loss@10"),
            "search.objective: val_loss@10: training ends after epoch 9; give an epoch that is "
            "reached");
  EXPECT_EQ(objective("seconds"),
            "search.objective: seconds differ from run to run; choose by a metric or by epochs");
  EXPECT_EQ(objective("learning_rate"),
            "search.objective: learning_rate is no result; give a metric");
  EXPECT_EQ(objective("loss"),
            "search.objective: loss would choose by the training samples; use val_loss");
  EXPECT_EQ(objective("max accuracy@5"),
            "search.objective: max accuracy@5 would choose by the training samples; use max "
            "val_accuracy@5");
  Parts parts = grid(kObjective);
  parts.data = "source = \"moons\"\ntrain = 100\n";
  EXPECT_EQ(mistake(parts),
            "search.objective: val_accuracy needs validation samples; give data.validation");
  parts.rest.replace(parts.rest.find("val_accuracy"), 12, "loss");
  EXPECT_EQ(mistake(parts),
            "search.objective: loss would choose by the training samples; give data.validation, "
            "and use val_loss");
}

// The test samples of one outer fold train the networks of the others: whoever draws or ends by
// scores of all folds has chosen on them.
TEST(ReadSearch, NestedFoldsTakeNoChoiceByScoresOfAllFolds) {
  const auto nested = [](const std::string& lines) {
    Parts parts = grid(kObjective + lines);
    parts.data =
        "source = \"moons\"\nsamples = 100\ntest = { folds = 5 }\nvalidation = { folds = 3 }\n";
    return mistake(parts);
  };
  EXPECT_EQ(nested(""), "");
  EXPECT_EQ(nested("method = \"random\"\npoints = 4\n"), "");
  EXPECT_EQ(nested("method = \"tpe\"\npoints = 4\n"),
            "search.method: draws by scores in which the test samples of the outer folds have a "
            "part; use random, or a count in place of the folds of data.test");
  for (const char* scheduler : {"successive_halving", "median_pruning"})
    EXPECT_EQ(nested("scheduler = \"" + std::string(scheduler) + "\"\n"),
              "search.scheduler: ends trainings by scores in which the test samples of the outer "
              "folds have a part; remove it, or give a count in place of the folds of data.test");
}

TEST(ReadSearch, ThereAreOnlySoManyDifferentPoints) {
  const std::string ten = "method = \"random\"\npoints = 10\n";
  EXPECT_EQ(search(ten),
            "search.points: asks for 10 of 6 different points; give at most 6, or remove points "
            "and method: a grid has them all");
  EXPECT_EQ(search("method = \"sobol\"\npoints = 6\n"), "");
  const Parts parts =
      grid(kObjective + "method = \"random\"\npoints = 6\n", "[quick]\nvary.batch = [8, 16]\n");
  const Study quick = study_of(parts, {.quick = true});
  EXPECT_EQ(quick.search->points, 4);
  EXPECT_EQ(quick.variants.size(), 4u);
  EXPECT_EQ(quick.notes[0], "search.points asks for 6 of 4 different points: these are drawn");
  EXPECT_NE(quick.resolved.find("points = 4\n"), std::string::npos) << quick.resolved;
  // What only some values name is counted where it is crossed.
  Parts named = grid(kObjective + ten, "[vary.kind]\na = \"sgd 0.5\"\nb = \"sgd $rate\"\n");
  named.train.replace(named.train.find("sgd $rate"), 9, "$kind");
  EXPECT_TRUE(mistake(named).starts_with("search.points: asks for 10 of 9 ")) << mistake(named);
  named.rest.replace(named.rest.find("[0.1, 1.0]"), 10, "\"uniform 0.1 1\"");
  EXPECT_EQ(mistake(named), "");
  named.rest.replace(named.rest.find("\"uniform 0.1 1\""), 15, "\"integer 1 9 4\"");
  EXPECT_EQ(mistake(named), "") << "three values are 9 + 3 points";
}

TEST(ReadSearch, MethodMistakes) {
  EXPECT_EQ(search("points = 10\n"),
            "search.points: a grid has 6 points by itself; remove points, or set method");
  EXPECT_EQ(search("method = \"random\"\n"),
            "search.points: is missing; random draws as many points as asked");
  EXPECT_EQ(search("method = \"tpr\"\n"),
            "search.method: expected \"grid\", \"random\", \"latin_hypercube\", \"sobol\" or "
            "\"tpe\", got \"tpr\"; did you mean \"tpe\"?");
  EXPECT_EQ(search("method = \"sobol\"\npoints = 0\n"),
            "search.points: expected a whole number from 1 to 100000, got 0; give at least 1");
  EXPECT_EQ(search("seed = 3\n"), "search.seed: a grid draws nothing; remove it, or set method");
  EXPECT_EQ(search("objektive = 3\n"),
            "search.objektive: unknown key; did you mean \"objective\"?");
  Parts parts;
  parts.rest = "[search]\nobjective = \"loss\"\n";
  EXPECT_EQ(mistake(parts), "search: nothing varies; declare an axis in [vary]");
  parts.rest = "search = 3\n";
  parts.rest.swap(parts.top);
  EXPECT_TRUE(mistake(parts).starts_with("search: expected a table, got 3; one with objective"));
}

TEST(ReadSearch, SchedulerMistakes) {
  EXPECT_EQ(search("scheduler = \"successive_halvin\"\n"),
            "search.scheduler: unknown scheduler \"successive_halvin\"; did you mean "
            "\"successive_halving\"?");
  EXPECT_EQ(search("scheduler = \"median_pruning 3\"\n"),
            "search.scheduler: nothing takes \"3\"; the form is median_pruning");
  EXPECT_EQ(search("scheduler = { kind = \"median_pruning\", factor = 3 }\n"),
            "search.scheduler.factor: unknown option of median_pruning; one of min_epochs, "
            "min_points");
  EXPECT_EQ(search("scheduler = { kind = \"successive_halving\", factor = 1 }\n"),
            "search.scheduler.factor: expected a whole number from 2 to 1000, got 1; give at least "
            "2");
  EXPECT_EQ(search("scheduler = { kind = \"successive_halving\", min_epochs = 10 }\n"),
            "search.scheduler: min_epochs is 10, and training ends after epoch 9; give fewer");
  const std::string halving = "scheduler = \"successive_halving\"\n";
  EXPECT_EQ(mistake(grid("objective = \"epochs\"\n" + halving)),
            "search.scheduler: epochs is known at the end alone; remove it, or choose by a metric "
            "of every epoch");
  EXPECT_EQ(mistake(grid("objective = \"val_loss@5\"\n" + halving)),
            "search.scheduler: val_loss@5 is known at the end alone; remove it, or choose by a "
            "metric of every epoch");
  Parts parts = grid(kObjective + halving);
  parts.train += "validation_freq = 3\n";
  EXPECT_EQ(mistake(parts),
            "search.scheduler: val_accuracy is measured every 3 epochs only; write min_epochs = 3");
  parts = grid("objective = \"val_loss\"\n" + halving);
  parts.train.replace(parts.train.find("epochs = 9"), 10, "steps = 9");
  EXPECT_EQ(mistake(parts),
            "search.scheduler: needs epochs, and training has steps; give train.epochs");
  parts = grid(kObjective + halving);
  parts.train.replace(parts.train.find("epochs = 9"), 10, "epochs = \"$length\"");
  parts.rest = "[vary]\nlength = [5, 9]\n" + parts.rest.substr(parts.rest.find("[vary]\n") + 7);
  EXPECT_EQ(mistake(parts),
            "search.scheduler: epochs vary, and points that differ in length alone are equal so "
            "far; remove it: lengths are read off one training anyway");
}

TEST(ReadSearch, RuleAndRefitMistakes) {
  EXPECT_EQ(search("refit = []\n"), "search.refit: holds no point; remove it, or give \"best\"");
  EXPECT_EQ(search("rule = \"one_standard_eror\"\n"),
            "search.rule: expected \"best\" or \"one_standard_error\", got \"one_standard_eror\"; "
            "did you mean \"one_standard_error\"?");
  Parts parts = grid(kObjective + "rule = \"one_standard_error\"\n");
  EXPECT_EQ(mistake(parts), "");
  parts.top = "seeds = 1\n";
  EXPECT_EQ(mistake(parts), "");
  parts.data = "source = \"moons\"\ntrain = 100\nvalidation = 20\n";
  EXPECT_EQ(mistake(parts),
            "search.rule: one_standard_error needs a spread, and each point has one training; give "
            "folds to data.validation, or more seeds");
  EXPECT_EQ(search("refit = [\"best\", \"wurst\"]\n"),
            "search.refit: expected \"best\", \"median\" or \"worst\", got \"wurst\"; did you mean "
            "\"worst\"?");
  EXPECT_EQ(search("refit = [\"best\", \"best\"]\n"),
            "search.refit: holds \"best\" twice; drop one");
  EXPECT_EQ(search("refit_seeds = 3\n"),
            "search.refit_seeds: nothing is trained again; give search.refit");
  EXPECT_EQ(search("refit = \"best\"\nrefit_seeds = 0\n"),
            "search.refit_seeds: 0 seeds train nothing; give at least 1");
  parts = grid(kObjective + "refit = \"best\"\n");
  parts.data = "source = \"moons\"\ntrain = 100\nvalidation = 20\n";
  EXPECT_EQ(mistake(parts), "search.refit: needs a test set; give data.test");
}

TEST(ReadSearch, PointsAreNotTestedButRefitsAre) {
  const std::string finding = "[[finding]]\nmetric = \"test_accuracy\"\n";
  EXPECT_EQ(mistake(grid(kObjective, finding)),
            "finding.metric: test_accuracy is measured of refits alone; give search.refit");
  EXPECT_EQ(mistake(grid(kObjective + "refit = \"best\"\n", finding)), "");
}

TEST(ReadSearch, RefitsAreAnAxisOfFiguresAndFindings) {
  const std::string refits = kObjective + "refit = [\"best\", \"median\", \"worst\"]\n";
  const Study s = study_of(
      grid(refits,
           "[[figure]]\nkind = \"bar\"\nx = \"refit\"\ny = \"test_accuracy\"\n"
           "[[figure]]\ny = \"accuracy\"\npanels = \"refit\"\n"
           "[[figure]]\ny = \"accuracy@9\"\nx = \"rate\"\n"
           "[[figure]]\nkind = \"mesh\"\nwhere = { refit = \"best\" }\n"
           "[[figure]]\ny = \"val_loss\"\nby = \"refit\"\nxlim = [0, 8]\n"
           "[[finding]]\nmetric = \"test_accuracy\"\nby = \"refit\"\nbaseline = \"best\"\n"
           "[[finding]]\nmetric = \"loss@3\"\nwhere = { refit = [\"best\", \"worst\"] }\n"));
  ASSERT_EQ(s.axes.size(), 3u);
  EXPECT_EQ(s.axes[2].name, "refit");
  EXPECT_TRUE(s.axes[2].named);
  EXPECT_EQ(s.axes[2].values, (std::vector<AxisValue>{"best", "median", "worst"}));
  for (const Variant& variant : s.variants) EXPECT_EQ(variant.key.size(), 2u);
  // Refits stand apart from the points: neither figure mixes the two.
  EXPECT_TRUE(s.figures[0].by.empty());
  EXPECT_TRUE(s.figures[1].by.empty());
  EXPECT_EQ(s.figures[2].by, (std::vector<std::string>{"batch"}));
  EXPECT_TRUE(s.figures[3].panels.empty());
  const auto wrong = [&](const std::string& rest) { return mistake(grid(refits, rest)); };
  EXPECT_EQ(wrong("[[finding]]\nmetric = \"loss\"\nby = \"refit\"\nbaseline = \"bst\"\n"),
            "finding.baseline: no value \"bst\" of refit; did you mean \"best\"?");
  EXPECT_EQ(wrong("[[figure]]\ny = \"val_loss\"\nwhere = { refit = \"best\" }\nxlim = [9, 12]\n"),
            "figure.val_loss.xlim: begins at 9, but training ends after epoch 9; begin before it");
  EXPECT_EQ(mistake(grid(kObjective, "[[finding]]\nmetric = \"loss\"\nby = \"refit\"\n")),
            "finding.by: no axis \"refit\"; one of rate, batch");
}

TEST(ReadSearch, RowsStandForTheBestOfThoseThatFit) {
  Parts parts = grid(kObjective + "refit = \"best\"\n");
  parts.top +=
      "reported = [{ rate = 0.1, val_accuracy = 0.9 }, { refit = \"best\", test_accuracy = 0.8 }, "
      "{ val_loss = 0.2 }]\n";
  const Study s = study_of(parts);
  ASSERT_EQ(s.reported.size(), 3u);
  EXPECT_EQ(text(s.reported[0].variant), "rate 0.1");
  EXPECT_EQ(text(s.reported[1].variant), "best");
}

TEST(ReadSearch, DefaultFindingsAskWhatDecidesAndWhatCameOfIt) {
  const Study s = study_of(grid(kObjective + "refit = [\"best\", \"worst\"]\n"));
  std::vector<std::string> asked;
  for (const FindingSpec& f : s.findings)
    asked.push_back(f.metric.text() + " " + f.by.value_or("-"));
  EXPECT_EQ(asked,
            (std::vector<std::string>{"val_accuracy -", "val_accuracy rate", "val_accuracy batch",
                                      "test_loss refit", "test_accuracy refit"}));
  EXPECT_EQ(s.findings[3].baseline, std::optional<AxisValue>("best"));
}

TEST(ReadSearch, OverlaysChangeIt) {
  Parts parts = grid(kObjective + "method = \"random\"\npoints = 5\nrefit = \"best\"\n",
                     "[quick]\nsearch = { points = 3, refit_seeds = 1 }\nvary.rate = [0.1]\n");
  EXPECT_EQ(study_of(parts).variants.size(), 5u);
  const Study quick = study_of(parts, {.quick = true});
  EXPECT_EQ(quick.variants.size(), 3u);
  EXPECT_EQ(quick.search->refit_seeds.size(), 1u);
  EXPECT_NE(quick.resolved.find("[search]"), std::string::npos);
  EXPECT_EQ(study_of(parts, {.set = {"search.method=sobol"}}).search->method,
            SearchSpec::Method::kSobol);
}

// Otherwise a refit of another seed would be tested on samples that the search has chosen by.
TEST(ReadSearch, RefitsShareOneDeal) {
  const auto seed_with = [](const std::string& data, const std::string& refit) {
    Parts parts = grid(kObjective + refit);
    parts.top = "seeds = [4, 5]\n";
    parts.data = data + "validation = { folds = 3 }\n";
    if (data.find("mnist") != std::string::npos) {
      parts.model = "layers = [\"flatten\", \"dense 10 softmax\"]\n";
      parts.train.replace(parts.train.find("binary"), 6, "categorical");
    }
    const Study s = study_of(parts);
    EXPECT_EQ(s.notes.size(), s.variants[0].plan.data.seed == 4 ? 1U : 0U);
    return s.variants[0].plan.data.seed;
  };
  const std::string refit = "refit = \"best\"\n";
  EXPECT_EQ(seed_with("source = \"csv t.csv\"\ntest = 0.2\n", refit), 4U);
  EXPECT_EQ(seed_with("source = \"mnist train\"\ntest = 200\n", refit), 4U);
  EXPECT_EQ(seed_with("source = \"csv t.csv\"\ntest = 0.2\nseed = 9\n", refit), 9U);
  EXPECT_FALSE(seed_with("source = \"csv t.csv\"\ntest = 0.2\n", ""));
  EXPECT_FALSE(seed_with("source = \"mnist\"\ntest = 200\n", refit));
  EXPECT_FALSE(seed_with("source = \"moons\"\ntrain = 100\ntest = 50\n", refit));
}

TEST(ReadSearch, NothingChoosesOnTheTestSet) {
  Parts parts = grid(kObjective);
  parts.data = "source = \"moons\"\ntrain = 100\ntest = 50\nvalidation = \"test\"\n";
  EXPECT_EQ(mistake(parts),
            "search.objective: val_accuracy would choose on the test set, which data.validation "
            "names; give data.validation samples of its own, such as { folds = 5 }");
}

TEST(ReadSearch, TooManyTrialsAreRefused) {
  Parts parts = grid(kObjective);
  parts.top = "seeds = 1000000\n";
  EXPECT_EQ(mistake(parts),
            "seeds: 6 variants with 1000000 seeds are too many trials; ask for at most 10000000");
}

TEST(Describe, CountsPointsFoldsAndRefits) {
  const std::string plan = describe(study_of(grid(kObjective + "refit = [\"best\", \"worst\"]\n")));
  EXPECT_NE(plan.find("6 points, 3 folds, 2 seeds: 36 trials\n"), std::string::npos) << plan;
  EXPECT_NE(plan.find("best, worst trained again and tested, 2 seeds: 4 trials\n"),
            std::string::npos);
  EXPECT_NE(plan.find("search: grid, for the highest val_accuracy\n"), std::string::npos);
  const std::string drawn =
      describe(study_of(grid("objective = \"val_loss\"\nmethod = \"tpe\"\npoints = 6\nscheduler = "
                             "\"successive_halving\"\n")));
  EXPECT_NE(drawn.find("6 points, 3 folds, 2 seeds: at most "), std::string::npos) << drawn;
  EXPECT_NE(drawn.find("search: tpe, for the lowest val_loss, points drawn by seed 0, "
                       "successive_halving: one in 3 goes on, from 1 epoch\n"),
            std::string::npos);
  Parts nested = grid(kObjective + "refit = \"best\"\n");
  nested.data =
      "source = \"moons\"\nsamples = 100\ntest = { folds = 5 }\nvalidation = { folds = 3 }\n";
  const std::string folds = describe(study_of(nested));
  EXPECT_NE(folds.find("6 points, 15 folds, 2 seeds: 180 trials\n"), std::string::npos) << folds;
  EXPECT_NE(folds.find("best trained again and tested, 2 seeds: 10 trials\n"), std::string::npos);
}

}  // namespace
}  // namespace gradus::study
