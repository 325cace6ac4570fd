#include "study/equal_batches.hpp"

#include <gtest/gtest.h>

#include "io/support.hpp"
#include "study/variant_error.hpp"
#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::Parts;
using testing::study_of;

// 80 rows of a file, in three folds: 53 or 54 are trained on.
class EqualBatches : public ::testing::Test {
 protected:
  EqualBatches() {
    std::string rows = "x,y\n";
    for (int i = 0; i < 80; ++i) rows += std::to_string(i) + "," + (i % 2 ? "a" : "b") + "\n";
    folder_.write("rows.csv", rows);
  }

  [[nodiscard]] Study counted(const std::string& batches, const std::string& top = "") const {
    Parts parts;
    parts.top = top;
    parts.data = "source = \"csv rows.csv\"\nvalidation = { folds = 3 }\n";
    parts.train += "batch_size = \"$batch\"\n";
    parts.rest = "[vary]\nbatch = " + batches + "\n";
    Study study = study_of(parts);
    for (const Variant& v : study.variants) EXPECT_FALSE(v.same_as);
    name_equal_batches(study, DataShelf(study, folder_.path()));
    return study;
  }

  test::TempFolder folder_;
};

TEST_F(EqualBatches, AreNamedOnceTheSamplesAreCounted) {
  const Study study = counted("[16, 53, 54, 64, \"all\"]");
  EXPECT_FALSE(study.variants[0].same_as);
  EXPECT_FALSE(study.variants[1].same_as) << "one fold trains on 54";
  EXPECT_FALSE(study.variants[2].same_as);
  EXPECT_EQ(study.variants[3].same_as, std::optional<size_t>(2));
  EXPECT_EQ(study.variants[4].same_as, std::optional<size_t>(2));
  EXPECT_EQ(study.variants[3].plan.train.batch_size, 64) << "a refit trains on more";
  EXPECT_EQ(study.notes,
            (std::vector<std::string>{"\"batch 64\" is \"batch 54\"", "\"all\" is \"batch 54\""}));
  Study again = study;
  name_equal_batches(again, DataShelf(again, folder_.path()));
  EXPECT_EQ(again.notes, study.notes);
}

TEST_F(EqualBatches, AnAxisOfThemAloneIsAMistake) {
  try {
    (void)counted("[54, 64]");
    ADD_FAILURE() << "accepted";
  } catch (const VariantError& e) {
    EXPECT_EQ(e.path(), "vary.batch");
    EXPECT_EQ(e.reason(),
              "changes nothing in all 2 variants (every value takes all training samples at once)");
    EXPECT_EQ(e.mend(), "remove it, or allow_inert = [\"batch\"]");
  }
  const Study allowed = counted("[54, 64]", "allow_inert = [\"batch\"]\n");
  EXPECT_EQ(allowed.variants[1].same_as, std::optional<size_t>(0));
}

TEST(EqualBatchesOfDrawnSamples, AreNamedWhenTheFileIsRead) {
  Parts parts;
  parts.data = "source = \"moons\"\ntrain = 80\nvalidation = { folds = 3 }\n";
  parts.train += "batch_size = \"$batch\"\n";
  parts.rest = "[vary]\nbatch = [53, 54, 64, \"all\"]\n";
  Study study = study_of(parts);
  EXPECT_FALSE(study.variants[1].same_as);
  EXPECT_EQ(study.variants[2].same_as, std::optional<size_t>(1));
  EXPECT_EQ(study.variants[3].same_as, std::optional<size_t>(1));
  const std::vector<std::string> notes = study.notes;
  name_equal_batches(study, DataShelf(study, ""));
  EXPECT_EQ(study.notes, notes);
  parts.rest = "[vary]\nbatch = [54, 64]\n";
  EXPECT_EQ(testing::mistake(parts),
            "vary.batch: changes nothing in all 2 variants (every value takes all training samples "
            "at once); remove it, or allow_inert = [\"batch\"]");
}

}  // namespace
}  // namespace gradus::study
