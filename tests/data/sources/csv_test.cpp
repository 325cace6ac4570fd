#include <gtest/gtest.h>

#include "data/samples.hpp"
#include "data/sha256.hpp"
#include "gradus/data/load.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

using test::error_of, test::expect_contains, test::TempFolder;

Loaded load_text(const std::string& text, sources::Csv source = {}) {
  const TempFolder folder;
  folder.write("x.csv", text);
  source.file = "x.csv";
  return load(source, {.beside = folder.path()});
}

// The error without the folder's name.
std::string error(const std::string& text, const sources::Csv& source = {}) {
  const std::string whole = error_of([&] { (void)load_text(text, source); });
  const size_t at = whole.find("x.csv");
  return at == std::string::npos ? whole : whole.substr(at);
}

TEST(CsvSource, TextsAreClassesByTheAlphabet) {
  const Loaded loaded = load_text("a,b,kind\n1,2,rose\n3,4,iris\n5,6,rose\n");
  EXPECT_EQ(loaded.train.body().class_names, (std::vector<std::string>{"iris", "rose"}));
  EXPECT_EQ(test::labels_of(loaded.train), (std::vector<int32_t>{1, 0, 1}));
  EXPECT_EQ(test::row_of(loaded.train, 1), (std::vector<float>{3, 4}));
  EXPECT_FALSE(loaded.has_own_test);
  EXPECT_TRUE(loaded.test.empty());
  EXPECT_TRUE(loaded.notes.empty());
}

TEST(CsvSource, WholeNumbersAreClassesByNumber) {
  const Loaded loaded = load_text("a,y\n1,10\n2,9\n3,-1\n4,10.0\n5,9\n6,-1\n");
  EXPECT_EQ(loaded.train.body().class_names, (std::vector<std::string>{"-1", "9", "10"}));
  EXPECT_EQ(test::labels_of(loaded.train), (std::vector<int32_t>{2, 1, 0, 2, 1, 0}));
}

TEST(CsvSource, OtherNumbersAreNumbers) {
  const Loaded loaded = load_text("a,y\n1,10\n2,0.5\n");
  EXPECT_FALSE(loaded.train.has_classes());
  EXPECT_EQ(loaded.train.target(0), (std::vector<float>{10}));
  EXPECT_EQ(loaded.train.target(1), (std::vector<float>{0.5f}));
}

TEST(CsvSource, WholeNumbersAreQuantitiesWhereAsked) {
  const Loaded loaded = load_text("a,y\n1,10\n2,20\n", {.regression = true});
  EXPECT_FALSE(loaded.train.has_classes());
  EXPECT_EQ(loaded.train.target(1), (std::vector<float>{20}));
  EXPECT_EQ(
      error("a,y\n1,10\n2,red\n", {.regression = true}),
      "x.csv:3: the target \"y\" is \"red\", no number; mend the cell, or leave out regression "
      "= true");
}

TEST(CsvSource, TargetAndWeightAreFoundByName) {
  const Loaded loaded = load_text("y,a,w,b\n0,1,0.5,2\n1,3,2,4\n", {.target = "y", .weight = "w"});
  EXPECT_EQ(test::row_of(loaded.train, 1), (std::vector<float>{3, 4}));
  EXPECT_EQ(test::labels_of(loaded.train), (std::vector<int32_t>{0, 1}));
  EXPECT_EQ(loaded.train.body().weights, (std::vector<float>{0.5f, 2}));
  const Loaded numbered =
      load_text("0;1;2\n1;3;4\n", {.target = "1", .header = false, .separator = ";"});
  EXPECT_EQ(test::row_of(numbered.train, 0), (std::vector<float>{1, 2}));
}

TEST(CsvSource, NamesTheCellThatIsWrong) {
  EXPECT_EQ(error("a,b,y\n1,2,0\n1,two,0\n"),
            "x.csv:3: column \"b\": \"two\" is no number; features are numbers; mend the cell, or "
            "check header and separator");
  expect_contains(error("a,b,y\n1,,0\n"), "x.csv:2: column \"b\" is empty; ");
  expect_contains(error("a,b,y\n1,nan,0\n"), "column \"b\": \"nan\" is no number; ");
  expect_contains(error("a,b,y\n1,1e300,0\n"), "column \"b\": \"1e300\" is no number of float32; ");
  expect_contains(error("a,y\n1,0\n2,\n"), "x.csv:3: the target \"y\" is empty; ");
  expect_contains(error("a,y\n1,0\n2,x\n"),
                  "x.csv:3: the target \"y\" is \"x\", no number as above");
  expect_contains(error("a,y\n1,x\n2,0\n"),
                  "x.csv:3: the target \"y\" is the number 0 among texts");
  expect_contains(error("a,w,y\n1,-1,0\n", {.weight = "w"}), "x.csv:2: the weight -1 is negative");
}

TEST(CsvSource, NamesTheColumnThatIsWrong) {
  EXPECT_EQ(error("a,label\n1,2\n", {.target = "lable"}),
            "x.csv: no column \"lable\"; did you mean \"label\"?");
  expect_contains(error("a,y,y\n1,2,3\n", {.target = "y"}), "two columns are named \"y\"");
  expect_contains(error("a,y\n1,2\n", {.weight = "y"}), "\"y\" is both target and weight");
  expect_contains(error("y\n1\n"), "x.csv: has no column of features; ");
  expect_contains(error("a,w,y\n"), "x.csv: has no rows below its header");
  expect_contains(error("", {}), "x.csv: is empty");
  expect_contains(error("a,y\n1,2\n", {.separator = "::"}), "csv: separator = \"::\"; ");
}

TEST(CsvSource, SaysWhereFilesWereLookedFor) {
  const TempFolder folder;
  EXPECT_EQ(
      error_of([&] { (void)load(sources::Csv{.file = "none.csv"}, {.beside = folder.path()}); }),
      "file \"none.csv\" not found beside the study, in GRADUS_DATA or the cache; try gradus "
      "data list");
}

TEST(CsvSource, NotesTooManyClasses) {
  const Loaded loaded = load_text("a,y\n1,10\n2,20\n3,30\n");
  ASSERT_EQ(loaded.notes.size(), 1u);
  expect_contains(loaded.notes[0], "The target \"y\" of x.csv has 3 classes in 3 samples");
}

TEST(CsvSource, RecordsItsChecksum) {
  const std::string text = "a,y\n1,0\n2,1\n";
  Sha256 sum;
  sum.add(text);
  const Loaded loaded = load_text(text);
  ASSERT_EQ(loaded.checksums.size(), 1u);
  EXPECT_EQ(loaded.checksums[0].first, "x.csv");
  EXPECT_EQ(loaded.checksums[0].second, sum.finish());
}

}  // namespace
}  // namespace gradus::data
