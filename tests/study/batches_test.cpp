#include "study/batches.hpp"

#include <gtest/gtest.h>

#include "hand_made.hpp"

namespace gradus::study {
namespace {

FigureSpec line(const std::string& x, const std::string& y) {
  FigureSpec figure;
  figure.x = x;
  figure.y = {{"last", y, {}}};
  return figure;
}

TEST(Batches, AreKeptWhereAFigureShowsThem) {
  Study study = named("run", {"a", "b", "c"}, 1);
  study.variants[2].same_as = 0;
  const auto kept = [&] {
    return std::vector<bool>{keeps_batches(study, 0), keeps_batches(study, 1)};
  };
  using Each = std::vector<bool>;
  study.figures = {line("epoch", "loss"), line("step", "accuracy"), line("epoch", "learning_rate")};
  EXPECT_EQ(kept(), (Each{false, false}));
  study.figures = {line("step", "learning_rate")};
  EXPECT_EQ(kept(), (Each{true, true}));
  study.figures[0].where = {{"run", {std::string("b")}}};
  EXPECT_EQ(kept(), (Each{false, true}));
  // The first variant is computed for the third as well.
  study.figures[0].where = {{"run", {std::string("c")}}};
  EXPECT_EQ(kept(), (Each{true, false}));
  study.figures = {FigureSpec{}};
  study.figures[0].kind = "lr_range";
  EXPECT_EQ(kept(), (Each{true, true}));
}

TEST(Batches, AreWrittenUpdateByUpdate) {
  const Study study = named("run", {"a", "b"}, 1);
  Results results;
  results.trials = {trial_of(0, 0, {}), trial_of(1, 0, {})};
  EXPECT_EQ(batches_csv(study, results), "") << "nothing was kept";
  results.trials[1].history.batch_loss = {2.5, 1};
  results.trials[1].history.batch_learning_rate = {0.1, 0.25};
  EXPECT_EQ(batches_csv(study, results),
            "trial,step,learning_rate,loss\n1,1,0.1,2.5\n1,2,0.25,1\n");
}

}  // namespace
}  // namespace gradus::study
