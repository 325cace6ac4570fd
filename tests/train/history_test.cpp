#include "gradus/train/history.hpp"

#include <gtest/gtest.h>

namespace gradus {
namespace {

TEST(History, StatusesHaveTheNamesOfTheResultsFile) {
  EXPECT_STREQ(status_name(Status::kCompleted), "completed");
  EXPECT_STREQ(status_name(Status::kConverged), "converged");
  EXPECT_STREQ(status_name(Status::kStopped), "stopped");
  EXPECT_STREQ(status_name(Status::kDiverged), "diverged");
  EXPECT_STREQ(status_name(Status::kFailed), "failed");
}

TEST(History, FindsColumnsByName) {
  History history;
  history.columns = {{"loss", {1, 2}}, {"val_loss", {3}}};
  ASSERT_NE(history.find("val_loss"), nullptr);
  EXPECT_EQ(*history.find("val_loss"), std::vector<double>{3});
  EXPECT_EQ(history.find("accuracy"), nullptr);
}

}  // namespace
}  // namespace gradus
