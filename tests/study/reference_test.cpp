#include "study/reference.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "gradus/base/error.hpp"

namespace gradus::study {
namespace {

TEST(Reference, HasAMeaningInEveryRow) {
  for (const std::string& name : reference_names()) {
    std::istringstream lines(reference(name));
    size_t rows = 0;
    for (std::string line; std::getline(lines, line); ++rows)
      EXPECT_FALSE(line.ends_with("|  |")) << name << ": " << line;
    EXPECT_GT(rows, 2U) << name;
  }
}

TEST(Reference, SaysTypeRangeAndDefault) {
  const std::string optimizers = reference("optimizer");
  EXPECT_NE(optimizers.find("| **`adam [LEARNING_RATE]`** | | "), std::string::npos);
  EXPECT_NE(optimizers.find("| `beta_1` | number from 0, below 1 = 0.9 | "), std::string::npos);
  EXPECT_NE(reference("layer").find("| `units` | whole number from 1, required | "),
            std::string::npos);
  EXPECT_NE(reference("folds").find("| `folds` | whole number from 2, required | "),
            std::string::npos);
}

TEST(Reference, NamesTheKindsThatTakeAKey) {
  const std::string figures = reference("figure");
  EXPECT_NE(figures.find("between two points of a mesh (mesh) |"), std::string::npos);
  EXPECT_NE(figures.find("| `where` | { axis = value or list } = all | only these variants |"),
            std::string::npos);
  // What differs between kinds stands with each of them, what does not once.
  EXPECT_NE(figures.find("| `x` | epoch, step or a numeric axis = \"epoch\" | "),
            std::string::npos);
  EXPECT_EQ(figures.find("| `count` |"), figures.rfind("| `count` |"));
}

TEST(Reference, SuggestsANameThatIsNear) {
  try {
    (void)reference("optimiser");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "nothing is called \"optimiser\"; did you mean \"optimizer\"?");
  }
}

}  // namespace
}  // namespace gradus::study
