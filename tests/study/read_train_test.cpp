// Full-batch solvers in [train]; the rest of it is tested with the sections.
#include <gtest/gtest.h>

#include <algorithm>

#include "gradus/study/metric_names.hpp"
#include "gradus/study/prepare.hpp"
#include "gradus/study/run.hpp"
#include "study/results_json.hpp"
#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake;
using testing::Parts;
using testing::study_of;

Parts newton(const std::string& more = "") {
  Parts parts;
  parts.train =
      "loss = \"binary_crossentropy\"\noptimizer = { kind = \"truncated_newton\", max_evaluations "
      "= 30 }\n" +
      more;
  return parts;
}

TEST(ReadTrain, SolversHaveNoEpochs) {
  const TrainPlan train = study_of(newton()).variants[0].plan.train;
  EXPECT_EQ(std::get<TruncatedNewton>(train.optimizer).max_evaluations, 30);
  EXPECT_EQ(train.batch_size, 0);
  EXPECT_TRUE(train.float64);
  EXPECT_EQ(mistake(newton("batch_size = 32\n")),
            "train.batch_size: a full-batch solver takes no batch_size; remove it");
  EXPECT_EQ(mistake(newton("epochs = 3\n")),
            "train.epochs: a full-batch solver takes no epochs; remove it");
  EXPECT_EQ(mistake(newton("steps = 3\n")),
            "train.steps: a full-batch solver takes no steps; remove it");
  EXPECT_EQ(mistake(newton("shuffle = true\n")),
            "train.shuffle: a full-batch solver takes no shuffle; remove it");
  EXPECT_EQ(mistake(newton("dtype = \"float32\"\n")),
            "train.dtype: a full-batch solver computes in float64; remove it");
  EXPECT_EQ(mistake(newton("dtype = \"float64\"\n")), "");
  EXPECT_EQ(mistake(newton("callbacks = [{ kind = \"reduce_lr_on_plateau\", monitor = \"loss\" "
                           "}]\n")),
            "train.callbacks.reduce_lr_on_plateau: a full-batch solver has no learning rate; "
            "remove it");
}

// A solver beside other optimizers: lengths are fields, which the solver's variant lacks.
TEST(ReadTrain, SolversStandBesideOthers) {
  const auto beside = [](const std::string& keys, const std::string& vary) {
    Parts parts;
    parts.train = "loss = \"binary_crossentropy\"\n" + keys;
    parts.rest = vary;
    return parts;
  };
  const Study study = study_of(beside(
      "optimizer = \"$run.optimizer\"\nepochs = \"$run.epochs\"\nbatch_size = "
      "\"$run.batch_size\"\n",
      "[vary.run]\nnewton = { optimizer = { kind = \"truncated_newton\", max_evaluations = 30 "
      "} }\nadam = { optimizer = \"adam\", epochs = 7, batch_size = 16 }\n"));
  ASSERT_EQ(study.variants.size(), 2U);
  EXPECT_EQ(study.variants[0].plan.train.epochs, 30);
  EXPECT_EQ(study.variants[0].plan.train.batch_size, 0);
  EXPECT_EQ(study.variants[1].plan.train.epochs, 7);
  EXPECT_EQ(study.variants[1].plan.train.batch_size, 16);

  const std::string things =
      "[vary.o]\nnewton = \"truncated_newton\"\nadam = { kind = \"adam\" }\n";
  EXPECT_EQ(mistake(beside("optimizer = \"$o\"\nepochs = 7\n", things)),
            "train.epochs: a full-batch solver takes no epochs; remove it, or write optimizer = "
            "\"$o.optimizer\" and epochs = \"$o.epochs\" and give it to the other variants alone");
  EXPECT_EQ(
      mistake(beside("optimizer = \"$o\"\n", things)),
      "train: give exactly one of epochs and steps; add epochs = 10, for example; beside a "
      "full-batch solver write optimizer = \"$o.optimizer\" and epochs = \"$o.epochs\", which "
      "its variant leaves out");
  EXPECT_EQ(mistake(beside("optimizer = \"$run.optimizer\"\nepochs = \"$run.epochs\"\n",
                           "[vary.run]\nnewton = { optimizer = \"lbfgs\", epochs = 3 }\nadam = { "
                           "optimizer = \"adam\", epochs = 7 }\n")),
            "vary.run.newton.epochs: a full-batch solver takes no epochs; remove it");
}

TEST(ReadTrain, SolversAreMeasuredByTheirOwnFigures) {
  const Plan plan = study_of(newton()).variants[0].plan;
  const auto has = [](const std::vector<std::string>& names, const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  EXPECT_FALSE(has(epoch_metrics(plan), "learning_rate"));
  for (const char* name : {"evaluations", "iterations", "gradient_norm"})
    EXPECT_TRUE(has(end_metrics(plan), name)) << name;
  EXPECT_FALSE(has(end_metrics(study_of(Parts{}).variants[0].plan), "evaluations"));
}

TEST(ReadTrain, SolversRunAndTheirResultsAreReadBack) {
  Parts parts = newton();
  parts.top = "seeds = 2\n";
  Study study = study_of(parts);
  const DataShelf shelf(study, ".");
  const Results results = run(study, shelf, {});
  ASSERT_EQ(results.trials.size(), 2u);
  for (const Trial& trial : results.trials) {
    const auto value = [&](const char* name) { return value_of({"last", name, {}}, trial, false); };
    const std::vector<double>& loss = *trial.history.find("loss");
    EXPECT_EQ(value("evaluations"), 30);
    EXPECT_GT(value("iterations"), 0);
    EXPECT_GT(value("gradient_norm"), 0);
    // What came of the trial is the point where it ended, not the one evaluated last.
    EXPECT_EQ(value("loss"), *std::min_element(loss.begin(), loss.end()));
    EXPECT_EQ(value_of({"last", "loss", 0}, trial, false), loss.front());
    EXPECT_EQ(value_of({"last", "loss", 30}, trial, false), loss.back());
  }
  const Results again = read_results_json(study, results_json(study, results), "results.json");
  for (size_t i = 0; i < 2; ++i)
    EXPECT_EQ(again.trials[i].history.solver, results.trials[i].history.solver);
}

}  // namespace
}  // namespace gradus::study
