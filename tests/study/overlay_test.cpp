#include "study/overlay.hpp"

#include <gtest/gtest.h>

#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake;
using testing::Parts;
using testing::study_of;

Overrides set(std::vector<std::string> values) {
  Overrides overrides;
  overrides.set = std::move(values);
  return overrides;
}

Plan plan_of(const Parts& parts, std::vector<std::string> values) {
  return study_of(parts, set(std::move(values))).variants[0].plan;
}

TEST(Overlay, QuickThenSetThenSeeds) {
  Parts parts;
  parts.top = "seeds = 9\n";
  parts.rest = "[quick]\nseeds = 2\ntrain.epochs = 3\n";
  Overrides overrides;
  EXPECT_EQ(study_of(parts).seeds.size(), 9u);
  overrides.quick = true;
  EXPECT_EQ(study_of(parts, overrides).seeds.size(), 2u);
  EXPECT_EQ(study_of(parts, overrides).variants[0].plan.train.epochs, 3);
  overrides.set = {"train.epochs=4"};
  EXPECT_EQ(study_of(parts, overrides).variants[0].plan.train.epochs, 4);
  overrides.seeds = 6;
  EXPECT_EQ(study_of(parts, overrides).seeds.size(), 6u);
}

TEST(Overlay, ValuesAreTomlOrPlainWords) {
  EXPECT_TRUE(std::holds_alternative<losses::MeanAbsoluteError>(
      plan_of({}, {"train.loss=mae"}).train.loss));
  EXPECT_EQ(plan_of({}, {"train.batch_size = 7"}).train.batch_size, 7);
  EXPECT_EQ(plan_of({}, {"train.metrics=[\"mse\", \"mae\"]"}).train.metrics->size(), 2u);
  EXPECT_EQ(std::get<Adam>(plan_of({}, {"train.optimizer=adam 0.5"}).train.optimizer).learning_rate,
            LearningRate(0.5));
  EXPECT_EQ(mistake(Parts{}, set({"train.epochs=ten"})),
            "--set train.epochs: expected a whole number from 1 to 100000000, got \"ten\"; give a "
            "number");
  EXPECT_EQ(mistake(Parts{}, set({"train.epochs"})),
            "--set train.epochs: has no value; write it as PATH=VALUE, as in train.epochs=10");
  EXPECT_EQ(mistake(Parts{}, set({"train..epochs=1"})),
            "--set train..epochs: is no path; write it as in train.epochs=10");
  EXPECT_EQ(mistake(Parts{}, set({"train.epoch=1"})),
            "--set train.epoch: unknown key; did you mean \"epochs\"?");
  EXPECT_TRUE(
      mistake(Parts{}, set({"train.metrics=[\"mse"})).starts_with("--set train.metrics: not TOML"));
}

TEST(Overlay, StepsReplaceEpochs) {
  const TrainPlan train = plan_of({}, {"train.steps=50"}).train;
  EXPECT_EQ(train.steps, 50);
  EXPECT_EQ(train.epochs, 0);
}

TEST(Overlay, ATableAddsOptionsToAThing) {
  const auto sgd = [](std::vector<std::string> values) {
    return std::get<SGD>(plan_of({}, std::move(values)).train.optimizer);
  };
  EXPECT_EQ(sgd({"train.optimizer.momentum=0.9"}).learning_rate, LearningRate(0.1));
  EXPECT_EQ(sgd({"train.optimizer.momentum=0.9"}).momentum, 0.9);
  // A word's option included.
  EXPECT_EQ(sgd({"train.optimizer.learning_rate=0.2"}).learning_rate, LearningRate(0.2));
  EXPECT_EQ(sgd({"train.optimizer.momentum=0.9", "train.optimizer.learning_rate=0.2"}).momentum,
            0.9);
  const SGD decay = sgd({"train.optimizer.learning_rate=\"inverse_time_decay 1 0.5\"",
                         "train.optimizer.learning_rate.decay_rate=0.25"});
  EXPECT_EQ(std::get<schedules::InverseTimeDecay>(decay.learning_rate.schedule).decay_rate, 0.25);
  // With a kind, or a string, it replaces the thing.
  EXPECT_EQ(sgd({"train.optimizer.momentum=0.9", "train.optimizer={ kind = \"sgd\" }"}).momentum,
            0);
  EXPECT_EQ(sgd({"train.optimizer.momentum=0.9", "train.optimizer=sgd"}).momentum, 0);
}

TEST(Overlay, ResolvedTextHasTheOverlay) {
  const Study s =
      study_of({}, set({"train.optimizer.learning_rate=0.2", "model.layers.dense.units=3",
                        "model.layers.dense_1.use_bias=false"}));
  const Study again = read_text(s.resolved, "s.toml");
  EXPECT_EQ(again.variants[0].canonical, s.variants[0].canonical) << s.resolved;
  EXPECT_EQ(std::get<Dense>(again.variants[0].plan.layers[0]).units, 3);
  EXPECT_EQ(std::get<Dense>(again.variants[0].plan.layers[0]).activation, Activation(relu));
  EXPECT_FALSE(std::get<Dense>(again.variants[0].plan.layers[1]).use_bias);
}

TEST(Overlay, ListMembersAreAddressedByName) {
  Parts parts;
  parts.model = "layers = [{ kind = \"dense 8 relu\", name = \"stem\" }, \"dense 1 sigmoid\"]\n";
  parts.train += "callbacks = [{ kind = \"early_stopping\", monitor = \"loss\" }]\n";
  parts.rest = "[[figure]]\ny = \"loss\"\n";
  EXPECT_EQ(std::get<Dense>(plan_of(parts, {"model.layers.stem.units=5"}).layers[0]).units, 5);
  EXPECT_EQ(std::get<EarlyStopping>(
                plan_of(parts, {"train.callbacks.early_stopping.patience=8"}).train.callbacks[0])
                .patience,
            8);
  EXPECT_EQ(study_of(parts, set({"figure.loss.yscale=log"})).figures[0].yscale, "log");
  EXPECT_EQ(mistake(parts, set({"model.layers.sten.units=5"})),
            "--set model.layers.sten.units: no member \"sten\" in this list; did you mean "
            "\"stem\"?");
}

Parts varied() {
  Parts parts;
  parts.train = "loss = \"mse\"\nepochs = 10\noptimizer = \"$optimizer\"\n";
  parts.rest =
      "[vary]\nrate = [0.1, 0.2]\n[vary.optimizer]\n\"sgd, momentum\" = { kind = \"sgd $rate\", "
      "momentum = 0.9 }\n\"adam\" = \"adam\"\n";
  return parts;
}

TEST(Overlay, AListPicksFromNamedVariants) {
  const Study s = study_of(varied(), set({"vary.optimizer=[\"adam\"]"}));
  ASSERT_EQ(s.variants.size(), 1u);
  EXPECT_EQ(text(s.variants[0].key), "adam");
  // What only the removed variants named goes with them.
  ASSERT_EQ(s.notes.size(), 1u);
  EXPECT_EQ(s.notes[0], "axis rate is left out: nothing that is left names it");
  EXPECT_EQ(read_text(s.resolved, "s.toml").variants.size(), 1u);
  EXPECT_EQ(mistake(varied(), set({"vary.optimizer=[\"Adam\"]"})),
            "--set vary.optimizer: no value \"Adam\" of optimizer; did you mean \"adam\"?");
  EXPECT_EQ(study_of(varied(), set({"vary.rate=[0.5]"})).variants.size(), 2u);
  const Study one = study_of(varied(), set({"vary.optimizer.\"sgd, momentum\".momentum=0.5"}));
  EXPECT_EQ(std::get<SGD>(one.variants[0].plan.train.optimizer).momentum, 0.5);
}

TEST(Overlay, AVariedKeyIsChangedThroughItsAxis) {
  EXPECT_EQ(mistake(varied(), set({"train.optimizer=sgd"})),
            "--set train.optimizer: varies with the axis \"optimizer\"; set vary.optimizer "
            "instead");
  EXPECT_EQ(
      mistake(varied(), set({"train.optimizer.momentum=0.1"})),
      "--set train.optimizer.momentum: varies with the axis \"optimizer\"; set vary.optimizer "
      "instead");
  Parts parts;
  parts.train = "loss = \"mse\"\nepochs = 10\noptimizer = \"sgd $rate\"\n";
  parts.rest = "[vary]\nrate = [0.1, 0.2]\n";
  EXPECT_EQ(mistake(parts, set({"train.optimizer.learning_rate=0.1"})),
            "--set train.optimizer.learning_rate: varies with the axis \"rate\"; set vary.rate "
            "instead");
  EXPECT_EQ(study_of(parts, set({"train.optimizer.momentum=0.5"})).variants.size(), 2u);
}

TEST(Overlay, RowsAboutRemovedValuesAreLeftOut) {
  Parts parts = varied();
  parts.top =
      "reported = [{ optimizer = \"adam\", loss = 1 }, { optimizer = \"sgd, momentum\", rate = "
      "0.1, loss = 2 }]\n";
  parts.rest +=
      "[[figure]]\nname = \"only\"\nwhere = { optimizer = \"sgd, momentum\" }\n[[figure]]\ny = "
      "\"loss\"\n[[finding]]\nmetric = \"loss\"\nby = \"optimizer\"\nbaseline = \"sgd, "
      "momentum\"\n[[finding]]\nmetric = \"loss\"\n";
  EXPECT_EQ(study_of(parts).reported.size(), 2u);
  const Study s = study_of(parts, set({"vary.optimizer=[\"adam\"]"}));
  EXPECT_EQ(s.reported.size(), 1u);
  ASSERT_EQ(s.figures.size(), 1u);
  EXPECT_EQ(s.figures[0].name, "loss");
  EXPECT_EQ(s.findings.size(), 1u);
  ASSERT_EQ(s.notes.size(), 4u);
  EXPECT_EQ(s.notes[2], "figure \"only\" is left out: no value \"sgd, momentum\" of optimizer");
  const Study again = read_text(s.resolved, "s.toml");
  EXPECT_EQ(again.figures.size(), 1u);
  EXPECT_EQ(again.findings.size(), 1u);
}

TEST(Overlay, FiguresKeepTheirNamesWhereOthersAreLeftOut) {
  Parts parts = varied();
  parts.rest += "[[figure]]\nwhere = { optimizer = \"sgd, momentum\" }\n[[figure]]\n";
  const Study s = study_of(parts, set({"vary.optimizer=[\"adam\"]"}));
  ASSERT_EQ(s.figures.size(), 1u);
  EXPECT_EQ(s.figures[0].name, "loss_1");
  EXPECT_EQ(read_text(s.resolved, "s.toml").figures[0].name, "loss_1");
}

TEST(Overlay, QuickIsCheckedToo) {
  Parts parts;
  parts.rest = "[quick]\nquick.seeds = 2\n";
  EXPECT_TRUE(mistake(parts).starts_with("quick.quick: unknown key"));
  parts.rest = "[quick]\ntrain.epochs = 0\n";
  EXPECT_EQ(mistake(parts), "");
  Overrides quick;
  quick.quick = true;
  try {
    (void)study_of(parts, quick);
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(
        error.what(),
        "s.toml:12 (quick): train.epochs: expected a whole number from 1 to 100000000, got 0; "
        "give at least 1");
  }
}

TEST(Overlay, NotQuickKeepsQuickInTheResolvedText) {
  Parts parts;
  parts.rest = "[quick]\nseeds = 2\ntrain.epochs = 3\n";
  Overrides quick;
  quick.quick = true;
  EXPECT_EQ(read_text(study_of(parts).resolved, "s.toml", quick).variants[0].plan.train.epochs, 3);
  EXPECT_EQ(study_of(parts, quick).resolved.find("quick"), std::string::npos);
}

TEST(Overlay, WhatHasNoQuickFormIsNotQuick) {
  Overrides quick;
  quick.quick = true;
  Parts parts;
  const Study same = study_of(parts, quick);
  EXPECT_FALSE(same.quick);
  EXPECT_EQ(same.notes,
            std::vector<std::string>{"the file has no [quick], so --quick changes nothing"});
  parts.rest = "[quick]\nseeds = 2\n";
  EXPECT_TRUE(study_of(parts, quick).quick);
}

TEST(Overlay, TheRecordOfARunIsIgnored) {
  Parts parts;
  parts.rest = "[record]\nversion = \"1\"\nanything = { a = 1 }\n";
  EXPECT_EQ(study_of(parts).resolved.find("record"), std::string::npos);
}

}  // namespace
}  // namespace gradus::study
