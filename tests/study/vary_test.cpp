#include "study/vary.hpp"

#include <gtest/gtest.h>

#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake;
using testing::Parts;
using testing::study_of;

Parts with_optimizer(const std::string& optimizer, const std::string& vary) {
  Parts parts;
  parts.train = "loss = \"mse\"\nepochs = 10\noptimizer = " + optimizer + "\n";
  parts.rest = "[vary]\n" + vary;
  return parts;
}

std::vector<std::string> keys_of(const Study& study) {
  std::vector<std::string> keys;
  for (const Variant& variant : study.variants) keys.push_back(text(variant.key));
  return keys;
}

TEST(Vary, CrossesWithTheLastAxisFastest) {
  Parts parts = with_optimizer("\"sgd $rate\"", "units = \"integer 2 6 2\"\nrate = [0.1, 1]\n");
  parts.model = "layers = [\"dense $units relu\", \"dense 1 sigmoid\"]\n";
  const Study s = study_of(parts);
  EXPECT_EQ(keys_of(s),
            (std::vector<std::string>{"units 2, rate 0.1", "units 2, rate 1", "units 4, rate 0.1",
                                      "units 4, rate 1", "units 6, rate 0.1", "units 6, rate 1"}));
  EXPECT_EQ(std::get<int64_t>(s.variants[0].key[0].second), 2);
  EXPECT_EQ(std::get<double>(s.variants[0].key[1].second), 0.1);
  EXPECT_EQ(std::get<Dense>(s.variants[5].plan.layers[0]).units, 6);
}

TEST(Vary, AConditionIsAReference) {
  Parts parts;
  parts.model =
      "layers = [{ kind = \"dense $run.units relu\", repeat = \"$depth\" }, \"dense 1 "
      "sigmoid\"]\n";
  parts.train = "loss = \"mse\"\nepochs = 10\noptimizer = \"$run.optimizer\"\n";
  parts.rest =
      "[vary]\nlearning_rate = [0.001, 0.01]\ndepth = \"integer 2 3\"\n[vary.run]\n"
      "\"small sgd\" = { units = 64, optimizer = { kind = \"sgd $learning_rate\", momentum = 0.9 } "
      "}\n\"large\" = { units = 128, optimizer = \"adam\" }\n";
  const Study s = study_of(parts);
  EXPECT_EQ(keys_of(s),
            (std::vector<std::string>{
                "learning_rate 0.001, depth 2, small sgd",
                "learning_rate 0.001, depth 3, small sgd", "learning_rate 0.01, depth 2, small sgd",
                "learning_rate 0.01, depth 3, small sgd", "depth 2, large", "depth 3, large"}));
  EXPECT_EQ(layer_options(s.variants[5].plan.layers[0]).repeat, 3);
  EXPECT_EQ(std::get<SGD>(s.variants[2].plan.train.optimizer).learning_rate, LearningRate(0.01));
}

TEST(Vary, FieldsThatAreMissingLeaveTheirKeyOut) {
  Parts parts;
  parts.model = "layers = [\"dense 4 $run.activation\", \"$run.extra\", \"dense 1 sigmoid\"]\n";
  parts.rest =
      "[vary.run]\na = { activation = \"leaky_relu 0.01\", extra = [\"dropout 0.5\", \"dense 3\"] "
      "}\nb = { activation = \"relu\" }\nc = { activation = \"tanh\", extra = [] }\n";
  const Study s = study_of(parts);
  EXPECT_EQ(s.variants[0].plan.layers.size(), 4u);
  EXPECT_EQ(s.variants[1].plan.layers.size(), 2u);
  EXPECT_EQ(s.variants[2].plan.layers.size(), 2u);
  EXPECT_EQ(std::get<Dense>(s.variants[0].plan.layers[0]).activation, Activation(leaky_relu(0.01)));
}

TEST(Vary, WordsKeepTheirTypes) {
  const Study s =
      study_of(with_optimizer("\"sgd $rate\"", "rate = [0.1, \"inverse_time_decay 1 0.01\"]\n"));
  EXPECT_EQ(std::get<SGD>(s.variants[0].plan.train.optimizer).learning_rate, LearningRate(0.1));
  EXPECT_TRUE(std::holds_alternative<schedules::InverseTimeDecay>(
      std::get<SGD>(s.variants[1].plan.train.optimizer).learning_rate.schedule));
  EXPECT_EQ(mistake(with_optimizer("\"sgd $rate\"", "rate = [true, false]\n")),
            "vary.rate: expected a number or a schedule, got true; give a rate such as 0.01, or "
            "\"inverse_time_decay 0.1 0.01\"");
  Parts parts = with_optimizer("\"sgd\"", "units = [\"8\", \"9\"]\n");
  parts.model = "layers = [\"dense $units relu\", \"dense 1 sigmoid\"]\n";
  EXPECT_EQ(mistake(parts),
            "vary.units: UNITS must be a whole number, got \"8\"; the form is dense UNITS "
            "[ACTIVATION]");
}

// Study 4g: a mode is a thing of its own, and one of two that are the same is computed once.
TEST(Vary, PoliciesOfTheLearningRate) {
  Parts parts;
  parts.top = "allow_inert = [\"policy\"]\n";
  parts.train =
      "loss = \"mse\"\nepochs = 2\n[train.optimizer]\nkind = \"sgd\"\nlearning_rate = { kind = "
      "\"cyclic\", base_lr = 1e-5, max_lr = 0.1, step_size = 2000, mode = \"$policy\" }\n";
  parts.rest =
      "[vary.policy]\n\"triangular\" = \"triangular\"\n\"exp_range\" = \"exp_range 1.0\"\n"
      "\"falling\" = \"exp_range 0.5\"\n\"own\" = { kind = \"function\", y = \"1 / cycle\" }\n";
  const Study s = study_of(parts);
  ASSERT_EQ(s.variants.size(), 4u);
  EXPECT_EQ(s.variants[1].same_as, std::optional<size_t>(0));
  EXPECT_FALSE(s.variants[2].same_as || s.variants[3].same_as);
  const auto mode = [&](size_t v) {
    return std::get<schedules::Cyclic>(
               std::get<SGD>(s.variants[v].plan.train.optimizer).learning_rate.schedule)
        .mode;
  };
  EXPECT_EQ(mode(2), CyclicMode(cyclic::ExpRange{0.5}));
  EXPECT_EQ(mode(3), CyclicMode(cyclic::Function{"1 / cycle"}));
  parts.rest = "[vary.policy]\n\"own\" = { kind = \"function\", y = \"1 / cyle\" }\n";
  EXPECT_EQ(mistake(parts), "vary.policy.own.y: unknown name \"cyle\"; here: cycle, step");
}

TEST(Vary, MistakesPointAtTheAxis) {
  Parts parts = with_optimizer("\"$o\"", "");
  parts.rest = "[vary.o]\n\"a b\" = \"adem\"\n";
  EXPECT_EQ(mistake(parts), "vary.o.\"a b\": unknown optimizer \"adem\"; did you mean \"adam\"?");
  parts.rest = "[vary.o]\n\"a b\" = { kind = \"adam\", beta_1 = 2 }\n";
  EXPECT_EQ(mistake(parts),
            "vary.o.\"a b\".beta_1: expected a number from 0 below 1, got 2; give less than 1");
}

TEST(Vary, MistakesOfReferences) {
  EXPECT_EQ(mistake(with_optimizer("\"sgd\"", "learning_rate = [0.1, 1]\n")),
            "vary.learning_rate: changes nothing: no \"$learning_rate\" in data, model or train; "
            "write it where it belongs, or remove the axis");
  EXPECT_EQ(mistake(with_optimizer("\"$optimiser\"", "optimizer = [\"sgd\", \"adam\"]\n")),
            "train.optimizer: no axis \"optimiser\"; did you mean \"optimizer\"?");
  EXPECT_EQ(mistake(with_optimizer("\"sgd $x.y\"", "x = [0.1, 1]\n")),
            "train.optimizer: x has no fields; write $x");
  Parts parts = with_optimizer("\"$run.optimizer\"", "");
  parts.model = "layers = [\"dense $run.units relu\", \"dense 1 sigmoid\"]\n";
  parts.rest = "[vary.run]\n\"small sgd\" = { unit = 4, units = 3, optimizer = \"sgd\" }\n";
  EXPECT_EQ(mistake(parts),
            "vary.run.\"small sgd\".unit: nothing uses \"$run.unit\"; did you mean \"units\"?");
  parts.model = "layers = [\"dense $run.unit relu\", \"dense 1 sigmoid\"]\n";
  parts.rest = "[vary.run]\na = { units = 3, optimizer = \"sgd\" }\n";
  EXPECT_EQ(mistake(parts),
            "model.layers.dense: no variant of run has \"unit\"; did you mean \"units\"?");
  parts.model = "layers = [\"dense 100 $run.activation\", \"dense 1 sigmoid\"]\n";
  parts.rest =
      "[vary.run]\n\"small\" = { activation = \"relu\", optimizer = \"sgd\" }\n\"large\" = { "
      "optimizer = \"adam\" }\n";
  EXPECT_EQ(mistake(parts),
            "$run.activation: inside \"dense 100 $run.activation\", and \"large\" lacks it; give "
            "it there too");
}

TEST(Vary, MistakesOfAxes) {
  const auto vary = [](const std::string& axes) {
    return mistake(with_optimizer("\"sgd $rate\"", axes));
  };
  EXPECT_EQ(vary("rate = [{ a = 1 }]\n"),
            "vary.rate: a list holds plain values; give tables a name each: [vary.rate]");
  EXPECT_EQ(vary("rate = \"uniform 0 1\"\n"),
            "vary.rate: \"uniform 0 1\" is drawn from; set search.method and search.points, or "
            "give a list");
  EXPECT_EQ(vary("rate = [0.1, 0.2, 0.1]\n"), "vary.rate: holds 0.1 twice; drop one");
  EXPECT_EQ(vary("rate = [1, 1.0]\n"), "vary.rate: holds 1.0 twice; drop one");
  EXPECT_EQ(vary("rate = []\n"), "vary.rate: holds no value; give at least one");
  EXPECT_EQ(vary("rate = 0.1\n"), "vary.rate: expected a list of values, got 0.1; write [0.1]");
  EXPECT_EQ(vary("rate = \"integer 5 2\"\n"),
            "vary.rate: \"integer 5 2\" is empty; give LOW before HIGH");
  EXPECT_EQ(vary("rate = \"integer 5 x\"\n"),
            "vary.rate: HIGH must be a whole number, got \"x\"; the form is integer LOW HIGH "
            "[STEP]");
  EXPECT_EQ(vary("rate = \"integer 1 1000000000\"\n"),
            "vary.rate: holds 1000000000 values; give at most 100000");
  EXPECT_EQ(vary("epoch = [1]\n"),
            "vary.epoch: \"epoch\" is no name for an axis: figures use it; give another name");
  EXPECT_EQ(vary("\"a b\" = [1]\n"),
            "vary.\"a b\": an axis's name has letters, digits and _ alone; give another name");
  EXPECT_EQ(vary("seeds = 3\n"),
            "vary.seeds: unknown key; \"seeds\" belongs to the top of the file, above the first "
            "[table]");
  EXPECT_EQ(vary("[vary.run]\na = \"sgd\"\nrate = [0.1, 0.2]\n"),
            "vary.run.rate: a list of numbers among named variants; is it an axis? Move it above "
            "[vary.run]");
  EXPECT_EQ(vary("rate = [\"$b\", 1]\nb = [\"$rate\"]\n"),
            "vary.b: $rate names $b, which names $rate; break the circle");
  EXPECT_EQ(vary("rate = [\"$rate\"]\n"), "vary.rate: $rate names $rate; break the circle");
}

TEST(Vary, AnAxisThatChangesNothingIsAnError) {
  Parts parts = with_optimizer("{ kind = \"$o\", nesterov = \"$nesterov\" }",
                               "nesterov = [true, false]\no = [\"sgd 0.1\", \"sgd 0.2\"]\n");
  EXPECT_EQ(mistake(parts),
            "vary.nesterov: changes nothing in all 4 variants (nesterov needs momentum); remove "
            "it, or allow_inert = [\"nesterov\"]");
  parts.top = "allow_inert = [\"nesterov\"]\n";
  const Study s = study_of(parts);
  EXPECT_EQ(s.variants[2].same_as, std::optional<size_t>(0));
  parts.top = "allow_inert = [\"nestorov\"]\n";
  EXPECT_EQ(mistake(parts), "allow_inert: no axis \"nestorov\"; did you mean \"nesterov\"?");
}

// How often is measured is no way to train, unless something waits for what is measured.
TEST(Vary, AnAxisOfMeasuringAloneIsAnError) {
  Parts parts = with_optimizer("\"sgd 0.1\"\nvalidation_freq = \"$freq\"", "freq = [1, 2]\n");
  parts.data += "validation = 20\n";
  EXPECT_EQ(mistake(parts),
            "vary.freq: changes nothing in all 2 variants (it says what is measured, not what is "
            "trained); remove it, or allow_inert = [\"freq\"]");
  parts.train += "callbacks = [{ kind = \"early_stopping\", patience = 1 }]\n";
  EXPECT_EQ(mistake(parts), "");
}

TEST(Vary, ABadValueIsToldWhereItStands) {
  const auto told = [](const std::string& vary) {
    try {
      (void)study_of(with_optimizer("\"adam $rate\"", vary));
    } catch (const Error& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  EXPECT_EQ(told("rate = [\n0.1,\n-1]\n"),
            "s.toml:14: vary.rate: LEARNING_RATE must be a number from 0, got -1; the form is adam "
            "[LEARNING_RATE]");
  EXPECT_EQ(told("[vary.rate]\na = 0.1\nb = -1\n"),
            "s.toml:14: vary.rate.b: LEARNING_RATE must be a number from 0, got -1; the form is "
            "adam [LEARNING_RATE]");
}

TEST(Vary, EqualPlansAreComputedOnce) {
  Parts parts;
  parts.model = "layers = [\"dense 8 relu\", \"dropout $rate\", \"dense 1 sigmoid\"]\n";
  parts.train =
      "loss = \"mse\"\nepochs = 10\noptimizer = { kind = \"sgd\", momentum = \"$m\", nesterov = "
      "\"$n\" }\n";
  parts.rest = "[vary]\nrate = [0, 0.5]\nm = [0, 0.9]\nn = [false, true]\n";
  const Study s = study_of(parts);
  ASSERT_EQ(s.variants.size(), 8u);
  EXPECT_EQ(s.variants[1].same_as, std::optional<size_t>(0));
  EXPECT_FALSE(s.variants[3].same_as);
  EXPECT_EQ(s.variants[5].same_as, std::optional<size_t>(4));
  EXPECT_EQ(s.notes[0], "\"rate 0, m 0, n true\" is \"rate 0, m 0, n false\"");
}

TEST(Vary, HugeCrossingsEndInAnError) {
  std::string axes, words;
  for (int i = 0; i < 20; ++i) {
    axes += "a" + std::to_string(i) + " = \"integer 1 10\"\n";
    words += (i ? ", " : "") + std::string("\"dense $a") + std::to_string(i) + "\"";
  }
  Parts parts = with_optimizer("\"sgd\"", axes);
  parts.model = "layers = [" + words + ", \"dense 1 sigmoid\"]\n";
  EXPECT_EQ(mistake(parts), "vary: crosses more than 100000 variants; give fewer values");
}

TEST(Vary, ListsWithinListsEndInAnError) {
  // Each axis names the next twice: 2^40 layers.
  std::string axes;
  for (int i = 0; i < 40; ++i) {
    const std::string next = "\"$a" + std::to_string(i + 1) + ".x\"";
    axes += "[vary.a" + std::to_string(i) + "]\nv = { x = [" + next + ", " + next + "] }\n";
  }
  axes += "[vary.a40]\nv = { x = [\"dense 3\"] }\n";
  Parts parts;
  parts.model = "layers = [\"$a0.x\", \"dense 1 sigmoid\"]\n";
  parts.rest = axes;
  EXPECT_EQ(mistake(parts),
            "vary: a variant of more than 100000 values; name fewer lists within lists");
}

}  // namespace
}  // namespace gradus::study
