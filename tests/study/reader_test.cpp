#include "gradus/study/reader.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake;
using testing::Parts;
using testing::study_of;

std::filesystem::path study_file(const std::string& name) {
  return std::filesystem::path(GRADUS_STUDIES) / (name + ".toml");
}

Study reference(const std::string& name, bool quick = false) {
  Overrides overrides;
  overrides.quick = quick;
  return read(study_file(name), overrides);
}

TEST(Reader, ReadsTheXorStudy) {
  const Study s = reference("xor");
  EXPECT_EQ(s.name, "xor");
  EXPECT_EQ(s.question, "How do momentum and adaptive rates change the speed of convergence?");
  ASSERT_EQ(s.seeds.size(), 32u);
  EXPECT_EQ(s.seeds[31], 31u);
  ASSERT_EQ(s.variants.size(), 4u);
  EXPECT_EQ(text(s.variants[1].key), "sgd, momentum");
  const Plan& plan = s.variants[1].plan;
  EXPECT_TRUE(std::holds_alternative<data::sources::Xor>(plan.data.source));
  ASSERT_EQ(plan.layers.size(), 2u);
  const Dense& first = std::get<Dense>(plan.layers[0]);
  EXPECT_EQ(first.units, 8);
  EXPECT_TRUE(std::holds_alternative<activations::Relu>(first.activation));
  const SGD& sgd = std::get<SGD>(plan.train.optimizer);
  EXPECT_EQ(sgd.learning_rate, LearningRate(0.1));
  EXPECT_EQ(sgd.momentum, 0.9);
  EXPECT_EQ(plan.train.batch_size, 0);
  EXPECT_EQ(plan.train.epochs, 20000);
  EXPECT_EQ(plan.train.until, (Until{"loss", 0.002, 10}));
  EXPECT_EQ(s.variants[3].same_as, std::optional<size_t>(2));
  ASSERT_EQ(s.notes.size(), 1u);
  EXPECT_EQ(s.notes[0], "\"adam, beta_1 0.9\" is \"adam\"");
  ASSERT_EQ(s.reported.size(), 4u);
  EXPECT_EQ(s.reported[0].note, "the title of a figure of another run says 50");
  EXPECT_EQ(s.reported[0].values[0].second, 3020);
  ASSERT_EQ(s.figures.size(), 3u);
  EXPECT_EQ(s.figures[1].name, "learning_rate");
  EXPECT_EQ(s.figures[2].kind, "survival");
  EXPECT_EQ(s.figures[0].yscale, "log");
  EXPECT_EQ(s.figures[0].panels, std::vector<std::string>{"optimizer"});
  ASSERT_EQ(s.findings.size(), 2u);
  EXPECT_EQ(text(*s.findings[0].baseline), "sgd");
  EXPECT_EQ(s.labels[0].second, "epochs to loss 0.002");
}

TEST(Reader, ReadsTheMoonsStudy) {
  const Study s = reference("moons");
  ASSERT_EQ(s.variants.size(), 7u);
  const Plan& stopped = s.variants[0].plan;
  ASSERT_EQ(stopped.train.callbacks.size(), 1u);
  EXPECT_EQ(std::get<EarlyStopping>(stopped.train.callbacks[0]).patience, 4);
  EXPECT_TRUE(s.variants[1].plan.train.callbacks.empty());  // a field that is not there
  EXPECT_EQ(s.variants[3].plan.train.batch_size, 128);
  EXPECT_TRUE(s.variants[3].plan.data.validation_is_test);
  EXPECT_EQ(std::get<data::sources::Moons>(s.variants[3].plan.data.source).noise, 0.2);
  const Dense& hidden = std::get<Dense>(s.variants[4].plan.layers[1]);
  EXPECT_TRUE(std::holds_alternative<activations::Sigmoid>(hidden.activation));
  EXPECT_EQ(s.figures[0].kind, "mesh");
  EXPECT_EQ(s.reported[4].values.size(), 2u);
}

TEST(Reader, ReadsTheApproximationStudy) {
  const Study s = reference("approximation");
  ASSERT_EQ(s.variants.size(), 2u);
  EXPECT_EQ(text(s.variants[1].key), "learning_rate 0.002");
  EXPECT_EQ(std::get<Adam>(s.variants[1].plan.train.optimizer).learning_rate, LearningRate(0.002));
  EXPECT_EQ(s.reported[1].values[0].first.epoch, std::optional<int64_t>(3550));
  const Study quick = reference("approximation", true);
  EXPECT_EQ(quick.variants[0].plan.train.epochs, 1000);
  EXPECT_EQ(quick.variants[0].plan.train.batch_size, 200);
  ASSERT_EQ(quick.reported.size(), 1u);  // epoch 3550 is out of reach
  EXPECT_EQ(quick.notes[0], "a reported row (0.002) is left out: training ends after epoch 1000");
}

TEST(Reader, ReadsTheFashionStudy) {
  const Study s = reference("fashion-scratch");
  ASSERT_EQ(s.variants.size(), 4u);
  const Plan& plan = s.variants[1].plan;
  const Dense& first = std::get<Dense>(plan.layers[0]);
  EXPECT_EQ(first.units, 64);
  EXPECT_EQ(std::get<regularizers::L2>(first.bias_regularizer).l2, 5e-4);
  EXPECT_EQ(std::get<initializers::RandomNormal>(first.kernel_initializer).stddev, 0.01);
  const auto& schedule = std::get<schedules::InverseTimeDecay>(
      std::get<SGD>(plan.train.optimizer).learning_rate.schedule);
  EXPECT_EQ(schedule.decay_rate, 0.01);
  EXPECT_EQ(schedule.decay_steps, Length{1});
  EXPECT_EQ(plan.data.transform.size(), 2u);
  EXPECT_EQ(plan.train.validation_freq, 10);
  const Study quick = reference("fashion-scratch", true);
  EXPECT_EQ(std::get<int64_t>(quick.variants[0].plan.data.train->value), 3000);
  EXPECT_EQ((*quick.figures[3].xlim)[0], 60);
}

TEST(Reader, ReadsAStudyThatIsOnlySummarised) {
  const Study s = reference("shapes");
  EXPECT_FALSE(s.has_data);
  EXPECT_FALSE(s.has_train);
  ASSERT_EQ(s.variants.size(), 1u);
  EXPECT_EQ(s.variants[0].plan.input, Shape{10});
  EXPECT_TRUE(s.figures.empty());
}

TEST(Reader, ResolvedTextGivesTheSamePlans) {
  for (const char* name : {"xor", "moons", "approximation", "shapes", "fashion-scratch"}) {
    for (const bool quick : {false, true}) {
      const Study s = reference(name, quick);
      const Study again = read_text(s.resolved, s.file);
      ASSERT_EQ(again.variants.size(), s.variants.size()) << s.resolved;
      for (size_t i = 0; i < s.variants.size(); ++i) {
        EXPECT_EQ(again.variants[i].canonical, s.variants[i].canonical) << name;
        EXPECT_EQ(text(again.variants[i].key), text(s.variants[i].key));
      }
      EXPECT_EQ(again.seeds, s.seeds);
      EXPECT_EQ(again.reported.size(), s.reported.size());
      ASSERT_EQ(again.figures.size(), s.figures.size());
      for (size_t i = 0; i < s.figures.size(); ++i)
        EXPECT_EQ(again.figures[i].name, s.figures[i].name);
      EXPECT_EQ(again.findings.size(), s.findings.size());
      EXPECT_EQ(again.resolved, s.resolved);
    }
  }
}

TEST(Reader, TheSmallestStudyHasDefaults) {
  const Study s = read_text(
      "[data]\nsource = \"xor\"\n[model]\nlayers = [\"dense 8 relu\", \"dense 1 sigmoid\"]\n"
      "[train]\nloss = \"mse\"\noptimizer = \"adam 0.1\"\nbatch_size = \"all\"\nepochs = 500\n",
      "dir/small.toml");
  EXPECT_EQ(s.question, "small");
  EXPECT_EQ(s.seeds.size(), 5u);
  ASSERT_EQ(s.variants.size(), 1u);
  EXPECT_TRUE(s.variants[0].key.empty());
  ASSERT_EQ(s.figures.size(), 2u);
  EXPECT_EQ(s.figures[0].name, "loss");
  EXPECT_EQ(s.figures[1].kind, "mesh");
  EXPECT_EQ(s.figures[1].data, "train");
  ASSERT_EQ(s.findings.size(), 1u);
  EXPECT_EQ(s.findings[0].metric.text(), "loss");
}

TEST(Reader, SeedsAreACountOrAList) {
  Parts parts;
  parts.top = "seeds = [7, 3]\n";
  EXPECT_EQ(study_of(parts).seeds, (std::vector<uint64_t>{7, 3}));
  const auto seeds = [](const std::string& value) {
    Parts p;
    p.top = "seeds = " + value + "\n";
    return mistake(p);
  };
  EXPECT_EQ(seeds("0"), "seeds: 0 seeds train nothing; give at least 1");
  EXPECT_EQ(seeds("[]"), "seeds: 0 seeds train nothing; give at least 1");
  EXPECT_EQ(seeds("[1, 1]"), "seeds: holds 1 twice; drop one");
  EXPECT_EQ(seeds("\"32\""),
            "seeds: expected a whole number from 1 to 1000000, got \"32\"; drop the quotes");
  EXPECT_EQ(
      seeds("1000000000000"),
      "seeds: expected a whole number from 1 to 1000000, got 1000000000000; give at most 1000000");
}

TEST(Reader, UnknownKeysAreNamed) {
  Parts parts;
  parts.train += "batchsize = 3\n";
  EXPECT_EQ(mistake(parts), "train.batchsize: unknown key; did you mean \"batch_size\"?");
  parts = {};
  parts.train += "seeds = 3\n";
  EXPECT_EQ(mistake(parts),
            "train.seeds: unknown key; \"seeds\" belongs to the top of the file, above the first "
            "[table]");
  parts = {};
  parts.top = "seed = 3\n";
  EXPECT_EQ(mistake(parts), "seed: unknown key; did you mean \"seeds\"?");
  parts = {};
  parts.rest = "[zebra]\nstripes = 3\n";
  EXPECT_TRUE(mistake(parts).starts_with("zebra: unknown key; one of question, expect"));
}

TEST(Reader, MessagesNameFileAndLine) {
  Parts parts;
  parts.model = "layers = [\n  \"dense 8 relu\",\n  \"dens 1 sigmoid\",\n]\n";
  try {
    (void)study_of(parts);
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "s.toml:8: model.layers.dens: unknown layer \"dens\"; did you mean \"dense\"?");
  }
}

TEST(Reader, MissingSectionsAreNamed) {
  EXPECT_EQ(mistake("[model]\nlayers = [\"dense 1\"]\n"),
            "data.source: is missing; give [data], or model.input for a network that is only "
            "summarised");
  EXPECT_EQ(mistake("[data]\nsource = \"xor\"\n"),
            "model.layers: is missing; give the layers in order");
  EXPECT_EQ(mistake("[data]\nsource = \"xor\"\n[model]\nlayers = [\"dense 1\"]\n"),
            "train.loss: is missing; give [train] with loss, optimizer and epochs");
  EXPECT_EQ(mistake("data = 3\n[model]\nlayers = [\"dense 1\"]\n"),
            "data: expected a table, got 3; write [data]");
}

TEST(Reader, FilesThatAreNoStudies) {
  EXPECT_THROW((void)read("/nowhere/x.toml"), Error);
  EXPECT_THROW((void)read(std::filesystem::temp_directory_path()), Error);
  EXPECT_EQ(mistake(std::string(5u << 20, '#')).substr(0, 24), "5242880 bytes are no stu");
}

// Planted inert axes are tested beside what finds them; here nothing is inert.
TEST(Reader, NoStudyIsRefusedInVain) {
  size_t studies = 0;
  for (const auto& entry : std::filesystem::directory_iterator(study_file("xor").parent_path())) {
    if (entry.path().extension() != ".toml") continue;
    ++studies;
    for (const bool quick : {false, true})
      EXPECT_NO_THROW((void)reference(entry.path().stem().string(), quick)) << entry.path();
  }
  EXPECT_GE(studies, 18u);
}

TEST(Reader, ASearchOfWhatIsNeverAppliedIsRefused) {
  const std::filesystem::path file = study_file("defects/mnist-search-defect");
  try {
    (void)read(file);
    FAIL() << "read";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()),
              file.string() +
                  ":27: vary.learning_rate: changes nothing: no \"$learning_rate\" in data, model "
                  "or train; write it where it belongs, or remove the axis");
  }
}

TEST(Reader, TheMnistSearchHasThePointsOfItsQuestion) {
  const Study s = reference("mnist-search");
  EXPECT_EQ(s.variants.size(), 88u);
  EXPECT_EQ(s.variants[0].plan.data.folds(), 3);
  EXPECT_EQ(reference("mnist-best").search->refit.size(), 3u);
  // Equal plans have equal texts: a search that was run is not run again for its refits, which only
  // pin the data to the seed that the search has.
  Plan again = reference("mnist-best").variants[17].plan;
  EXPECT_EQ(again.data.seed, 0U);
  again.data.seed.reset();
  EXPECT_EQ(s.variants[17].canonical, canonical(again));
}

TEST(Reader, DescribesWhatWillBeDone) {
  const std::string plan = describe(reference("xor"));
  EXPECT_NE(plan.find("4 variants, 32 seeds: 96 trials"), std::string::npos) << plan;
  EXPECT_NE(plan.find("the plan of \"adam\""), std::string::npos) << plan;
}

}  // namespace
}  // namespace gradus::study
