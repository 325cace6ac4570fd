#include "study/scalars.hpp"

#include <gtest/gtest.h>

#include "study/study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake, testing::Parts, testing::study_of;

// A study of a MATLAB file with this table.
Parts relabel(const std::string& table) {
  Parts parts;
  parts.data = "source = { kind = \"mat x.mat\", relabel = " + table + " }\n";
  return parts;
}

TEST(Scalars, TablesOfWholeNumbers) {
  const Study study = study_of(relabel("{ 10 = 0, -1 = 2 }"));
  const auto& source = std::get<data::sources::Mat>(study.variants[0].plan.data.source);
  EXPECT_EQ(source.file, "x.mat");
  EXPECT_EQ(source.x, "X");
  EXPECT_EQ(source.y, "y");
  EXPECT_EQ(source.relabel, (std::map<int64_t, int64_t>{{-1, 2}, {10, 0}}));
}

TEST(Scalars, MistakesInTablesOfWholeNumbers) {
  EXPECT_EQ(mistake(relabel("[10, 0]")),
            "data.source.relabel: expected a table of whole numbers, got a list; write { 10 = 0 }");
  EXPECT_EQ(mistake(relabel("{ ten = 0 }")),
            "data.source.relabel.ten: the key is no whole number; write { 10 = 0 }");
  EXPECT_EQ(mistake(relabel("{ 10 = \"0\" }")),
            "data.source.relabel.10: expected a whole number, got \"0\"; drop the quotes");
}

// What is read differently is another plan.
TEST(Scalars, TablesOfWholeNumbersAreOfThePlan) {
  const auto plan = [](const std::string& table) {
    return canonical(study_of(relabel(table)).variants[0].plan);
  };
  EXPECT_EQ(plan("{ 10 = 0, 1 = 2 }"), plan("{ 1 = 2, 10 = 0 }"));
  EXPECT_NE(plan("{ 10 = 0 }"), plan("{ 10 = 1 }"));
  EXPECT_NE(plan("{ 10 = 0 }"), plan("{}"));
}

}  // namespace
}  // namespace gradus::study
