#include "study/things.hpp"

#include <gtest/gtest.h>

#include "study/scalars.hpp"
#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake;
using testing::Parts;
using testing::study_of;

std::string layer_mistake(const std::string& layer) {
  Parts parts;
  parts.model = "layers = [" + layer + ", \"dense 1 sigmoid\"]\n";
  return mistake(parts);
}

std::string optimizer_mistake(const std::string& optimizer) {
  Parts parts;
  parts.train = "loss = \"mse\"\nepochs = 1\noptimizer = " + optimizer + "\n";
  return mistake(parts);
}

Layer first_layer(const std::string& layer, const std::string& more = "") {
  Parts parts;
  parts.model = "layers = [" + layer + ", \"dense 1 sigmoid\"]\n" + more;
  return study_of(parts).variants[0].plan.layers[0];
}

Optimizer optimizer_of(const std::string& optimizer) {
  Parts parts;
  parts.train = "loss = \"mse\"\nepochs = 1\noptimizer = " + optimizer + "\n";
  return study_of(parts).variants[0].plan.train.optimizer;
}

TEST(Things, AStringIsATableOfItsKind) {
  const Layer expected = Dense{.units = 8, .activation = leaky_relu(0.01)};
  EXPECT_EQ(first_layer("\"dense 8 leaky_relu 0.01\""), expected);
  EXPECT_EQ(first_layer("{ kind = \"dense 8 leaky_relu 0.01\" }"), expected);
  EXPECT_EQ(first_layer("{ kind = \"dense 8\", activation = \"leaky_relu 0.01\" }"), expected);
  EXPECT_EQ(first_layer("{ kind = \"dense\", units = 8, activation = { kind = \"leaky_relu\", "
                        "negative_slope = 0.01 } }"),
            expected);
}

TEST(Things, OptionsOfEveryType) {
  const Dense dense = std::get<Dense>(
      first_layer("{ kind = \"dense 8\", use_bias = false, name = \"stem\", repeat = 3, "
                  "kernel_initializer = { kind = \"random_normal 0.5\", mean = 1 }, "
                  "kernel_regularizer = \"l1_l2 0.1 0.2\", kernel_constraint = \"max_norm\" }"));
  EXPECT_FALSE(dense.use_bias);
  EXPECT_EQ(dense.layer.name, "stem");
  EXPECT_EQ(dense.layer.repeat, 3);
  EXPECT_EQ(std::get<initializers::RandomNormal>(dense.kernel_initializer).mean, 1);
  EXPECT_EQ(std::get<regularizers::L1L2>(dense.kernel_regularizer).l2, 0.2);
  EXPECT_EQ(std::get<constraints::MaxNorm>(dense.kernel_constraint).max_value, 2);
  Parts parts;
  parts.train =
      "loss = { kind = \"huber 2\", outputs = \"sum\" }\noptimizer = \"adam\"\nsteps = 7\n"
      "callbacks = [{ kind = \"early_stopping\", monitor = \"loss\", baseline = 1, mode = \"min\" "
      "}]\nclass_weight = [1, 2.5]\ndtype = \"float64\"\n";
  const TrainPlan train = study_of(parts).variants[0].plan.train;
  EXPECT_EQ(std::get<losses::Huber>(train.loss), (losses::Huber{2, Outputs::kSum}));
  const auto& stop = std::get<EarlyStopping>(train.callbacks[0]);
  EXPECT_EQ(stop.baseline, std::optional<double>(1));
  EXPECT_EQ(stop.mode, Mode::kMin);
  EXPECT_EQ(train.class_weight, (std::vector<double>{1, 2.5}));
  EXPECT_TRUE(train.float64);
  EXPECT_EQ(train.steps, 7);
}

TEST(Things, RatesAreNumbersOrSchedules) {
  EXPECT_EQ(std::get<SGD>(optimizer_of("\"sgd\"")).learning_rate, LearningRate(0.01));
  EXPECT_EQ(std::get<SGD>(optimizer_of("\"sgd 1\"")).learning_rate, LearningRate(1.0));
  const auto decay = schedules::InverseTimeDecay{.initial_learning_rate = 1, .decay_rate = 0.01};
  EXPECT_EQ(std::get<SGD>(optimizer_of("\"sgd inverse_time_decay 1 0.01\"")).learning_rate,
            LearningRate(decay));
  EXPECT_EQ(std::get<SGD>(
                optimizer_of("{ kind = \"sgd\", learning_rate = \"inverse_time_decay 1 0.01\" }"))
                .learning_rate,
            LearningRate(decay));
  const auto cosine = std::get<schedules::CosineDecay>(
      std::get<Adam>(optimizer_of("{ kind = \"adam\", learning_rate = { kind = \"cosine_decay "
                                  "0.1\", decay_steps = \"5 epochs\", warmup_steps = 10 } }"))
          .learning_rate.schedule);
  EXPECT_EQ(cosine.decay_steps, (Length{5, true}));
  EXPECT_EQ(cosine.warmup_steps, (Length{10, false}));
}

Schedule schedule_of(const std::string& schedule) {
  return std::get<SGD>(optimizer_of("{ kind = \"sgd\", learning_rate = " + schedule + " }"))
      .learning_rate.schedule;
}

std::string schedule_mistake(const std::string& schedule) {
  return optimizer_mistake("{ kind = \"sgd\", learning_rate = " + schedule + " }");
}

TEST(Things, PoliciesOfTheLearningRate) {
  const std::string bounds = "{ kind = \"cyclic\", base_lr = 1e-5, max_lr = 0.1, step_size = ";
  schedules::Cyclic cyclic{.base_lr = 1e-5, .max_lr = 0.1, .step_size = {2000}};
  EXPECT_EQ(schedule_of(bounds + "2000 }"), Schedule(cyclic));
  cyclic.mode = cyclic::Triangular2{};
  EXPECT_EQ(schedule_of(bounds + "2000, mode = \"triangular2\" }"), Schedule(cyclic));
  cyclic.mode = cyclic::ExpRange{0.5};
  cyclic.step_size = {3, true};
  EXPECT_EQ(schedule_of(bounds + "\"3 epochs\", mode = \"exp_range 0.5\" }"), Schedule(cyclic));
  cyclic.mode = cyclic::Function{"1 / cycle"};
  EXPECT_EQ(
      schedule_of(bounds + "\"3 epochs\", mode = { kind = \"function\", y = \"1 / cycle\" } }"),
      Schedule(cyclic));
  EXPECT_EQ(schedule_of("{ kind = \"one_cycle\", max_lr = 0.5, pct_start = 0.25 }"),
            Schedule(schedules::OneCycle{.max_lr = 0.5, .pct_start = 0.25}));
  EXPECT_EQ(
      schedule_of("{ kind = \"cosine_decay_restarts 0.1\", first_decay_steps = 10, m_mul = 0.5 }"),
      Schedule(schedules::CosineDecayRestarts{
          .initial_learning_rate = 0.1, .first_decay_steps = {10}, .m_mul = 0.5}));
  EXPECT_EQ(schedule_of("{ kind = \"function\", y = \"0.1 / (1 + epoch)\" }"),
            Schedule(schedules::Function{"0.1 / (1 + epoch)"}));
}

TEST(Things, MistakesInPolicies) {
  const std::string at = "train.optimizer.learning_rate";
  const std::string cyclic = "{ kind = \"cyclic\", base_lr = 0.1, max_lr = 1, step_size = 5, ";
  EXPECT_EQ(schedule_mistake(cyclic + "mode = \"trianguler\" }"),
            at + ".mode: unknown mode \"trianguler\"; did you mean \"triangular\"?");
  EXPECT_EQ(schedule_mistake(cyclic + "mode = \"exp_range\" }"),
            at + ".mode: GAMMA is missing; the form is exp_range GAMMA");
  EXPECT_EQ(
      schedule_mistake(cyclic + "mode = \"exp_range 1.5\" }"),
      at + ".mode: GAMMA must be a number above 0 to 1, got 1.5; the form is exp_range GAMMA");
  EXPECT_EQ(schedule_mistake(cyclic + "mode = { kind = \"function\", y = \"1 / epoch\" } }"),
            at + ".mode.y: unknown name \"epoch\"; here: cycle, step");
  EXPECT_EQ(schedule_mistake("{ kind = \"cyclic\", base_lr = 1, max_lr = 0.1, step_size = 5 }"),
            at + ".kind: max_lr is 0.1, below base_lr, 1; give the larger rate as max_lr");
  EXPECT_EQ(schedule_mistake("{ kind = \"cyclic\", base_lr = 1, max_lr = 2, step_size = 0 }")
                .substr(0, at.size() + 10),
            at + ".step_size");
  EXPECT_EQ(schedule_mistake("{ kind = \"function\", y = \"1 +\" }").substr(0, at.size() + 3),
            at + ".y:");
}

TEST(Things, MistakesInStrings) {
  EXPECT_EQ(layer_mistake("\"dens 8\""),
            "model.layers.dens: unknown layer \"dens\"; did you mean \"dense\"?");
  EXPECT_EQ(layer_mistake("\"Dense 8\""),
            "model.layers.Dense: unknown layer \"Dense\"; did you mean \"dense\"?");
  EXPECT_EQ(layer_mistake("\"dense relu\""),
            "model.layers.dense: UNITS must be a whole number, got \"relu\"; the form is dense "
            "UNITS [ACTIVATION]");
  EXPECT_EQ(layer_mistake("\"dense\""),
            "model.layers.dense: UNITS is missing; the form is dense UNITS [ACTIVATION]");
  EXPECT_EQ(layer_mistake("\"dense 0\""),
            "model.layers.dense: UNITS must be a whole number from 1, got 0; the form is dense "
            "UNITS [ACTIVATION]");
  EXPECT_EQ(layer_mistake("\"dense 8 rely\""),
            "model.layers.dense: unknown activation \"rely\"; did you mean \"relu\"?");
  EXPECT_EQ(layer_mistake("\"dropout 0.5 3\""),
            "model.layers.dropout: nothing takes \"3\"; the form is dropout RATE");
  EXPECT_EQ(layer_mistake("\"dense 8 relu 3\""),
            "model.layers.dense: nothing takes \"3\"; the form is relu");
  EXPECT_EQ(layer_mistake("\"dense 99999999999999999999\"").substr(0, 70),
            "model.layers.dense: UNITS must be a whole number, got \"999999999999999");
  EXPECT_EQ(optimizer_mistake("\"sgd .1\""),
            "train.optimizer: \".1\": a number needs a digit before the point; write 0.1");
  EXPECT_EQ(optimizer_mistake("\"sgd 0.1 0.9\""),
            "train.optimizer: nothing takes \"0.9\"; the form is sgd [LEARNING_RATE]");
  EXPECT_TRUE(optimizer_mistake("\"sgd fast\"")
                  .starts_with("train.optimizer: unknown schedule \"fast\"; one of constant, "));
  EXPECT_TRUE(
      optimizer_mistake("\"hill_climbing\"")
          .starts_with(
              "train.optimizer: unknown optimizer \"hill_climbing\"; one of sgd, rmsprop, "));
  EXPECT_TRUE(optimizer_mistake("\"\"").starts_with("train.optimizer: unknown optimizer \"\"; "));
}

TEST(Things, MistakesInTables) {
  EXPECT_EQ(layer_mistake("{ kind = \"dense 8\", units = 9 }"),
            "model.layers.dense.units: units is given twice: in \"dense 8\" and as a key; drop "
            "one");
  EXPECT_EQ(optimizer_mistake("{ kind = \"sgd\", beta_1 = 0.9 }"),
            "train.optimizer.beta_1: unknown option of sgd; one of learning_rate, momentum, "
            "nesterov, clipvalue, clipnorm, global_clipnorm");
  EXPECT_EQ(optimizer_mistake("{ kind = \"sgd\", momentun = 0.9 }"),
            "train.optimizer.momentun: unknown option of sgd; did you mean \"momentum\"?");
  EXPECT_EQ(optimizer_mistake("{ name = \"sgd\" }"),
            "train.optimizer: \"kind\" is missing; one of sgd, rmsprop, adagrad, adadelta, adam, "
            "adamw, adamax, nadam, truncated_newton, lbfgs, conjugate_gradient, rprop");
  EXPECT_EQ(optimizer_mistake("{ kind = \"sgd\", momentum = \"0.9\" }"),
            "train.optimizer.momentum: expected a number from 0 to 1, got \"0.9\"; drop the "
            "quotes");
  EXPECT_EQ(optimizer_mistake("{ kind = \"sgd\", momentum = 1.5 }"),
            "train.optimizer.momentum: expected a number from 0 to 1, got 1.5; give at most 1");
  EXPECT_EQ(optimizer_mistake("{ kind = \"sgd\", momentum = nan }"),
            "train.optimizer.momentum: expected a finite number, got nan; give a finite one");
  EXPECT_EQ(optimizer_mistake("{ kind = \"sgd\", nesterov = 1 }"),
            "train.optimizer.nesterov: expected true or false, got 1; give one of them");
  EXPECT_EQ(optimizer_mistake("{ kind = \"sgd\", learning_rate = \"0.1\" }"),
            "train.optimizer.learning_rate: expected a number or a schedule, got \"0.1\"; drop the "
            "quotes");
  EXPECT_TRUE(optimizer_mistake("3").starts_with(
      "train.optimizer: expected the name of a kind of optimizer, got 3; one of sgd, "));
  EXPECT_EQ(layer_mistake("{ kind = \"dense 8\", kernel_initializer = \"random_normal\" }"),
            "model.layers.dense.kernel_initializer: STDDEV is missing; the form is random_normal "
            "STDDEV");
  EXPECT_EQ(layer_mistake("{ kind = \"dense 8\", repeat = -1 }"),
            "model.layers.dense.repeat: expected a whole number from 0 to 10000, got -1; give at "
            "least 0");
}

TEST(Things, SchedulesThatDoNotFit) {
  const auto rate = [](const std::string& schedule) {
    return optimizer_mistake("{ kind = \"sgd\", learning_rate = " + schedule + " }");
  };
  EXPECT_EQ(rate("\"exponential_decay 0.1 0.9\""),
            "train.optimizer.learning_rate: exponential_decay needs decay_steps; write { kind = "
            "\"exponential_decay 0.1 0.9\", decay_steps = ... }");
  EXPECT_EQ(rate("{ kind = \"exponential_decay 0.1 0.9\", decay_steps = 0 }"),
            "train.optimizer.learning_rate.decay_steps: expected a whole number from 1, got 0; "
            "give at least 1");
  EXPECT_EQ(rate("{ kind = \"exponential_decay 0.1 0.9\", decay_steps = \"5 epoch s\" }"),
            "train.optimizer.learning_rate.decay_steps: expected a length, got \"5 epoch s\"; give "
            "a whole number of steps, or \"5 epochs\"");
  EXPECT_EQ(rate("{ kind = \"piecewise_constant_decay\", boundaries = [1], values = [0.1] }"),
            "train.optimizer.learning_rate.kind: 1 boundaries need 2 values, got 1; give one value "
            "more than boundaries");
}

TEST(Things, MemberNamesFollowKeras) {
  const auto item = [](const char* text) { return Node::of_string(text); };
  EXPECT_EQ(member_names({item("dense 8"), item("dropout 0.1"), item("dense 8"), item("$x")}),
            (std::vector<std::string>{"dense", "dropout", "dense_1", ""}));
}

TEST(Things, NumbersInTomlsSpelling) {
  EXPECT_EQ(number_of("1_000")->integer, 1000);
  EXPECT_EQ(number_of("-2.5e-3")->number, -2.5e-3);
  EXPECT_EQ(number_of("+7")->integer, 7);
  for (const char* word : {"", "-", ".5", "5.", "007", "1__0", "_1", "12abc", "1e", "nan", "1e999",
                           "99999999999999999999"})
    EXPECT_FALSE(number_of(word)) << word;
}

TEST(Things, ASlopeOfZeroPassesNothingOn) {
  Parts parts;
  parts.model = "layers = [\"dense 8 scaled_sigmoid 0\", \"dense 1 sigmoid\"]\n";
  EXPECT_EQ(mistake(parts),
            "model.layers.dense: a slope of 0 passes nothing on; give another, such as 1");
}

TEST(Forms, ListWhatAFileMaySay) {
  const std::vector<FormInfo> layers = forms("layer");
  ASSERT_EQ(layers[0].form, "dense UNITS [ACTIVATION]");
  EXPECT_EQ(layers[0].options[0].type, "whole number");
  EXPECT_TRUE(layers[0].options[0].required);
  EXPECT_EQ(layers[0].options[3].name, "kernel_initializer");
  EXPECT_EQ(layers[0].options[3].default_value, "\"glorot_uniform\"");
  bool add = false;
  for (const FormInfo& form : layers) {
    add = add || form.form == "add NAME NAME ...";
    EXPECT_NE(form.kind, "custom");
  }
  EXPECT_TRUE(add);
  const std::vector<FormInfo> optimizers = forms("optimizer");
  EXPECT_EQ(optimizers[0].options[0].default_value, "0.01");
  EXPECT_THROW((void)forms("optimiser"), Error);
  for (const std::string& category : categories()) EXPECT_FALSE(forms(category).empty());
}

}  // namespace
}  // namespace gradus::study
