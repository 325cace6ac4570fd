#include "study/record.hpp"

#include <gtest/gtest.h>

#include "gradus/base/error.hpp"

namespace gradus::study {
namespace {

Record whole() {
  Record record;
  record.version = "gradus 0.1.0 (commit abc, clang 19.1.7, avx512)";
  record.quick = true;
  record.set = {"train.epochs=20", "data.source=\"csv a.csv\""};
  record.seeds = 3;
  record.beside = "../studies";
  record.notes = {"axis units is left out", "a \"quoted\"\nnote"};
  record.sources = {"4 samples"};
  record.sha256 = {{"a b.csv", "0f"}, {"c.csv", "1e"}};
  return record;
}

constexpr const char* kPlan = "seeds = 3\n\n[data]\nsource = \"xor\"\n";

TEST(Record, ComesBack) {
  const Record record = whole();
  const std::string text = kPlan + record_toml(record);
  const Record read = read_record(text, "study.toml");
  EXPECT_EQ(read.version, record.version);
  EXPECT_TRUE(read.quick);
  EXPECT_EQ(read.set, record.set);
  EXPECT_EQ(read.seeds, 3);
  EXPECT_EQ(read.beside, record.beside);
  EXPECT_EQ(read.notes, record.notes);
  EXPECT_EQ(read.sources, record.sources);
  EXPECT_EQ(read.sha256, record.sha256);
  EXPECT_EQ(plan_of(text), kPlan);
}

TEST(Record, SaysNoMoreThanThereIs) {
  EXPECT_EQ(record_toml({.version = "v"}), "\n[record]\nversion = \"v\"\n");
  EXPECT_EQ(plan_of(kPlan), kPlan);
  EXPECT_EQ(read_record(kPlan, "study.toml").version, "");
  EXPECT_THROW((void)read_record("a = = b", "study.toml"), Error);
}

}  // namespace
}  // namespace gradus::study
