#include "study/runner/chains.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "gradus/study/run.hpp"
#include "study/runner/trials.hpp"
#include "study/study_text.hpp"

namespace gradus::study::testing {
namespace {

Parts with_epochs(const std::string& train, const std::string& values) {
  Parts parts;
  parts.top = "seeds = 3\n";
  parts.train = "loss = \"binary_crossentropy\"\nepochs = \"$epochs\"\n" + train;
  parts.rest = "[vary]\nepochs = " + values + "\n";
  return parts;
}

// The trainings of each value of the axis by itself.
Results separately(const Parts& parts, const std::string& axis,
                   const std::vector<std::string>& values) {
  Results all;
  for (size_t v = 0; v < values.size(); ++v) {
    Parts one = parts;
    one.rest = "[vary]\n" + axis + " = [" + values[v] + "]\n";
    Study study = study_of(one);
    for (Trial& trial : run(study, DataShelf(study, ""), {.threads = 1}).trials) {
      trial.variant = v;
      all.trials.push_back(std::move(trial));
    }
  }
  return all;
}

void expect_as_separate(const Parts& parts, const std::vector<int64_t>& lengths) {
  std::vector<std::string> values;
  for (const int64_t length : lengths) values.push_back(std::to_string(length));
  const Results apart = separately(parts, "epochs", values);
  for (const int threads : {1, 2}) {
    Study study = study_of(parts);
    expect_same(run(study, DataShelf(study, ""), {.threads = threads}), apart);
  }
}

TEST(Chains, ReadShorterTrainingsOffLongerOnes) {
  const Parts parts =
      with_epochs("optimizer = { kind = \"sgd 0.1\", momentum = 0.9 }\n", "[3, 9, 1, 6]");
  const Study study = study_of(parts);
  const Chains chains = chains_of(study, {0, 1, 2, 3});
  ASSERT_EQ(chains.chains.size(), 3U);  // a chain for each seed
  std::vector<size_t> order;
  for (const Job& job : chains.chains[0]) order.push_back(job.variant);
  EXPECT_EQ(order, (std::vector<size_t>{2, 0, 3, 1}));
  ASSERT_EQ(chains.notes.size(), 1U);
  EXPECT_EQ(chains.notes[0],
            "1, 3, 6 and 9 epochs are read off one training, with the results of separate ones");
  expect_as_separate(parts, {3, 9, 1, 6});
}

TEST(Chains, HoldWithCallbacksValidationAndEarlyEnds) {
  Parts parts = with_epochs(
      "optimizer = \"adam 0.05\"\nbatch_size = 16\n"
      "callbacks = [{ kind = \"early_stopping\", patience = 2, restore_best_weights = true },"
      " { kind = \"reduce_lr_on_plateau\", patience = 1 }]\n",
      "[2, 5, 40]");
  parts.data = "source = \"moons\"\ntrain = 100\ntest = 50\nvalidation = 0.3\n";
  expect_as_separate(parts, {2, 5, 40});
  // Where the shorter one has ended early, so has the longer.
  Study study = study_of(parts);
  const Results results = run(study, DataShelf(study, ""), {.threads = 1});
  EXPECT_TRUE(std::any_of(results.trials.begin(), results.trials.end(),
                          [](const Trial& t) { return t.history.status == Status::kStopped; }));
}

TEST(Chains, HoldWhereTheFirstConvergesOrDiverges) {
  expect_as_separate(with_epochs("optimizer = \"sgd 0.5\"\nbatch_size = \"all\"\n"
                                 "until = { loss = 0.5, every = \"2 epochs\" }\n",
                                 "[6, 60]"),
                     {6, 60});
  expect_as_separate(with_epochs("optimizer = \"sgd 1e30\"\n", "[2, 4]"), {2, 4});
}

// Plans whose trainings are compared with those of each variant by itself.
void expect_rules_as_separate(Parts parts, const std::string& axis,
                              const std::vector<std::string>& values) {
  const Results apart = separately(parts, axis, values);
  parts.rest = "[vary]\n" + axis + " = [";
  for (const std::string& value : values) parts.rest += value + ", ";
  parts.rest += "]\n";
  Study study = study_of(parts);
  EXPECT_EQ(chains_of(study, {0, 1, 2}).chains.size(), study.seeds.size());
  expect_same(run(study, DataShelf(study, ""), {.threads = 2}), apart);
  ASSERT_EQ(study.notes.size(), 1U);
  EXPECT_EQ(study.notes[0],
            "variants that differ in nothing but what ends them are read off one training, with "
            "the results of separate ones");
}

TEST(Chains, ReadStoppingRulesOffOneTraining) {
  Parts parts;
  parts.top = "seeds = 3\n";
  parts.data = "source = \"moons\"\ntrain = 100\ntest = 50\nvalidation = 0.3\n";
  parts.train =
      "loss = \"binary_crossentropy\"\noptimizer = \"adam 0.05\"\nbatch_size = 16\nepochs = 40\n"
      "callbacks = [{ kind = \"early_stopping\", patience = \"$patience\" },"
      " { kind = \"reduce_lr_on_plateau\", patience = 1 }]\n";
  expect_rules_as_separate(parts, "patience", {"5", "0", "2"});
  // Of one batch an epoch, too, that nobody looks into.
  parts.data = "source = \"moons\"\ntrain = 100\ntest = 50\n";
  parts.train =
      "loss = \"binary_crossentropy\"\noptimizer = \"sgd 0.5\"\nbatch_size = \"all\"\n"
      "epochs = 100\nuntil = { loss = \"$target\", every = \"3 epochs\" }\n";
  expect_rules_as_separate(parts, "target", {"0.4", "0.6", "0.01"});
}

TEST(Chains, AreBrokenWhereTheScheduleDependsOnTheLength) {
  const Parts parts = with_epochs(
      "optimizer = { kind = \"sgd\", learning_rate = \"cosine_decay 0.1\" }\n", "[2, 4]");
  const Study study = study_of(parts);
  const Chains chains = chains_of(study, {0, 1});
  EXPECT_EQ(chains.chains.size(), 6U);
  ASSERT_EQ(chains.notes.size(), 1U);
  EXPECT_EQ(chains.notes[0],
            "2 and 4 epochs are trained apart: the schedule depends on the planned length");
  expect_as_separate(parts, {2, 4});
}

TEST(Chains, AreBrokenWhereTheLastEpochIsValidatedOutOfTurn) {
  Parts parts = with_epochs("optimizer = \"sgd 0.1\"\nvalidation_freq = 2\n", "[3, 6]");
  parts.data = "source = \"moons\"\ntrain = 100\ntest = 50\nvalidation = 0.3\n";
  EXPECT_EQ(chains_of(study_of(parts), {0, 1}).chains.size(), 6U);
  expect_as_separate(parts, {3, 6});
}

TEST(Chains, KeepOtherVariantsApart) {
  Parts parts = with_epochs("optimizer = \"sgd $rate\"\n", "[2, 4]");
  parts.rest += "rate = [0.1, 0.2]\n";
  const Study study = study_of(parts);
  const Chains chains = chains_of(study, {0, 1, 2, 3});
  EXPECT_EQ(chains.chains.size(), 6U);
  for (const Chain& chain : chains.chains) {
    ASSERT_EQ(chain.size(), 2U);
    EXPECT_EQ(study.variants[chain[0].variant].key[1], study.variants[chain[1].variant].key[1]);
  }
}

}  // namespace
}  // namespace gradus::study::testing
