// Instruments of a study: what is read, when, and what it becomes.
#include "study/instruments.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "gradus/study/run.hpp"
#include "study/study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake;
using testing::Parts;
using testing::study_of;

Parts with(const std::string& instruments) {
  Parts parts;
  parts.top = "seeds = 2\n";
  parts.rest = instruments;
  return parts;
}

Results run_of(Study study, int threads = 1) {
  return run(study, DataShelf(study, ""), {.threads = threads});
}

double metric(const Trial& trial, const std::string& name) {
  return value_of({"last", name, {}}, trial, false);
}

TEST(Instruments, AreReadWithTheirDefaults) {
  const Study study = study_of(with(R"(
[[instrument]]
kind = "gradients"
of = "activations"
layers = "dense_1"
every = "3 epochs"
[[instrument]]
kind = "gradients"
[[instrument]]
kind = "dead_units"
name = "asleep"
data = "train"
)"));
  ASSERT_EQ(study.instruments.size(), 3U);
  EXPECT_EQ(study.instruments[0].of, GradientOf::kActivations);
  EXPECT_EQ(study.instruments[0].layers, std::vector<std::string>{"dense_1"});
  EXPECT_EQ(study.instruments[0].when, InstrumentSpec::When::kEpochs);
  EXPECT_EQ(study.instruments[0].every, 3);
  EXPECT_EQ(study.instruments[1].name, "gradients_1");
  EXPECT_EQ(study.instruments[1].samples, 1000);
  EXPECT_EQ(study.instruments[2].name, "asleep");
  EXPECT_EQ(study.instruments[2].samples, 0) << "the whole set";
}

TEST(Instruments, NamesMakeMetricsAndFiles) {
  const auto named = [](const std::string& name) {
    return mistake(with("[[instrument]]\nkind = \"weights\"\nname = '" + name + "'\n"));
  };
  EXPECT_EQ(named("my_weights-2"), "");
  EXPECT_EQ(named("a/b"),
            "instrument.\"a/b\".name: \"a/b\" is no name of an instrument; give letters, digits, _ "
            "and - alone");
  for (const char* name : {"a b", "..", "a\"b", "loss@3"})
    EXPECT_NE(named(name).find("is no name of an instrument"), std::string::npos) << named(name);
}

TEST(Instruments, AreReadBeforeTheEnd) {
  const auto every = [](const std::string& moment) {
    return with("[[instrument]]\nkind = \"weights\"\nevery = \"" + moment + "\"\n");
  };
  EXPECT_EQ(mistake(every("10 epochs")), "");
  EXPECT_EQ(mistake(every("11 epochs")),
            "instrument.weights.every: \"11 epochs\" is never reached: training ends after epoch "
            "10; give fewer, or \"end\"");
  EXPECT_NE(mistake(every("100000 steps")).find("never reached: training ends after step"),
            std::string::npos);
  Parts steps = every("21 steps");
  EXPECT_EQ(mistake(steps), "");
  steps.train.replace(steps.train.find("epochs"), 6, "steps");
  EXPECT_NE(mistake(steps).find("never reached: training ends after step 10"), std::string::npos);
  const Study quick = study_of(every("5 epochs"), {.set = {"train.epochs=3"}});
  EXPECT_TRUE(quick.instruments.empty());
  EXPECT_EQ(quick.notes, std::vector<std::string>{
                             "instrument \"weights\" is left out: training ends after epoch 3"});
}

TEST(Instruments, MistakesAreNamed) {
  const auto said = [](const std::string& lines) {
    return mistake(with("[[instrument]]\n" + lines + "\n"));
  };
  EXPECT_EQ(said("kind = \"gradient\""),
            "instrument.gradient: unknown instrument \"gradient\"; did you mean \"gradients\"?");
  EXPECT_EQ(said("name = \"x\""),
            "instrument.x: \"kind\" is missing; one of activations, gradients, weights, "
            "batch_normalization, dead_units, saturated_units, update_ratio, collapse");
  EXPECT_EQ(said("kind = \"weights\"\nlayers = [\"dense_9\"]"),
            "instrument.weights.layers: no layer \"dense_9\"; did you mean \"dense_1\"?");
  EXPECT_EQ(said("kind = \"batch_normalization\""),
            "instrument.batch_normalization: no BatchNormalization in any variant; remove the "
            "instrument");
  EXPECT_EQ(said("kind = \"saturated_units\"\nlayers = \"dense\""),
            "instrument.saturated_units: no tanh or sigmoid in these layers; remove the "
            "instrument");
  EXPECT_EQ(said("kind = \"saturated_units\""), "");
  EXPECT_EQ(said("kind = \"collapse\"\nevery = 10"),
            "instrument.collapse.every: every = 10 has no unit; write \"10 epochs\" or \"10 "
            "steps\"");
  EXPECT_EQ(said("kind = \"collapse\"\nevery = \"often\""),
            "instrument.collapse.every: \"often\" is no moment; write \"end\", \"start\", \"10 "
            "epochs\" or \"100 steps\"");
  EXPECT_EQ(said("kind = \"collapse\"\nsamples = 5"),
            "instrument.collapse.samples: unknown key; one of kind, name, data, every");
  EXPECT_EQ(said("kind = \"collapse\"\nname = \"loss\""),
            "instrument.loss: \"loss\" is a metric already; give it another name");
  EXPECT_EQ(said("kind = \"weights\"\n[[instrument]]\nkind = \"collapse\"\nname = \"weights\""),
            "instrument: two instruments are named \"weights\"; give one a name");
  EXPECT_EQ(said("kind = \"activations\"\ndata = \"validation\""),
            "instrument.activations.data: \"validation\" needs validation samples; give "
            "data.validation");
  EXPECT_EQ(said("kind = \"collapse\"\n[[finding]]\nmetric = \"colapse\""),
            "finding.metric: no metric \"colapse\"; did you mean \"collapse\"?");
}

TEST(Instruments, LayerNamesAreTheNetworks) {
  const Study study = study_of({.model = "layers = [\"dense 4 relu\", { kind = \"dense 3 tanh\", "
                                         "repeat = 2 }, { kind = \"dropout 0.5\", name = \"drop\" "
                                         "}, { kind = \"dense 9\", repeat = 0 }, \"dense 1 "
                                         "sigmoid\"]\n"});
  const std::vector<Layer>& layers = study.variants[0].plan.layers;
  const Model model = build_model(study, study.variants[0], Shape{2});
  std::vector<std::string> names;
  for (const Summary::Row& row : model.summary().rows) names.push_back(row.name);
  EXPECT_EQ(layer_names(layers), names);
}

// Every metric that comes of a run is one that the reader knows.
TEST(Instruments, MetricsOfARunAreThoseKnown) {
  Parts parts = with(R"(
[[instrument]]
kind = "activations"
[[instrument]]
kind = "gradients"
[[instrument]]
kind = "gradients"
name = "inputs"
of = "inputs"
[[instrument]]
kind = "weights"
[[instrument]]
kind = "batch_normalization"
[[instrument]]
kind = "dead_units"
[[instrument]]
kind = "saturated_units"
[[instrument]]
kind = "update_ratio"
[[instrument]]
kind = "collapse"
)");
  parts.model =
      "layers = [\"dense 8 relu\", \"batch_normalization\", \"dropout 0.1\", \"dense 3 tanh\", "
      "\"dense 1 sigmoid\"]\n";
  const Study study = study_of(parts);
  const Results results = run_of(study);
  for (const Trial& trial : results.trials) {
    ASSERT_EQ(trial.sampled.size(), 9U);
    for (const Sampled& sampled : trial.sampled) {
      const InstrumentSpec& spec = study.instruments[sampled.instrument];
      const std::vector<std::string> known =
          instrument_metrics(spec, study.variants[0].plan.layers);
      const auto given = metrics_of(spec, sampled.readings);
      EXPECT_FALSE(given.empty()) << spec.name;
      for (const auto& [name, value] : given) {
        EXPECT_NE(std::find(known.begin(), known.end(), name), known.end()) << name;
        EXPECT_TRUE(std::isfinite(value)) << name;
        EXPECT_EQ(metric(trial, name), value);
      }
    }
    EXPECT_EQ(metric(trial, "collapse"), 0);
    EXPECT_GT(metric(trial, "update_ratio"), 0);
    EXPECT_GT(metric(trial, "gradients.norm.dense_2.kernel"), 0);
  }
}

TEST(Instruments, ChangeNothingAndDependOnNoThreads) {
  const Parts parts = with(R"(
[[instrument]]
kind = "update_ratio"
every = "2 steps"
[[instrument]]
kind = "gradients"
every = "3 epochs"
[[instrument]]
kind = "weights"
every = "start"
)");
  const Study study = study_of(parts);
  const Results one = run_of(study, 1), two = run_of(study, 2), plain = run_of(study_of(with("")));
  EXPECT_EQ(instruments_csv(study, one), instruments_csv(study, two));
  for (size_t t = 0; t < one.trials.size(); ++t)
    EXPECT_EQ(metric(one.trials[t], "test_loss"), metric(plain.trials[t], "test_loss"));
  // 100 samples by 32 are 4 steps an epoch, 40 in all.
  std::map<size_t, std::vector<int64_t>> steps;
  for (const Sampled& s : one.trials[0].sampled) steps[s.instrument].push_back(s.step);
  EXPECT_EQ(steps[0].size(), 20U);
  EXPECT_EQ(steps[0].front(), 2);
  EXPECT_EQ(steps[0].back(), 40);
  EXPECT_EQ(steps[1], (std::vector<int64_t>{12, 24, 36}));
  EXPECT_EQ(steps[2], std::vector<int64_t>{0});
}

TEST(Instruments, WriteATable) {
  const Study study =
      study_of(with("[[instrument]]\nkind = \"weights\"\nlayers = \"dense_1\"\n"
                    "[[instrument]]\nkind = \"collapse\"\n"));
  const std::string csv = instruments_csv(study, run_of(study));
  EXPECT_TRUE(
      csv.starts_with("trial,instrument,epoch,step,layer,quantity,statistic,value\n"
                      "0,weights,10,40,dense_1,kernel,count,8\n"));
  EXPECT_NE(csv.find("\n1,collapse,10,40,,collapse,value,0\n"), std::string::npos);
  EXPECT_EQ(instruments_csv(study_of({}), {}), "");
}

TEST(Instruments, AreDrawnAsViolins) {
  const auto said = [](const std::string& lines) {
    return mistake(with("[[instrument]]\nkind = \"weights\"\n[[figure]]\n" + lines + "\n"));
  };
  const Study study =
      study_of(with("[[instrument]]\nkind = \"weights\"\n[[figure]]\nkind = \"violin\"\ny = "
                    "\"weights\"\npanels = \"quantity\"\n"));
  EXPECT_EQ(study.figures[0].x, "layer");
  EXPECT_EQ(study.figures[0].panels, std::vector<std::string>{"quantity"});
  EXPECT_EQ(said("kind = \"violin\"\ny = \"weigths\"\nx = \"layer\""),
            "figure.weigths.x: only an instrument has layers; one of weights");
  EXPECT_EQ(said("kind = \"violin\"\ny = \"weigths\""),
            "figure.weigths.y: weigths is no instrument, and nothing varies that could stand along "
            "x; write an [[instrument]], or vary something");
  EXPECT_EQ(said("kind = \"bar\"\ny = \"weights\""),
            "figure.weights.y: weights is an instrument of many values; use kind = \"violin\"");
  for (const char* kind : {"bar", "violin"}) {
    for (const std::string name : {"dead_units", "saturated_units", "update_ratio", "collapse"})
      EXPECT_EQ(mistake(with("[[instrument]]\nkind = \"" + name + "\"\n[[figure]]\nkind = \"" +
                             kind + "\"\ny = \"" + name + "\"\n")),
                "figure." + name + ".y: " + name +
                    " is one number a training, and nothing varies that could stand along x; vary "
                    "something, or write it as a [[finding]]");
  }
  EXPECT_EQ(said("kind = \"heatmap\"\ny = \"weights\""),
            "figure.weights.x: is missing, and nothing varies; vary something");
  EXPECT_EQ(said("kind = \"violin\"\ny = \"weights\"\nx = \"rate\""),
            "figure.weights.x: weights is an instrument; write x = \"layer\", and axes as panels");
  EXPECT_EQ(said("kind = \"bar\"\ny = \"loss\"\nx = \"rate\""),
            "figure.loss.x: no axis \"rate\"; this study has none");
  EXPECT_EQ(said("panels = \"quantity\""),
            "figure.loss.panels: no axis \"quantity\"; this study has none");
}

}  // namespace
}  // namespace gradus::study
