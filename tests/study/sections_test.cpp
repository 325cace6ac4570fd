#include "study/sections.hpp"

#include <gtest/gtest.h>

#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake;
using testing::Parts;
using testing::study_of;

std::string data_mistake(const std::string& data, const std::string& train = "") {
  Parts parts;
  parts.data = data;
  parts.train += train;
  return mistake(parts);
}

std::string model_mistake(const std::string& model) {
  Parts parts;
  parts.model = model;
  return mistake(parts);
}

std::string train_mistake(const std::string& line) {
  Parts parts;
  parts.train += line + "\n";
  return mistake(parts);
}

TEST(ReadData, Amounts) {
  Parts parts;
  parts.data =
      "source = { kind = \"csv x.csv\", header = false }\nsamples = 100\ntrain = 0.5\ntest = 20\n"
      "validation = 0.25\nstratify = false\nseed = 3\n";
  parts.model = "layers = [\"dense 3\"]\n";
  parts.train = "loss = \"mse\"\noptimizer = \"sgd\"\nepochs = 1\n";
  const DataPlan plan = study_of(parts).variants[0].plan.data;
  EXPECT_EQ(std::get<data::sources::Csv>(plan.source).file, "x.csv");
  EXPECT_FALSE(std::get<data::sources::Csv>(plan.source).header);
  EXPECT_EQ(plan.samples, std::optional<int64_t>(100));
  EXPECT_EQ(std::get<double>(plan.train->value), 0.5);
  EXPECT_EQ(std::get<int64_t>(plan.test->value), 20);
  EXPECT_EQ(plan.stratify, std::optional<bool>(false));
  EXPECT_EQ(plan.seed, std::optional<uint64_t>(3));
}

TEST(ReadData, Mistakes) {
  const std::string csv = "source = \"csv x.csv\"\n";
  EXPECT_EQ(data_mistake(csv + "test = 2.0\n"),
            "data.test: 2.0 is no share; a count is a whole number");
  EXPECT_EQ(data_mistake(csv + "test = 0\n"),
            "data.test: expected a whole number from 1 to 1000000000, got 0; give at least 1");
  EXPECT_EQ(data_mistake(csv + "test = { folds = 3 }\n"), "");
  EXPECT_EQ(data_mistake(csv + "samples = 800\ntrain = 900\n"),
            "data.train: asks for 900 of 800 samples; ask for fewer");
  EXPECT_EQ(data_mistake(csv + "train = 0.8\ntest = 0.3\n"),
            "data: the shares add up to 1.1; give at most 1 in all");
  EXPECT_EQ(data_mistake(csv + "validation = \"test\"\n"),
            "data.validation: \"test\" needs a test set; give data.test");
  EXPECT_EQ(data_mistake(csv + "validation = \"tset\"\n"),
            "data.validation: expected a count, a share, { folds = K } or \"test\", got \"tset\"; "
            "write \"test\" for the test set");
  const std::string no_amount =
      "data.validation: expected a count, a share, { folds = K } or \"test\", got ";
  EXPECT_EQ(data_mistake(csv + "validation = [3]\n"),
            no_amount + "a list; give a whole number, or a share such as 0.2");
  EXPECT_EQ(data_mistake(csv + "validation = true\n"),
            no_amount + "true; give a whole number, or a share such as 0.2");
  EXPECT_EQ(data_mistake(csv + "test = \"test\"\n"),
            "data.test: expected a count, a share or { folds = K }, got \"test\"; give a whole "
            "number, or a share such as 0.2");
  EXPECT_EQ(data_mistake(csv + "train = \"20\"\n"),
            "data.train: expected a count or a share, got \"20\"; drop the quotes");
  EXPECT_EQ(data_mistake("source = \"mnist\"\nsamples = 1000\n"),
            "data.samples: mnist has a test set of its own; use train and test, or source = "
            "\"mnist train\"");
  EXPECT_EQ(data_mistake("source = \"mnist trian\"\n"),
            "data.source: \"trian\" is no part of mnist; give train or test, or nothing for both");
  EXPECT_EQ(data_mistake("source = \"moons\"\n"),
            "data.train: is missing; moons draws as many samples as asked");
  const std::string sixty = "source = \"moons\"\ntrain = 60\n";
  EXPECT_EQ(data_mistake(sixty + "validation = 80\n"),
            "data.validation: asks for 80 of 60 samples; ask for fewer");
  EXPECT_EQ(data_mistake(sixty + "validation = 60\n"),
            "data.validation: takes all 60 samples and leaves none to train on; ask for fewer");
  EXPECT_EQ(data_mistake(sixty + "validation = { folds = 61 }\n"),
            "data.validation: deals 60 samples into 61 folds; ask for fewer folds");
  EXPECT_EQ(data_mistake(sixty + "samples = 90\ntest = 0.5\n"),
            "data.test: a share of what is drawn says nothing; give a count");
  EXPECT_EQ(data_mistake("source = { kind = \"function\", y = \"x\", x = [0, 1] }\ntrain = "
                         "9\nstratify = true\n"),
            "data.stratify: needs class labels; function has numbers as targets; remove it");
  EXPECT_EQ(data_mistake("source = { kind = \"function\", y = \"x\", x = [1, 0] }\ntrain = 9\n"),
            "data.source.x: [1, 0] is empty; give the lower end first");
  EXPECT_EQ(data_mistake("source = { kind = \"function\", y = \"x\", x = [0, 1], draw = \"evn\" "
                         "}\ntrain = 9\n"),
            "data.source.draw: expected \"even\" or \"uniform\", got \"evn\"; did you mean "
            "\"even\"?");
  EXPECT_EQ(data_mistake("source = \"mnist\"\ntransform = [\"scale 1 0\"]\n"),
            "data.transform.scale: LOW 1 is not below HIGH 0; give the lower end first");
  EXPECT_TRUE(data_mistake("source = \"parquet x\"\n")
                  .starts_with("data.source: unknown source \"parquet\"; "));
  EXPECT_EQ(data_mistake("source = \"xor\"\naugment = \"random_flip\"\n"),
            "data.augment: needs images; xor has rows of numbers; remove it");
  const auto augment = [](const std::string& text) {
    return data_mistake("source = \"mnist\"\naugment = [\"random_flip\", " + text + "]\n");
  };
  EXPECT_EQ(augment("\"random_flop\""),
            "data.augment.random_flop: unknown augment \"random_flop\"; did you mean "
            "\"random_flip\"?");
  EXPECT_EQ(augment("\"random_flip left\""),
            "data.augment.random_flip: unknown mode \"left\"; one of horizontal, vertical, "
            "horizontal_and_vertical");
  EXPECT_EQ(augment("\"random_translation 0.1\""),
            "data.augment.random_translation: WIDTH_FACTOR is missing; the form is "
            "random_translation HEIGHT_FACTOR WIDTH_FACTOR");
}

TEST(ReadData, AugmentsInTheirOrder) {
  const auto plan_of = [](const std::string& augment) {
    Parts parts;
    parts.data = "source = \"mnist\"\n" + augment;
    parts.model = "layers = [\"flatten\", \"dense 10 softmax\"]\n";
    parts.train = "loss = \"categorical_crossentropy\"\noptimizer = \"sgd\"\nepochs = 1\n";
    return study_of(parts).variants[0];
  };
  using data::augments::RandomFlip, data::augments::RandomRotation,
      data::augments::RandomTranslation, data::augments::RandomZoom;
  const Variant variant = plan_of(
      "augment = [\"random_flip horizontal\", \"random_rotation 0.1\", \"random_translation 0.1 "
      "0.2\", \"random_zoom 0.3\", { kind = \"gaussian_noise\", stddev = 0.4 }]\n");
  EXPECT_EQ(variant.plan.data.augment,
            (std::vector<data::Augment>{RandomFlip{"horizontal"}, RandomRotation{0.1},
                                        RandomTranslation{0.1, 0.2}, RandomZoom{0.3},
                                        data::augments::GaussianNoise{0.4}}));
  EXPECT_EQ(plan_of("augment = [\"random_flip\"]\n").plan.data.augment[0],
            data::Augment(RandomFlip{"horizontal_and_vertical"}));
  // Plans are equal where the samples are.
  EXPECT_NE(plan_of("augment = [\"gaussian_noise 1\"]\n").canonical, plan_of("").canonical);
  EXPECT_EQ(plan_of("augment = [\"gaussian_noise 0\", \"random_zoom 0\"]\n").canonical,
            plan_of("").canonical);
}

TEST(ReadModel, DefaultsReachLayersThatHaveThem) {
  Parts parts;
  parts.model =
      "layers = [\"dense 8 relu\", \"dropout 0.5\", { kind = \"dense 1 sigmoid\", "
      "kernel_initializer = \"zeros\" }]\n[model.defaults]\nkernel_initializer = \"random_normal "
      "0.01\"\n";
  const auto layers = study_of(parts).variants[0].plan.layers;
  EXPECT_TRUE(std::holds_alternative<initializers::RandomNormal>(
      std::get<Dense>(layers[0]).kernel_initializer));
  EXPECT_TRUE(
      std::holds_alternative<initializers::Zeros>(std::get<Dense>(layers[2]).kernel_initializer));
  const auto defaults = [](const std::string& line) {
    return model_mistake("layers = [\"dense 1 sigmoid\"]\n[model.defaults]\n" + line + "\n");
  };
  EXPECT_EQ(defaults("use_bais = false"),
            "model.defaults.use_bais: no layer here has \"use_bais\"; did you mean \"use_bias\"?");
  EXPECT_EQ(defaults("activation = \"relu\""),
            "model.defaults.activation: \"activation\" is a word of its layer; write it in each "
            "layer");
  EXPECT_EQ(defaults("use_bias = 1"),
            "model.defaults.use_bias: expected true or false, got 1; give one of them");
}

TEST(ReadModel, Branches) {
  Parts parts;
  parts.model =
      "layers = [{ kind = \"dense 4\", name = \"stem\" }, \"dense 4\", \"add stem dense\", \"dense "
      "1 sigmoid\"]\n";
  EXPECT_EQ(layer_options(study_of(parts).variants[0].plan.layers[2]).inputs,
            (std::vector<std::string>{"stem", "dense"}));
  EXPECT_EQ(model_mistake("layers = [{ kind = \"dense 4\", name = \"stem\" }, \"dense 4\", \"add "
                          "stam dense\", \"dense 1\"]\n"),
            "model.layers.add: no layer \"stam\" before this one; did you mean \"stem\"?");
  EXPECT_EQ(model_mistake("layers = [\"dense 4\", \"add dense\"]\n"),
            "model.layers.add: adds fewer than two layers; the form is add NAME NAME ...");
  EXPECT_EQ(model_mistake("layers = [{ kind = \"dense 4\", name = \"a\" }, { kind = \"dense 1\", "
                          "name = \"a\" }]\n"),
            "model.layers.a: two layers are named \"a\"; give one another name");
  EXPECT_EQ(model_mistake("layers = [{ kind = \"dense 4\", inputs = [\"input\", \"input\"] }]\n"),
            "model.layers.dense: takes one layer, got 2; bring them together with \"add NAME "
            "NAME\" first");
}

TEST(ReadModel, Mistakes) {
  EXPECT_EQ(model_mistake("layers = []\n"), "model.layers: has no layer; give at least one");
  EXPECT_EQ(model_mistake("layers = \"dense 1\"\n"),
            "model.layers: expected a list of layers, got \"dense 1\"; put it in [ ]");
  EXPECT_EQ(model_mistake("input = 10\nlayers = [\"dense 1\"]\n"),
            "model.input: 10, but the data has 2; remove it");
  EXPECT_EQ(model_mistake("input = \"28x28xa\"\nlayers = [\"dense 1\"]\n"),
            "model.input: expected a size, got \"28x28xa\"; write it as 10, \"28x28x1\" or [28, "
            "28, 1]");
  EXPECT_TRUE(model_mistake("layers = [\"lstm 8\"]\n")
                  .starts_with("model.layers.lstm: unknown layer \"lstm\"; one of dense, "));
}

TEST(ReadTrain, Mistakes) {
  EXPECT_EQ(train_mistake("steps = 3"), "train: give exactly one of epochs and steps; drop one");
  EXPECT_EQ(train_mistake("batch_size = 0"),
            "train.batch_size: 0 is no batch size; give a whole number from 1, or \"all\"");
  EXPECT_EQ(train_mistake("batch_size = \"64\""),
            "train.batch_size: \"64\" is no batch size; drop the quotes");
  EXPECT_EQ(train_mistake("batch_size = \"al\""),
            "train.batch_size: \"al\" is no batch size; give a whole number from 1, or \"all\"");
  EXPECT_EQ(train_mistake("class_weight = [1, 2, 3]"),
            "train.class_weight: 3 weights for 2 classes; give one for each class");
  EXPECT_EQ(train_mistake("metrics = [\"mae\", \"mae\"]"),
            "train.metrics.mae: holds mae twice; drop one");
  EXPECT_EQ(train_mistake("callbacks = [\"early_stopping\"]"),
            "train.callbacks.early_stopping: val_loss needs validation samples; give "
            "data.validation");
  EXPECT_EQ(train_mistake("callbacks = [{ kind = \"early_stopping\", monitor = \"los\" }]"),
            "train.callbacks.early_stopping: no metric \"los\"; did you mean \"loss\"?");
  EXPECT_EQ(train_mistake("validation_freq = 2"),
            "train.validation_freq: needs validation samples; give data.validation");
  EXPECT_EQ(train_mistake("dtype = \"float16\""),
            "train.dtype: expected \"float32\" or \"float64\", got \"float16\"; did you mean "
            "\"float32\"?");
  Parts parts;
  parts.train = "optimizer = \"sgd\"\nepochs = 1\n";
  EXPECT_TRUE(mistake(parts).starts_with("train.loss: is missing; one of mse, mae, huber"));
  parts.train = "optimizer = \"sgd\"\nloss = \"mse\"\n";
  EXPECT_EQ(mistake(parts),
            "train: give exactly one of epochs and steps; add epochs = 10, for example");
}

TEST(ReadTrain, Until) {
  EXPECT_EQ(train_mistake("until = { loss = 0.1, accuracy = 0.9 }"),
            "train.until: names two metrics; give one");
  EXPECT_EQ(train_mistake("until = { every = \"1 epoch\" }"),
            "train.until: names no metric; give one, as in { loss = 0.002 }");
  EXPECT_EQ(train_mistake("until = { los = 0.1 }"),
            "train.until.los: unknown key; did you mean \"loss\"?");
  EXPECT_EQ(train_mistake("until = { loss = 0.1, every = 10 }"),
            "train.until.every: 10 has no unit; write \"10 epochs\"");
  EXPECT_EQ(train_mistake("until = { loss = 0.1, every = \"10 steps\" }"),
            "train.until.every: expected a number of epochs, got \"10 steps\"; write it as \"10 "
            "epochs\"");
  EXPECT_EQ(train_mistake("until = { val_loss = 0.1 }"),
            "train.until.val_loss: val_loss needs validation samples; give data.validation");
  Parts parts;
  parts.data += "validation = \"test\"\n";
  parts.train += "until = { val_accuracy = 0.9, every = \"3 epochs\" }\nvalidation_freq = 2\n";
  EXPECT_EQ(mistake(parts),
            "train.until: val_accuracy is measured every 2 epochs only; write every = \"2 "
            "epochs\"");
}

TEST(CheckTargets, UnitsFollowTheLabels) {
  const auto units = [](const std::string& source, const std::string& last,
                        const std::string& loss) {
    Parts parts;
    parts.data = "source = " + source + "\ntrain = 50\n";
    parts.model = "layers = [\"" + last + "\"]\n";
    parts.train = "loss = \"" + loss + "\"\noptimizer = \"sgd\"\nepochs = 1\n";
    return mistake(parts);
  };
  const std::string blobs = "{ kind = \"blobs\", centers = 12 }";
  EXPECT_EQ(units(blobs, "dense 10 softmax", "categorical_crossentropy"),
            "train.loss: 10 units for labels 0..11; use \"dense 12 softmax\"");
  EXPECT_EQ(units(blobs, "dense 12 softmax", "sparse_categorical_crossentropy"), "");
  EXPECT_EQ(units("\"moons\"", "dense 3 sigmoid", "binary_crossentropy"),
            "train.loss: 3 units for labels 0..1; use \"dense 1 sigmoid\"");
  EXPECT_EQ(units("\"moons\"", "dense 2 softmax", "categorical_crossentropy"), "");
  EXPECT_EQ(units("\"moons\"", "dense 1 sigmoid", "mse"), "");
  const std::string f = "{ kind = \"function\", y = \"x\", x = [0, 1] }";
  EXPECT_EQ(units(f, "dense 2", "mse"), "train.loss: 2 units for 1 target; use \"dense 1\"");
  EXPECT_EQ(units(f, "dense 1", "categorical_crossentropy"),
            "train.loss: needs class labels; use \"mse\"");
}

TEST(CheckTargets, AccuracyNeedsClasses) {
  Parts parts;
  parts.data = "source = { kind = \"function\", y = \"x\", x = [0, 1] }\ntrain = 9\n";
  parts.model = "layers = [\"dense 1\"]\n";
  parts.train = "loss = \"mse\"\noptimizer = \"sgd\"\nepochs = 1\nmetrics = [\"accuracy\"]\n";
  EXPECT_EQ(mistake(parts), "train.metrics: accuracy needs class labels; use \"mae\"");
}

}  // namespace
}  // namespace gradus::study
