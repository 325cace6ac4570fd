#include "study/variant_error.hpp"

#include <gtest/gtest.h>

#include "study_text.hpp"

namespace gradus::study {
namespace {

TEST(VariantError, NamesFileKeyAndVariant) {
  Study study;
  study.file = "s.toml";
  Variant variant;
  EXPECT_STREQ(VariantError(study, variant, "data.test", "is wrong", "mend it").what(),
               "s.toml: data.test: is wrong; mend it");
  variant.key = {{"rate", 0.1}};
  EXPECT_STREQ(VariantError(study, variant, "data", "is wrong", "").what(),
               "s.toml: data (rate 0.1): is wrong");
  study.file.clear();  // one made in C++
  EXPECT_STREQ(VariantError(study, variant, "data", "is wrong", "").what(),
               "data (rate 0.1): is wrong");
}

TEST(VariantError, WhatAMistakeNamesIsLookedForInThePlan) {
  const Study study = testing::study_of({});
  const auto path = [&](const char* section, const char* place) {
    const VariantError e = misfit(study, study.variants[0], section, Error(place, "is wrong"));
    return e.path() + ": " + e.reason();
  };
  EXPECT_EQ(path("model", "[dense_1]"), "model.layers.dense_1: is wrong");
  EXPECT_EQ(path("train", "[dense]"), "model.layers.dense: is wrong");
  EXPECT_EQ(path("train", "[mse]"), "train: [mse] is wrong");
  EXPECT_EQ(path("train", "train.until"), "train.until: is wrong");
  EXPECT_EQ(path("data", "data.validation"), "data.validation: is wrong");
  EXPECT_EQ(path("data", "data"), "data: is wrong");
  EXPECT_EQ(path("data", ""), "data: is wrong");
  EXPECT_EQ(path("data", "[crop]"), "data: [crop] is wrong");
}

}  // namespace
}  // namespace gradus::study
