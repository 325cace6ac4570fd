#include "gradus/io/csv.hpp"

#include <gtest/gtest.h>

#include <clocale>
#include <locale>
#include <string>
#include <vector>

#include "io/support.hpp"

namespace gradus::io {
namespace {

using test::error_of;

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(const std::string& text, const CsvOptions& options = {}) {
  CsvReader csv(text, "x.csv", options);
  Rows rows;
  while (csv.next()) rows.push_back(csv.cells());
  return rows;
}

TEST(Csv, ReadsRowsBelowAHeader) {
  CsvReader csv("a,b,c\n1,2,3\n4,5,6\n", "x.csv");
  EXPECT_EQ(csv.names(), (std::vector<std::string>{"a", "b", "c"}));
  ASSERT_TRUE(csv.next());
  EXPECT_EQ(csv.cells(), (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(csv.place(), "x.csv:2");
  ASSERT_TRUE(csv.next());
  EXPECT_EQ(csv.cells(), (std::vector<std::string>{"4", "5", "6"}));
  EXPECT_EQ(csv.line(), 3);
  EXPECT_FALSE(csv.next());
}

TEST(Csv, WithoutAHeaderColumnsAreNumbered) {
  CsvReader csv("1,2\n3,4", "x.csv", {.header = false});
  EXPECT_EQ(csv.names(), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(rows_of("1,2\n3,4", {.header = false}), (Rows{{"1", "2"}, {"3", "4"}}));
}

TEST(Csv, TakesLineEndsMarksAndBlankLinesAsTheyCome) {
  const Rows expected{{"1", "2"}, {"3", "4"}};
  EXPECT_EQ(rows_of("a,b\r\n1,2\r\n3,4\r\n"), expected);
  EXPECT_EQ(rows_of("a,b\n1,2\n3,4"), expected);
  EXPECT_EQ(rows_of("\xEF\xBB\xBF"
                    "a,b\n1,2\n3,4\n"),
            expected);
  EXPECT_EQ(rows_of("\n\na,b\n\n1,2\n\r\n3,4\n\n\n"), expected);
  EXPECT_EQ(rows_of("a;b\n1;2\n3;4\n", {.separator = ';'}), expected);
  EXPECT_EQ(rows_of("a\tb\n1\t2\n3\t4\n", {.separator = '\t'}), expected);
}

TEST(Csv, KeepsEmptyCells) {
  EXPECT_EQ(rows_of("a,b,c\n,,\n1,,3\n"), (Rows{{"", "", ""}, {"1", "", "3"}}));
}

TEST(Csv, QuotesHoldAnything) {
  EXPECT_EQ(rows_of("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"\"\n"),
            (Rows{{"x,y", "say \"hi\""}, {"two\nlines", ""}}));
  CsvReader csv("a\n\"two\nlines\"\nlast\n", "x.csv");
  ASSERT_TRUE(csv.next());
  ASSERT_TRUE(csv.next());
  EXPECT_EQ(csv.line(), 4);  // lines are counted within quotes
}

TEST(Csv, NamesTheLineThatIsWrong) {
  EXPECT_EQ(error_of([] { (void)rows_of("a,b\n1,2\n1,2,3\n"); }),
            "x.csv:3: 3 cells, but the first row has 2; give every row the same columns, and check "
            "the separator");
  EXPECT_EQ(error_of([] { (void)rows_of("a,b\n1,2\n\n1\n"); }).substr(0, 16), "x.csv:4: 1 cells");
  EXPECT_EQ(error_of([] { (void)rows_of("a,b\n1,\"2\n"); }).substr(0, 33),
            "x.csv:2: a quote is not closed; e");
  EXPECT_EQ(error_of([] { (void)rows_of("a,b\n1,\"2\"3\n"); }).substr(0, 42),
            "x.csv:2: something follows a closed quote;");
  for (const char* empty : {"", "\n", "\r\n\r\n", "\xEF\xBB\xBF"})
    EXPECT_EQ(error_of([&] { (void)rows_of(empty); }),
              "x.csv: is empty; put rows of numbers in it");
}

TEST(Csv, NumbersAreWholeTexts) {
  EXPECT_EQ(parse_number("12"), 12);
  EXPECT_EQ(parse_number(" -1.5e3\t"), -1500);
  EXPECT_EQ(parse_number("+.25"), 0.25);
  for (const char* no :
       {"", " ", "12abc", "1,5", "0x10", "inf", "nan", "1e999", "+-1", "--1", "1 2"})
    EXPECT_EQ(parse_number(no), std::nullopt) << no;
}

TEST(Csv, NumbersDoNotFollowTheLocale) {
  // A decimal comma, where the system has such a locale.
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char* name : {"de_DE.UTF-8", "de_DE", "fr_FR.UTF-8"})
    if (std::setlocale(LC_ALL, name)) break;
  EXPECT_EQ(parse_number("1.5"), 1.5);
  EXPECT_EQ(parse_number("1,5"), std::nullopt);
  std::setlocale(LC_ALL, before.c_str());
}

TEST(Csv, AnyBytesEndInRowsOrAnError) {
  const std::string good = "a,\"b\"\r\n1,\"x\"\"y\"\r\n\"3\n\",4\n";
  for (size_t at = 0; at < good.size(); ++at) {
    (void)test::ends_in_error([&] { (void)rows_of(good.substr(0, at)); });
    for (int value = 0; value < 256; ++value) {
      std::string changed = good;
      changed[at] = static_cast<char>(value);
      (void)test::ends_in_error([&] {
        for (const auto& row : rows_of(changed)) EXPECT_EQ(row.size(), rows_of(changed)[0].size());
      });
    }
  }
}

}  // namespace
}  // namespace gradus::io
