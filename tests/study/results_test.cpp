#include "gradus/study/results.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "study/hand_made.hpp"

namespace gradus::study {
namespace {

TEST(Roughness, IsTheMeanChangeInTheSecondHalf) {
  Trial trial;
  const double gap = std::numeric_limits<double>::quiet_NaN();
  trial.history.columns = {{"val_loss", {9, 5, 1, 1, 3, gap, 2, 2}}};
  trial.history.epochs = 8;
  // The second half is 3, a gap, 2, 2: changes 1 and 0.
  EXPECT_EQ(value_of({"roughness", "val_loss", {}}, trial, false), 0.5);
  EXPECT_EQ(value_of({"roughness", "val_loss", 4}, trial, false), 0.0);  // of 9, 5, 1, 1
}

TEST(AxisValue, ReadsAsTheStudyWritesIt) {
  EXPECT_EQ(text(AxisValue(true)), "true");
  EXPECT_EQ(text(AxisValue(int64_t{64})), "64");
  EXPECT_EQ(text(AxisValue(0.1)), "0.1");
  EXPECT_EQ(text(AxisValue(1e-5)), "1e-5");
  EXPECT_EQ(text(AxisValue(1e22)), "1e22");
  EXPECT_EQ(text(AxisValue(0.0)), "0");
  EXPECT_EQ(text(AxisValue("sgd, momentum")), "sgd, momentum");
}

TEST(VariantKey, NamesStandAloneAndNumbersWithTheirAxis) {
  EXPECT_EQ(text(VariantKey{}), "");
  EXPECT_EQ(text(VariantKey{{"optimizer", "adam"}, {"rate", 0.1}, {"nesterov", false}}),
            "adam, rate 0.1, nesterov false");
  EXPECT_EQ(text(VariantKey{{"hidden", "relu"}, {"output", "relu"}}), "hidden relu, output relu");
}

TEST(MetricQuery, ReadsAsTheStudyWritesIt) {
  EXPECT_EQ((MetricQuery{"last", "loss", {}}).text(), "loss");
  EXPECT_EQ((MetricQuery{"argmin", "val_loss", {}}).text(), "argmin val_loss");
  EXPECT_EQ((MetricQuery{"last", "loss", 3550}).text(), "loss@3550");
}

class ValueOf : public ::testing::Test {
 protected:
  ValueOf() {
    trial_.metrics = {{"loss", 0.5}, {"test_loss", 0.75}};
    trial_.history.columns = {{"loss", {4, 1, 1, 2, 3}}, {"val_loss", {kNaN, 6, kNaN, 5, kNaN}}};
    trial_.history.epochs = 5;
    trial_.history.seconds = 1.5;
  }
  double value(const std::string& reduce, const std::string& name,
               std::optional<int64_t> epoch = {}, bool has_until = false) const {
    return value_of({reduce, name, epoch}, trial_, has_until);
  }
  Trial trial_;
};

TEST_F(ValueOf, TheEndComesFromTheMetrics) {
  EXPECT_EQ(value("last", "loss"), 0.5);
  EXPECT_EQ(value("last", "test_loss"), 0.75);
  EXPECT_TRUE(std::isnan(value("last", "val_loss")));
  EXPECT_TRUE(std::isnan(value("last", "nothing")));
}

TEST_F(ValueOf, ReductionsAreOverWhatWasMeasured) {
  EXPECT_EQ(value("min", "loss"), 1);
  EXPECT_EQ(value("max", "loss"), 4);
  EXPECT_EQ(value("mean", "loss"), 2.2);
  EXPECT_EQ(value("argmin", "loss"), 2);  // the first of equals; epochs count from 1
  EXPECT_EQ(value("argmax", "loss"), 1);
  EXPECT_EQ(value("argmin", "val_loss"), 4);
  EXPECT_EQ(value("mean", "val_loss"), 5.5);
}

TEST_F(ValueOf, AnEpochIsCountedFromOne) {
  EXPECT_EQ(value("last", "loss", 1), 4);
  EXPECT_EQ(value("last", "loss", 5), 3);
  EXPECT_EQ(value("min", "loss", 1), 4);
  EXPECT_TRUE(std::isnan(value("last", "loss", 6)));
  EXPECT_TRUE(std::isnan(value("last", "loss", 0)));
  EXPECT_TRUE(std::isnan(value("last", "val_loss", 1)));
}

TEST_F(ValueOf, EpochsAreThoseOfConvergedTrials) {
  EXPECT_EQ(value("last", "epochs"), 5);
  EXPECT_TRUE(std::isnan(value("last", "epochs", {}, true)));
  trial_.history.status = Status::kConverged;
  EXPECT_EQ(value("last", "epochs", {}, true), 5);
  EXPECT_EQ(value("last", "converged"), 1);
  EXPECT_EQ(value("last", "diverged"), 0);
  EXPECT_EQ(value("last", "seconds"), 1.5);
  EXPECT_EQ(value("last", "learned"), 0);
}

TEST_F(ValueOf, WhatBlewUpHasNoMeanAndNoLastValue) {
  trial_.history.status = Status::kDiverged;
  trial_.history.where = {12, "dense_2", 3};
  EXPECT_TRUE(std::isnan(value("last", "loss")));
  EXPECT_TRUE(std::isnan(value("last", "test_loss")));
  EXPECT_EQ(value("last", "loss", 2), 1);
  EXPECT_TRUE(std::isnan(value("mean", "loss")));
  EXPECT_EQ(value("min", "loss"), 1);
  EXPECT_EQ(value("last", "diverged"), 1);
}

TEST_F(ValueOf, InfinityIsNoValue) {
  trial_.metrics[0].second = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(std::isnan(value("last", "loss")));
}

}  // namespace
}  // namespace gradus::study
