#include "gradus/study/prepare.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "io/support.hpp"
#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake;
using testing::Parts;
using testing::study_of;

// A study of a file of rows 0, 1, 2 ..., which are 10, 11, 12 ... in its first column.
class PrepareTest : public ::testing::Test {
 protected:
  PrepareTest() {
    std::string rows = "x,y\n";
    for (int i = 0; i < 40; ++i) rows += std::to_string(10 + i) + "," + (i % 4 ? "a" : "b") + "\n";
    folder_.write("rows.csv", rows);
  }

  [[nodiscard]] static Study study(const std::string& data) {
    Parts parts;
    parts.data = "source = \"csv rows.csv\"\n" + data;
    return study_of(parts);
  }

  [[nodiscard]] static std::vector<uint32_t> rows_of(const data::Dataset& set) {
    std::vector<uint32_t> rows = set.row_index();
    std::sort(rows.begin(), rows.end());
    return rows;
  }

  test::TempFolder folder_;
};

TEST_F(PrepareTest, FoldsHoldEachRowOutOnce) {
  const Study s = study("validation = { folds = 3 }\n");
  const DataShelf shelf(s, folder_.path());
  const DataPlan& plan = s.variants[0].plan.data;
  EXPECT_EQ(plan.folds(), 3);
  std::vector<uint32_t> held_out;
  for (int64_t fold = 0; fold < 3; ++fold) {
    const Prepared sets = shelf.prepare(plan, 5, fold);
    EXPECT_TRUE(sets.test.empty());
    EXPECT_EQ(sets.train.rows() + sets.validation.rows(), 40);
    EXPECT_EQ(shelf.fold_rows(plan, 5, fold).validation, rows_of(sets.validation));
    EXPECT_TRUE(shelf.fold_rows(plan, 5, fold).test.empty());
    for (const uint32_t row : rows_of(sets.validation)) held_out.push_back(row);
  }
  std::sort(held_out.begin(), held_out.end());
  std::vector<uint32_t> all(40);
  std::iota(all.begin(), all.end(), 0u);
  EXPECT_EQ(held_out, all);
}

TEST_F(PrepareTest, NestedFoldsGoTestFoldByTestFold) {
  const Study s = study("test = { folds = 4 }\nvalidation = { folds = 3, repeats = 2 }\n");
  const DataShelf shelf(s, folder_.path());
  const DataPlan& plan = s.variants[0].plan.data;
  ASSERT_EQ(plan.folds(), 24);
  for (int64_t outer = 0; outer < 4; ++outer) {
    const std::vector<uint32_t> test = shelf.fold_rows(plan, 0, outer * 6).test;
    EXPECT_EQ(test.size(), 10u);
    for (int64_t repeat = 0; repeat < 2; ++repeat) {
      std::vector<uint32_t> held_out = test;
      for (int64_t inner = 0; inner < 3; ++inner) {
        const FoldRows rows = shelf.fold_rows(plan, 0, outer * 6 + repeat * 3 + inner);
        EXPECT_EQ(rows.test, test);
        EXPECT_EQ(rows.validation.size(), 10u);
        held_out.insert(held_out.end(), rows.validation.begin(), rows.validation.end());
      }
      std::sort(held_out.begin(), held_out.end());
      EXPECT_EQ(std::unique(held_out.begin(), held_out.end()), held_out.end());
      EXPECT_EQ(held_out.size(), 40u);
    }
    EXPECT_NE(shelf.fold_rows(plan, 0, outer * 6).validation,
              shelf.fold_rows(plan, 0, outer * 6 + 3).validation);
  }
  // A refit trains on all but the test fold: the plan without its validation.
  DataPlan refit = plan;
  refit.validation_folds.reset();
  EXPECT_EQ(refit.folds(), 4);
  EXPECT_EQ(shelf.fold_rows(refit, 0, 2).test, shelf.fold_rows(plan, 0, 12).test);
}

TEST_F(PrepareTest, ClassesAreDealtInProportionUnlessToldOtherwise) {
  const auto of_class_b = [&](const std::string& data) {
    const Study s = study("validation = { folds = 5 }\n" + data);
    const DataShelf shelf(s, folder_.path());
    std::vector<int> counts;
    for (int64_t fold = 0; fold < 5; ++fold) {
      int count = 0;
      for (const uint32_t row : shelf.fold_rows(s.variants[0].plan.data, 1, fold).validation)
        count += row % 4 == 0 ? 1 : 0;
      counts.push_back(count);
    }
    return counts;
  };
  EXPECT_EQ(of_class_b(""), (std::vector<int>{2, 2, 2, 2, 2}));
  EXPECT_NE(of_class_b("stratify = false\n"), (std::vector<int>{2, 2, 2, 2, 2}));
}

TEST_F(PrepareTest, TheSeedDealsUnlessPinned) {
  const Study s = study("validation = { folds = 3 }\n");
  const DataShelf shelf(s, folder_.path());
  DataPlan plan = s.variants[0].plan.data;
  EXPECT_NE(shelf.fold_rows(plan, 1, 0).validation, shelf.fold_rows(plan, 2, 0).validation);
  plan.seed = 9;
  EXPECT_EQ(shelf.fold_rows(plan, 1, 0).validation, shelf.fold_rows(plan, 2, 0).validation);
}

TEST_F(PrepareTest, TransformsAreFittedOnTrainingRowsAlone) {
  const Study s =
      study("validation = { folds = 40 }\nstratify = false\ntransform = \"scale 0 1\"\n");
  const DataShelf shelf(s, folder_.path());
  const DataPlan& plan = s.variants[0].plan.data;
  for (int64_t fold = 0; fold < 40; ++fold) {
    const Prepared sets = shelf.prepare(plan, 0, fold);
    const uint32_t row = sets.validation.row_index()[0];
    // Rows 10 .. 49: without the largest, the range ends at 48, and 49 is beyond 1.
    const float value = sets.validation.feature(0, 0);
    if (row == 39) {
      EXPECT_NEAR(value, 39.0F / 38.0F, 1e-6F);
    } else if (row == 0) {
      EXPECT_NEAR(value, -1.0F / 38.0F, 1e-6F);
    } else {
      EXPECT_NEAR(value, static_cast<float>(row) / 39.0F, 1e-6F);
    }
  }
}

TEST_F(PrepareTest, FoldsThatDoNotFitNameTheirKey) {
  const auto mistake_of = [&](const std::string& data) {
    const Study s = study(data);
    const DataShelf shelf(s, folder_.path());
    return test::error_of([&] { (void)shelf.prepare(s.variants[0].plan.data, 0); });
  };
  EXPECT_EQ(mistake_of("validation = { folds = 41 }\n"),
            "data.validation: deals 40 samples into 41 folds; ask for fewer folds");
  EXPECT_EQ(mistake_of("test = { folds = 31 }\n"),
            "data.test: deals classes of at most 30 samples into 31 folds; ask for fewer folds, or "
            "set stratify = false");
}

TEST(Prepare, DrawnSamplesAreDealtToo) {
  Parts parts;
  parts.data = "source = \"moons\"\nsamples = 60\ntrain = 30\ntest = { folds = 3 }\n";
  const Study s = study_of(parts);
  const DataShelf shelf(s, "");
  const DataPlan& plan = s.variants[0].plan.data;
  std::vector<uint32_t> held_out;
  for (int64_t fold = 0; fold < 3; ++fold) {
    EXPECT_EQ(shelf.prepare(plan, 0, fold).train.rows(), 30);
    for (const uint32_t row : shelf.fold_rows(plan, 0, fold).test) held_out.push_back(row);
  }
  std::sort(held_out.begin(), held_out.end());
  EXPECT_EQ(held_out.size(), 60u);
  EXPECT_EQ(std::unique(held_out.begin(), held_out.end()), held_out.end());
}

TEST(ReadFolds, AreReadStrictly) {
  const auto message = [](const std::string& data) {
    Parts parts;
    parts.data = data;
    return mistake(parts);
  };
  const std::string moons = "source = \"moons\"\nsamples = 60\n";
  EXPECT_EQ(message(moons + "test = { folds = 3 }\nvalidation = { folds = 2, repeats = 5 }\n"), "");
  EXPECT_EQ(message(moons + "test = { fold = 3 }\n"),
            "data.test.fold: unknown key; did you mean \"folds\"?");
  EXPECT_EQ(message(moons + "validation = { repeats = 3 }\n"),
            "data.validation.folds: is missing; write { folds = 3 }, for example");
  EXPECT_EQ(
      message(moons + "validation = { folds = 1 }\n"),
      "data.validation.folds: expected a whole number from 2 to 10000, got 1; give at least 2");
  EXPECT_EQ(message(moons + "validation = { folds = 2, repeats = 0 }\n"),
            "data.validation.repeats: expected a whole number from 1 to 10000, got 0; give at "
            "least 1");
  EXPECT_EQ(message(moons + "validation = { folds = 61 }\n"),
            "data.validation: deals 60 samples into 61 folds; ask for fewer folds");
  EXPECT_EQ(message("source = \"moons\"\ntrain = 60\ntest = { folds = 3 }\n"),
            "data.samples: is missing; the folds of data.test deal what it draws");
  EXPECT_EQ(message("source = \"mnist\"\ntest = { folds = 3 }\n"),
            "data.test: mnist has a test set of its own; folds need source = \"mnist train\"");
  EXPECT_EQ(message(moons + "test = { folds = 3 }\nvalidation = \"test\"\n"), "");
}

TEST(ReadFolds, BringMetricsAndMakePlans) {
  Parts parts;
  parts.data = "source = \"moons\"\nsamples = 60\ntest = { folds = 3 }\nvalidation = \"$v\"\n";
  parts.rest = "[vary.v]\na = { folds = 2 }\nb = { folds = 2, repeats = 1 }\nc = { folds = 3 }\n";
  EXPECT_EQ(mistake(parts), "");
  parts.rest +=
      "[[figure]]\ny = [\"val_accuracy\", \"loss\"]\n[[finding]]\nmetric = \"test_accuracy\"\n";
  const Study s = study_of(parts);
  EXPECT_EQ(s.variants[1].same_as, std::optional<size_t>(0));
  EXPECT_FALSE(s.variants[2].same_as);
  EXPECT_NE(s.variants[0].canonical.find("test=3 folds x1 validation=2 folds x1"),
            std::string::npos);
}

TEST(ReadFolds, OverlaysMergeAndReplaceThem) {
  Parts parts;
  parts.data = "source = \"moons\"\nsamples = 60\nvalidation = { folds = 3 }\n";
  const auto plan = [&](const std::string& set) {
    return study_of(parts, {.set = {set}}).variants[0].plan.data;
  };
  EXPECT_EQ(plan("data.validation.repeats=4").validation_folds, (Folds{3, 4}));
  EXPECT_EQ(plan("data.validation=0.2").validation_folds, std::nullopt);
  EXPECT_EQ(plan("data.validation=0.2").folds(), 0);
}

}  // namespace
}  // namespace gradus::study
