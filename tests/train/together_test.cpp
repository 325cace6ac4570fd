// Packs that pause and go on, in other company: the same bits.
#include "train/together.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "gradus/data/make.hpp"
#include "support/paused.hpp"
#include "support/sets.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

data::Dataset moons(int64_t rows) {
  return data::make_moons({.train = rows, .test = 10, .noise = 0.2, .seed = 3}).train;
}

Model small(const Optimizer& optimizer, std::vector<Metric> metrics = {accuracy},
            bool float64 = false) {
  Model model{Input{2}, Dense{7, relu}, Dropout{.rate = 0.1}, Dense{1, sigmoid}};
  model.compile({.loss = binary_crossentropy,
                 .optimizer = optimizer,
                 .metrics = std::move(metrics),
                 .float64 = float64});
  return model;
}

// Members that are trained together, each from where it is.
struct Crew {
  using OptionsOf = std::function<FitOptions(int64_t)>;
  data::Dataset set;
  OptionsOf options_of;
  std::vector<Model> models;
  std::vector<Member> members;
  std::vector<std::shared_ptr<Pause>> pauses;

  Crew(const Model& model, size_t count, data::Dataset samples, OptionsOf options)
      : set(std::move(samples)), options_of(std::move(options)), models(count, model) {
    for (size_t i = 0; i < count; ++i)
      members.push_back({&models[i], set, options_of(static_cast<int64_t>(i))});
  }
  // Every member pauses at its own question.
  void pause_at(const std::function<int64_t(size_t)>& question) {
    pauses.clear();
    for (size_t i = 0; i < members.size(); ++i) {
      pauses.push_back(std::make_shared<Pause>(Pause{.at = question(i)}));
      members[i].watch = Pause::watch(pauses[i]);
    }
  }
  void train(const std::vector<size_t>& which, int lanes) {
    size_t next = 0, told = 0;
    Together::train(
        [&]() -> Member* { return next < which.size() ? &members[which[next++]] : nullptr; },
        [&](Member&) { ++told; }, lanes);
    EXPECT_EQ(told, which.size());
  }
  void train_all(int lanes) {
    std::vector<size_t> all(members.size());
    std::iota(all.begin(), all.end(), 0);
    train(all, lanes);
  }
  // In fresh models, each from what it has saved; those that had come to their end stay.
  std::vector<size_t> revive(const Model& model) {
    std::vector<size_t> which;
    for (size_t i = 0; i < members.size(); ++i) {
      if (!members[i].paused) continue;
      models[i] = model;
      members[i] = {&models[i], set, options_of(static_cast<int64_t>(i))};
      members[i].from = pauses[i]->saved;
      which.push_back(i);
    }
    return which;
  }
  std::vector<std::vector<uint64_t>> bits() {
    std::vector<std::vector<uint64_t>> all;
    for (const Member& m : members) all.push_back(all_bits(m.history, *m.model, &set));
    return all;
  }
};

// Sixteen lanes pause; five of them go on as a pack, the others one by one.
void expect_resumes(const Model& model, const data::Dataset& set, const Crew::OptionsOf& options_of,
                    const std::function<int64_t(size_t)>& question, int64_t at_least = 1) {
  Crew undisturbed(model, 16, set, options_of), crew = Crew(model, 16, set, options_of);
  undisturbed.train_all(16);
  crew.pause_at(question);
  crew.train_all(16);
  const std::vector<size_t> rest = crew.revive(model);
  EXPECT_GE(std::ssize(rest), at_least);
  const size_t pack = std::min<size_t>(5, rest.size());
  crew.train({rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(pack)}, 5);
  for (size_t i = pack; i < rest.size(); ++i) train_member(crew.members[rest[i]]);
  const auto expected = undisturbed.bits(), found = crew.bits();
  for (size_t i = 0; i < 16; ++i) {
    EXPECT_FALSE(crew.members[i].paused);
    EXPECT_TRUE(same_bits(expected[i], found[i])) << "network " << i;
  }
}

Crew::OptionsOf seeds(const FitOptions& options) {
  return [options](int64_t i) {
    FitOptions own = options;
    own.seed = static_cast<uint64_t>(i);
    if (i % 3 == 0)
      own.callbacks = {
          EarlyStopping{.monitor = "loss", .patience = 2 + i, .restore_best_weights = true}};
    return own;
  };
}

// 53 rows in batches of 16: four steps an epoch, the last of five rows. Members are asked before
// each, so the question is the step, in an epoch or between two.
TEST(PausedPacks, GoOnInOtherCompany) {
  for (const bool float64 : {false, true}) {
    for (const int64_t at : {0, 3, 4, 5, 6, 10, 12}) {
      SCOPED_TRACE(testing::Message() << "paused at " << at << " float64 " << float64);
      expect_resumes(
          small(Adam{0.05}, {accuracy}, float64), moons(53),
          seeds({.batch_size = 16, .epochs = 4, .validation = moons(20)}),
          [&](size_t) { return at; }, 16);
    }
  }
}

// Each at a moment of its own: whoever pauses leaves its lane, the others go on.
TEST(PausedPacks, LetEachPauseByItself) {
  expect_resumes(
      small(SGD{.learning_rate = 0.1, .momentum = 0.9}), moons(53),
      seeds({.batch_size = 16, .epochs = 4}),
      [](size_t i) { return static_cast<int64_t>(3 * i % 20); }, 8);
  expect_resumes(
      small(RMSprop{}), moons(50),
      [](int64_t i) {
        return FitOptions{.batch_size = 15,
                          .steps = 5 + i,
                          .seed = static_cast<uint64_t>(i),
                          .until = Until{"loss", 0.6, 1}};
      },
      [](size_t i) { return static_cast<int64_t>(i % 7); }, 8);
}

// Epochs of one batch that nobody looks into go by in blocks, and so do the questions.
TEST(PausedPacks, OfPlainEpochs) {
  const auto options_of = [](int64_t i) {
    return FitOptions{.batch_size = kAll,
                      .epochs = 90 + 10 * i,
                      .seed = static_cast<uint64_t>(i),
                      .until = Until{"loss", 0.35, 7}};
  };
  const Model model = small(Nadam{0.02}, {});
  Crew whole(model, 16, moons(40), options_of);
  whole.train_all(16);
  const auto converged = std::ranges::count_if(
      whole.members, [](const Member& m) { return m.history.status == Status::kConverged; });
  EXPECT_GE(converged, 8);
  // Blocks of at most seven epochs: every member is asked right after it has converged, too.
  for (int64_t at = 0; at < 16; ++at)
    expect_resumes(model, moons(40), options_of, [&](size_t) { return at; }, at < 4 ? 8 : 0);
}

// A lane that pauses is free for the next one, and each of those that wait is asked in its turn.
TEST(PausedPacks, TakeOthersInstead) {
  const Model model = small(Adam{0.05});
  const auto options = seeds({.batch_size = 16, .epochs = 3});
  Crew undisturbed(model, 20, moons(53), options), crew(model, 20, moons(53), options);
  undisturbed.train_all(16);
  crew.pause_at([](size_t i) { return static_cast<int64_t>(i < 10 ? 5 : 1000); });
  crew.train_all(4);
  std::vector<size_t> rest = crew.revive(model);
  EXPECT_EQ(rest.size(), 10U);
  // Within an epoch, again, as they walk to its end alone.
  crew.pause_at([](size_t i) { return static_cast<int64_t>(i % 3); });
  crew.train(rest, 4);
  rest = crew.revive(model);
  EXPECT_EQ(rest.size(), 10U);
  crew.train(rest, 16);
  const auto expected = undisturbed.bits(), found = crew.bits();
  for (size_t i = 0; i < 20; ++i) EXPECT_TRUE(same_bits(expected[i], found[i])) << "network " << i;
}

}  // namespace
}  // namespace gradus
