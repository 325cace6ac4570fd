#include <gtest/gtest.h>

#include "report/findings.hpp"

namespace gradus {
namespace {

std::vector<std::string> about(Finding::Kind kind) {
  Finding finding;
  finding.kind = kind;
  return how_to_read({finding});
}

TEST(HowToRead, SaysWhatLearningAndDivergingMean) {
  EXPECT_EQ(about(Finding::Kind::kNotLearned),
            std::vector<std::string>{
                "A trial did not learn where its last training loss is not below 95 % of that of "
                "the best constant prediction."});
  EXPECT_EQ(about(Finding::Kind::kDiverged),
            std::vector<std::string>{
                "A trial diverged where a value was not finite, or its last training loss is above "
                "twice that of the best constant prediction and twice that of its first batch."});
  EXPECT_TRUE(how_to_read({}).empty());
}

TEST(HowToRead, DropoutIsNamedWhereThereIsAny) {
  Finding finding;
  finding.kind = Finding::Kind::kNotLearned;
  finding.with_dropout = true;
  EXPECT_EQ(how_to_read({finding}),
            std::vector<std::string>{
                "A trial did not learn where its last training loss is not below 95 % of that of "
                "the best constant prediction, neither as measured nor with dropout and noise "
                "off."});
}

}  // namespace
}  // namespace gradus
