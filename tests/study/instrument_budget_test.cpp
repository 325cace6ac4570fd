// What instruments cost at their default, by counted work.
#include "study/instrument_budget.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "gradus/study/run.hpp"
#include "study/study_text.hpp"

namespace gradus::study {
namespace {

using testing::Parts;
using testing::study_of;

constexpr const char* kKinds[] = {"activations",  "gradients",          "weights",
                                  "dead_units",   "collapse",           "saturated_units",
                                  "update_ratio", "batch_normalization"};

std::string all_instruments() {
  std::string text;
  for (const char* kind : kKinds) text += "[[instrument]]\nkind = \"" + std::string(kind) + "\"\n";
  return text + "[[instrument]]\nkind = \"gradients\"\nname = \"down\"\nof = \"activations\"\n";
}

Parts parts_of(int64_t rows, int64_t epochs, int64_t units, const std::string& instruments) {
  Parts parts;
  parts.top = "seeds = 1\n";
  parts.data = "source = \"moons\"\ntrain = " + std::to_string(rows) + "\ntest = 2000\n";
  parts.model = "layers = [\"dense " + std::to_string(units) +
                " relu\", \"batch_normalization\", \"dense " + std::to_string(units) +
                " tanh\", \"dense 1 sigmoid\"]\n";
  parts.train = "loss = \"binary_crossentropy\"\noptimizer = \"sgd 0.01\"\nepochs = " +
                std::to_string(epochs) + "\n";
  parts.rest = instruments;
  return parts;
}

struct Made {
  explicit Made(const Parts& parts)
      : study(study_of(parts)),
        data(DataShelf(study, "").prepare(study.variants[0].plan.data, 0)),
        budget(study, study.variants[0].plan,
               build_model(study, study.variants[0], Shape{2}).summary(), data) {}
  Study study;
  Prepared data;
  InstrumentBudget budget;
};

// At every moment of the training all looks so far and the one at the end are within 5 %.
TEST(InstrumentBudget, KeepsToItsShareByConstruction) {
  for (const int64_t rows : {100, 3000, 60000}) {
    for (const int64_t epochs : {1, 7, 64, 1000}) {
      for (const int64_t units : {2, 50, 400}) {
        SCOPED_TRACE(::testing::Message() << rows << " rows " << epochs << " epochs " << units);
        Made made(parts_of(rows, epochs, units, all_instruments()));
        InstrumentBudget& budget = made.budget;
        const int64_t n = budget.samples(made.study.instruments[0]);
        EXPECT_GE(n, InstrumentBudget::kFewestSamples);
        EXPECT_LE(n, InstrumentBudget::kMostSamples);
        int64_t looks = 0;
        for (int64_t epoch = 1; epoch <= epochs; ++epoch) {
          const int64_t steps = epoch * budget.steps_per_epoch();
          const bool look = budget.grants(epoch, steps);
          looks += look;
          if (!look) continue;
          EXPECT_TRUE(budget.may_grant() || epoch == epochs);
          EXPECT_EQ(epoch & (epoch - 1), 0);
          EXPECT_LE(budget.spent() + budget.look_work(n), 0.05 * budget.training_work(steps));
        }
        EXPECT_DOUBLE_EQ(budget.spent(), static_cast<double>(looks) * budget.look_work(n));
      }
    }
  }
}

TEST(InstrumentBudget, LooksOftenWhereItIsCheap) {
  Made large(parts_of(60000, 64, 400, "[[instrument]]\nkind = \"weights\"\n"));
  std::vector<int64_t> epochs;
  for (int64_t epoch = 1; epoch <= 64; ++epoch)
    if (large.budget.grants(epoch, epoch * large.budget.steps_per_epoch())) epochs.push_back(epoch);
  EXPECT_EQ(epochs, (std::vector<int64_t>{1, 2, 4, 8, 16, 32, 64}));
  Made small(parts_of(100, 64, 2, "[[instrument]]\nkind = \"weights\"\n"));
  EXPECT_FALSE(small.budget.may_grant());
  for (int64_t epoch = 1; epoch <= 64; ++epoch)
    EXPECT_FALSE(small.budget.grants(epoch, epoch * small.budget.steps_per_epoch()));
}

// 1000 samples where they are affordable, and where the training is so small that half a
// millisecond buys them; between the two fewer, down to 16.
TEST(InstrumentBudget, SamplesFitTheTraining) {
  const std::string activations = "[[instrument]]\nkind = \"activations\"\n";
  const auto samples = [&](int64_t rows, int64_t epochs, int64_t units) {
    const Made made(parts_of(rows, epochs, units, activations));
    return made.budget.samples(made.study.instruments[0]);
  };
  EXPECT_EQ(samples(100, 1, 2), 1000);
  EXPECT_EQ(samples(60000, 100, 100), 1000);
  const int64_t few = samples(3000, 1, 100);
  EXPECT_GE(few, 16);
  EXPECT_LT(few, 1000);
  const int64_t more = samples(60000, 1, 100);
  EXPECT_GT(more, few);
  const Made made(parts_of(60000, 1, 100, activations));
  EXPECT_LE(made.budget.look_work(more), 0.05 * made.budget.training_work(1875));
  EXPECT_GT(made.budget.look_work(more + 1), 0.05 * made.budget.training_work(1875));
  // A training that ended before its time has paid for fewer.
  EXPECT_LT(made.budget.samples_at_end(made.study.instruments[0], 900), more);
}

TEST(InstrumentBudget, WhoSaysWhenOrHowManyIsNotAsked) {
  const Made made(parts_of(3000, 4, 100,
                           "[[instrument]]\nkind = \"activations\"\nsamples = 700\n"
                           "[[instrument]]\nkind = \"gradients\"\nevery = \"1 epochs\"\n"
                           "[[instrument]]\nkind = \"dead_units\"\n"));
  const std::vector<InstrumentSpec>& specs = made.study.instruments;
  EXPECT_EQ(made.budget.samples(specs[0]), 700);
  EXPECT_EQ(made.budget.samples(specs[1]), 1000);
  EXPECT_EQ(made.budget.samples(specs[2]), 0) << "the whole set";
  EXPECT_EQ(made.budget.samples_at_end(specs[2], 1), 0);
}

std::map<std::string, std::vector<int64_t>> steps_of(const Study& study, const Trial& trial) {
  std::map<std::string, std::vector<int64_t>> steps;
  for (const Sampled& s : trial.sampled)
    steps[study.instruments[s.instrument].name].push_back(s.step);
  return steps;
}

// A training of 6 epochs of 157 updates that pays for looks after 2 and 4.
TEST(InstrumentBudget, DecidesWhatARunLooksAt) {
  Parts parts = parts_of(5000, 6, 300,
                         "[[instrument]]\nkind = \"update_ratio\"\n[[instrument]]\nkind = "
                         "\"batch_normalization\"\n[[instrument]]\nkind = \"collapse\"\nevery = "
                         "\"end\"\n");
  Study study = study_of(parts);
  const Made made(parts);
  InstrumentBudget budget = made.budget;
  std::vector<int64_t> wanted;
  for (int64_t epoch = 1; epoch < 6; ++epoch)
    if (budget.grants(epoch, epoch * 157)) wanted.push_back(epoch * 157);
  wanted.push_back(6 * 157);
  ASSERT_EQ(wanted, (std::vector<int64_t>{314, 628, 942}));
  const Results results = run(study, DataShelf(study, ""), {.threads = 1});
  auto steps = steps_of(study, results.trials[0]);
  EXPECT_EQ(steps["update_ratio"], wanted);
  EXPECT_EQ(steps["batch_normalization"], wanted);
  EXPECT_EQ(steps["collapse"], std::vector<int64_t>{942});
}

// Stopped after 3 epochs: the end is looked at where it came, once; of the update's size the last
// one looked at stands.
TEST(InstrumentBudget, EndsWhereTheTrainingEnds) {
  Parts parts = parts_of(1000, 12, 300,
                         "[[instrument]]\nkind = \"update_ratio\"\n[[instrument]]\nkind = "
                         "\"weights\"\n");
  parts.train += "until = { loss = 1000.0, every = \"2 epochs\" }\n";
  Study study = study_of(parts);
  const Results results = run(study, DataShelf(study, ""), {.threads = 1});
  const Trial& trial = results.trials[0];
  ASSERT_EQ(trial.history.epochs, 2);
  auto steps = steps_of(study, trial);
  EXPECT_EQ(steps["weights"].back(), 64);
  EXPECT_EQ(std::count(steps["weights"].begin(), steps["weights"].end(), 64), 1);
  EXPECT_FALSE(steps["update_ratio"].empty());
  EXPECT_GT(value_of({"last", "update_ratio", {}}, trial, false), 0);
}

}  // namespace
}  // namespace gradus::study
