// Trainings that pause at any step and go on: the same history and the same weights, bit for bit.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "gradus/base/error.hpp"
#include "gradus/data/make.hpp"
#include "io/support.hpp"
#include "support/halves.hpp"
#include "support/paused.hpp"
#include "support/print.hpp"
#include "support/sets.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

data::Dataset moons(int64_t rows) {
  return data::make_moons({.train = rows, .test = 10, .noise = 0.2, .seed = 3}).train;
}

// Metrics that programs sum and metrics that they do not.
Model small(const Optimizer& optimizer, bool float64 = false) {
  Model model{Input{2}, Dense{7, relu}, Dense{1, sigmoid}};
  model.compile({.loss = binary_crossentropy,
                 .optimizer = optimizer,
                 .metrics = {accuracy, metrics::Precision{}, metrics::Recall{}},
                 .float64 = float64});
  return model;
}

Case plain_case(const Model& model, const FitOptions& options) {
  return {model, moons(41), [options] { return options; }};
}

class ResumeOptimizer : public testing::TestWithParam<Optimizer> {};

TEST_P(ResumeOptimizer, GoesOnFromAnyStep) {
  for (const bool float64 : {false, true})
    (void)expect_resumes_anywhere(
        plain_case(small(GetParam(), float64),
                   {.batch_size = 16, .epochs = 3, .seed = 4, .batch_history = true}));
}

INSTANTIATE_TEST_SUITE_P(
    All, ResumeOptimizer,
    testing::Values(SGD{.learning_rate = 0.1}, SGD{.learning_rate = 0.1, .momentum = 0.9},
                    SGD{.learning_rate = 0.1, .momentum = 0.9, .nesterov = true}, RMSprop{},
                    RMSprop{.momentum = 0.5, .centered = true}, Adagrad{}, Adadelta{}, Adam{},
                    Adam{.amsgrad = true}, AdamW{}, Adamax{}, Nadam{},
                    SGD{.learning_rate = 0.5, .global_clipnorm = 0.05},
                    SGD{.learning_rate = schedules::InverseTimeDecay{0.5, 0.1}},
                    Adam{.learning_rate = schedules::Cyclic{
                             .base_lr = 0.01, .max_lr = 0.1, .step_size = {4}}}));

// Schedules as long as the training.
TEST(Resume, KeepsToScheduledLengths) {
  for (const LearningRate& rate :
       {LearningRate(schedules::CosineDecay{.initial_learning_rate = 0.1}),
        LearningRate(schedules::OneCycle{.max_lr = 0.1})})
    (void)expect_resumes_anywhere(
        plain_case(small(SGD{.learning_rate = rate}), {.batch_size = 16, .epochs = 3}), false);
}

// Everything at once that a training carries along.
TEST(Resume, KeepsCallbacksValidationDropoutAndPenalties) {
  Model model{Input{2},
              Dense{.units = 9,
                    .activation = tanh,
                    .kernel_regularizer = regularizers::L1L2{.l1 = 1e-4, .l2 = 1e-4}},
              Dropout{.rate = 0.3}, GaussianNoise{.stddev = 0.1}, Dense{1, sigmoid}};
  model.compile({.loss = binary_crossentropy,
                 .optimizer = Adam{.learning_rate = 0.3},
                 .metrics = {accuracy, metrics::Recall{}}});
  const Case c{model, random_classes(37, 2, 2, 5, true), [] {
                 return FitOptions{.batch_size = 16,
                                   .epochs = 12,
                                   .seed = 3,
                                   .validation = moons(30),
                                   .callbacks = {ReduceLROnPlateau{.monitor = "loss",
                                                                   .factor = 0.5,
                                                                   .patience = 1,
                                                                   .min_delta = 0.01,
                                                                   .cooldown = 1},
                                                 EarlyStopping{.monitor = "val_loss",
                                                               .patience = 4,
                                                               .restore_best_weights = true}},
                                   .class_weight = {1, 2}};
               }};
  const History history = expect_resumes_anywhere(c);
  EXPECT_EQ(history.status, Status::kStopped);
  EXPECT_LT(history.epochs, 12);
  const std::vector<double>& rates = *history.find("learning_rate");
  EXPECT_GE(std::set<double>(rates.begin(), rates.end()).size(), 2U);
  const std::vector<double>& loss = *history.find("val_loss");
  EXPECT_LT(*std::min_element(loss.begin(), loss.end()), loss.back()) << "nothing to restore";
}

// A wait of three epochs, then two to cool: the rate falls after epochs 4, 9 and 14.
TEST(Resume, KeepsThePlateausCounters) {
  const Case c{
      small(SGD{1e-3}), moons(41), [] {
        return FitOptions{
            .batch_size = 30,
            .epochs = 16,
            .callbacks = {ReduceLROnPlateau{
                .monitor = "loss", .factor = 0.5, .patience = 3, .min_delta = 1, .cooldown = 2}}};
      }};
  const History history = expect_resumes_anywhere(c);
  EXPECT_EQ(history.find("learning_rate")->back(), 1e-3 / 8);
}

TEST(Resume, KeepsMovingStatisticsAdaptedValuesAndAugments) {
  const data::Dataset set = halves(29, 1, true);
  Model model{Input{set.shape()},   Normalization{}, Conv2D{.filters = 3, .kernel_size = {3, 3}},
              BatchNormalization{}, Flatten{},       Dense{2, softmax}};
  model.compile({.loss = categorical_crossentropy,
                 .optimizer = SGD{.learning_rate = 0.1, .momentum = 0.9},
                 .metrics = {accuracy}});
  const Case c{model, set, [&] {
                 return FitOptions{.batch_size = 8,
                                   .epochs = 3,
                                   .seed = 6,
                                   .augment = {data::augments::RandomFlip{"horizontal"},
                                               data::augments::RandomTranslation{0.2, 0.2}},
                                   .validation = halves(20, 2)};
               }};
  (void)expect_resumes_anywhere(c);
}

TEST(Resume, OfBatchesOfAllSamples) {
  for (const int64_t epochs : {1, 7}) {
    Model plain{Input{2}, Dense{5, tanh}, Dense{1, sigmoid}};
    for (const Optimizer& optimizer : {Optimizer(SGD{0.5}), Optimizer(Adam{0.1})}) {
      plain.compile({.loss = mse, .optimizer = optimizer});
      const Case c = plain_case(plain, {.batch_size = kAll, .epochs = epochs, .seed = 2});
      (void)expect_resumes_anywhere(c);
    }
  }
}

TEST(Resume, KeepsTheTargetThePartialEpochAndRareValidation) {
  const auto fit = [](const FitOptions& options) {
    return expect_resumes_anywhere(plain_case(small(Adam{0.1}), options));
  };
  EXPECT_EQ(fit({.batch_size = 10, .epochs = 50, .until = Until{"loss", 0.45, 2}}).status,
            Status::kConverged);
  EXPECT_EQ(fit({.batch_size = 10, .steps = 8}).epochs, 2);
  EXPECT_EQ(
      fit({.batch_size = 10, .steps = 7, .validation_split = 0.2, .validation_freq = 2}).epochs, 2);
  (void)fit({.batch_size = 10, .epochs = 3, .shuffle = false});
  (void)fit({.batch_size = 10, .epochs = 2, .seed = 9, .keep_weights = true});
}

TEST(Resume, EndsInTheSameDivergence) {
  const History history =
      expect_resumes_anywhere(plain_case(small(SGD{1e30}), {.batch_size = 10, .epochs = 5}), false);
  EXPECT_EQ(history.status, Status::kDiverged);
  EXPECT_GE(history.where.step, 1);
}

// Stops in the middle of an epoch, and notes what it sees on the way.
class Notes : public Listener {
 public:
  Notes(int64_t most, std::string& told) : most_(most), told_(told) {}
  void train_begin(Training&) override { text_ = "begin"; }
  void epoch_begin(Training& t) override { note(t, 'e'); }
  void batch_begin(Training& t) override { note(t, '('); }
  void batch_end(Training& t) override {
    note(t, ')');
    if (t.step() == most_) t.stop();
  }
  void epoch_end(Training& t) override { note(t, 'E'); }
  void train_end(Training& t) override {
    note(t, '.');
    told_ = text_;
  }
  [[nodiscard]] bool wants_batches() const override { return true; }
  [[nodiscard]] std::string state() const override { return text_; }
  void restore(std::string_view state) override { text_ = state; }

 private:
  void note(Training& t, char moment) {
    text_ += fmt::format("\n{} {} {} {} {} {} {}", moment, t.epoch(), t.step(), t.batch_loss(),
                         t.learning_rate(), t.rate_factor(), t.history().epochs);
  }
  int64_t most_;
  std::string& told_;
  std::string text_;
};

TEST(Resume, TellsListenersTheSame) {
  std::string told;
  const Case c{small(SGD{0.1}), moons(41), [&] {
                 return FitOptions{.batch_size = 10,
                                   .epochs = 5,
                                   .callbacks = {std::make_shared<Notes>(7, told)}};
               }};
  Model model = c.model;
  (void)c.fit(model);
  const std::string expected = told;
  EXPECT_EQ(std::count(expected.begin(), expected.end(), ')'), 7);
  const History history = expect_resumes_anywhere(c);
  EXPECT_EQ(history.status, Status::kStopped);
  for (int64_t at = 0; at <= 7; ++at) {
    (void)resumed(c, *paused_at(c, at), model);
    EXPECT_EQ(told, expected) << "paused at step " << at;
  }
}

// One that began far off and has come nearer since is not taken for diverged.
TEST(Resume, RemembersWhereItBegan) {
  Model model{Input{2}, Dense{.units = 1, .kernel_initializer = initializers::RandomNormal{50}}};
  model.compile({.loss = mse, .optimizer = SGD{.learning_rate = 1e-3}});
  for (const int64_t batch : {kAll, int64_t{20}}) {
    const History history =
        expect_resumes_anywhere(plain_case(model, {.batch_size = batch, .epochs = 4}));
    EXPECT_EQ(history.status, Status::kCompleted);
    EXPECT_GT(history.find("loss")->back(), 10) << "far off, still";
  }
}

TEST(Resume, WritesTheSameCsv) {
  const TempFolder folder;
  const auto file = folder.path() / "history.csv";
  const Case c{small(SGD{0.1}), moons(41), [&] {
                 return FitOptions{
                     .batch_size = 16, .epochs = 4, .callbacks = {CSVLogger{file.string()}}};
               }};
  Model model = c.model;
  (void)c.fit(model);
  const auto text = [&] {
    std::ostringstream out;
    out << std::ifstream(file).rdbuf();
    return out.str();
  };
  const std::string whole = text();
  EXPECT_EQ(std::count(whole.begin(), whole.end(), '\n'), 5);
  for (const int64_t at : {0, 4, 6, 11}) {
    std::filesystem::remove(file);
    const auto saved = paused_at(c, at);
    ASSERT_TRUE(saved);
    EXPECT_FALSE(std::filesystem::exists(file)) << "train_end was told of a pause";
    (void)resumed(c, *saved, model);
    EXPECT_EQ(text(), whole) << at;
  }
}

// Saving by the way changes nothing.
TEST(Resume, SavesWithoutPausing) {
  const Case c = plain_case(small(Adam{0.1}), {.batch_size = 16, .epochs = 3, .seed = 1});
  Model model = c.model, watched = c.model;
  const std::vector<uint64_t> bits = all_bits(c.fit(model), model, &c.train);
  Member member{&watched, c.train, c.options()};
  std::vector<io::Checkpoint> saved;
  member.watch = std::make_shared<Watch>();
  member.watch->ask = [] { return Watch::Wish::kSave; };
  member.watch->save = [&](const io::Checkpoint& checkpoint) { saved.push_back(checkpoint); };
  train_member(member);
  EXPECT_FALSE(member.paused);
  EXPECT_TRUE(same_bits(bits, all_bits(member.history, watched, &c.train)));
  ASSERT_EQ(saved.size(), 10U);
  for (const io::Checkpoint& from : saved) {
    const History rest = resumed(c, from, watched);
    EXPECT_TRUE(same_bits(bits, all_bits(rest, watched, &c.train)));
  }
}

TEST(Resume, TwiceAndOnAnyThreads) {
  const data::Dataset set = random_classes(700, 6, 4);
  Model model{Input{6}, Dense{33, relu}, Dropout{0.2}, Dense{4, softmax}};
  model.compile({.loss = categorical_crossentropy, .optimizer = Adam{}, .metrics = {accuracy}});
  int threads = 1;
  const Case c{model, set, [&] {
                 return FitOptions{.batch_size = 300, .epochs = 3, .seed = 5, .threads = threads};
               }};
  Model whole = model;
  const std::vector<uint64_t> bits = all_bits(c.fit(whole), whole, &set);
  const auto first = paused_at(c, 2);
  ASSERT_TRUE(first);
  threads = 3;
  Model second = model;
  Member member{&second, set, c.options()};
  member.from = first;
  const auto pause = std::make_shared<Pause>(Pause{.at = 3});
  member.watch = Pause::watch(pause);
  train_member(member);
  ASSERT_TRUE(member.paused);
  threads = 2;
  const History rest = resumed(c, *pause->saved, second);
  EXPECT_TRUE(same_bits(bits, all_bits(rest, second, &set)));
}

// A shorter training is read off a longer one, and a longer one goes on from a shorter.
TEST(Resume, IntoAnotherLength) {
  const auto of_length = [](int64_t epochs) {
    return Case{small(Nadam{0.05}), moons(41), [epochs] {
                  return FitOptions{
                      .batch_size = 16,
                      .epochs = epochs,
                      .seed = 8,
                      .validation = moons(30),
                      .validation_freq = 3,
                      .callbacks = {EarlyStopping{
                          .monitor = "loss", .patience = 50, .restore_best_weights = true}}};
                }};
  };
  const auto whole = [](const Case& c) {
    Model model = c.model;
    return all_bits(c.fit(model), model, &c.train);
  };
  const Case longer = of_length(6), shorter = of_length(4);
  const std::vector<uint64_t> bits = whole(shorter), long_bits = whole(longer);
  for (int64_t at = 0; at <= 12; ++at) {
    Model model = shorter.model;
    History rest = resumed(shorter, *paused_at(longer, at), model);
    EXPECT_TRUE(same_bits(bits, all_bits(rest, model, &shorter.train))) << at;
    rest = resumed(longer, *paused_at(shorter, at), model);
    EXPECT_TRUE(same_bits(long_bits, all_bits(rest, model, &longer.train))) << at;
  }
  Model model = shorter.model;
  EXPECT_EQ(error_of([&] { (void)resumed(shorter, *paused_at(longer, 13), model); }),
            "test.ckpt: is of 13 updates, more than the 12 of this training; train for longer, or "
            "remove it to begin anew");
}

TEST(Resume, RefusesAnotherLengthWhereTheScheduleDependsOnIt) {
  const auto of_length = [](int64_t epochs, Length decay) {
    return plain_case(
        small(SGD{.learning_rate =
                      schedules::CosineDecay{.initial_learning_rate = 0.1, .decay_steps = decay}}),
        {.batch_size = 16, .epochs = epochs});
  };
  Model model = of_length(6, {}).model;
  EXPECT_EQ(
      error_of([&] { (void)resumed(of_length(4, {}), *paused_at(of_length(6, {}), 2), model); }),
      "test.ckpt: is of a training of 18 updates, this is one of 12, and the learning "
      "rate's schedule depends on it; train for as long, or give the schedule a length of "
      "its own");
  EXPECT_EQ(resumed(of_length(4, {10}), *paused_at(of_length(6, {10}), 2), model).steps, 12);
}

TEST(Resume, RefusesAnotherTraining) {
  const FitOptions options{.batch_size = 16, .epochs = 3};
  const Case c = plain_case(small(SGD{0.1}), options);
  const io::Checkpoint saved = *paused_at(c, 2);
  const auto error = [&](const Case& other) {
    Model model = other.model;
    return error_of([&] { (void)resumed(other, saved, model); });
  };
  const auto with = [&](auto&& change) {
    FitOptions changed = options;
    change(changed);
    return error(plain_case(small(SGD{0.1}), changed));
  };
  EXPECT_EQ(with([](FitOptions& o) { o.batch_size = 8; }),
            "test.ckpt: is of another training: its batch_size differs (16 there, 8 here); train "
            "as before, or remove it to begin anew");
  expect_contains(with([](FitOptions& o) { o.seed = 1; }), "its seed differs (0 there, 1 here)");
  expect_contains(with([](FitOptions& o) { o.validation = moons(9); }), "its history differs");
  expect_contains(error(plain_case(small(Adam{}), options)),
                  "its optimizer differs (sgd there, adam here)");
  expect_contains(error(plain_case(small(SGD{0.1}, true), options)),
                  "its numbers differ (float32 there, float64 here)");
  expect_contains(error({c.model, moons(40), c.options}), "its rows differs (41 there, 40 here)");
  Model wider{Input{2}, Dense{8, relu}, Dense{1, sigmoid}};
  wider.compile(c.model.options());
  expect_contains(error(plain_case(wider, options)), "its network differs;");
  expect_contains(error(plain_case(small(LBFGS{}), options)), "its optimizer differs");
}

}  // namespace
}  // namespace gradus
