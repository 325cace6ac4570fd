#include "report/figure_text.hpp"

#include <gtest/gtest.h>

namespace gradus {
namespace {

TEST(FigureText, KeepsWhatCanBePrinted) {
  EXPECT_EQ(clean_text("é 中 {/Symbol a} \\n `x` 50 %"), "é 中 {/Symbol a} \\n `x` 50 %");
  EXPECT_EQ(clean_text("a\tb\x01\x7f\nc"), "a b  \nc");
}

TEST(FigureText, MarksWhatIsNoUtf8) {
  EXPECT_EQ(clean_text("a\xff"), "a\uFFFD");
  EXPECT_EQ(clean_text("\xe2\x82"), "\uFFFD\uFFFD");            // cut short
  EXPECT_EQ(clean_text("\xc0\xaf"), "\uFFFD\uFFFD");            // overlong
  EXPECT_EQ(clean_text("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD");  // a surrogate
  EXPECT_EQ(clean_text("\xef\xbf\xbf"), "\uFFFD\uFFFD\uFFFD");  // no character, forbidden in XML
}

TEST(FigureText, MeasuresByTheFont) {
  // DejaVu Sans: i is 278, M 863 thousandths wide; accents take no room of their own.
  EXPECT_DOUBLE_EQ(text_width("iM", 10), 11.41);
  EXPECT_DOUBLE_EQ(text_width("e\u0301", 10), text_width("e", 10));
  EXPECT_GT(text_width("iM", 10, true), text_width("iM", 10));
}

TEST(FigureText, WrapsAtSpaces) {
  const double width = text_width("one two", 12) + 0.1;
  EXPECT_EQ(wrap_text("one two three", width, 12), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrap_text("one\ntwo", 1000, 12), (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(wrap_text("unbreakable", 5, 12), (std::vector<std::string>{"unbreakable"}));
  EXPECT_TRUE(wrap_text("", 100, 12).empty());
}

TEST(FigureText, BoxesWhatTheFontLacks) {
  EXPECT_EQ(with_boxes("αβ 10⁻³ × − 中文 😀"), "αβ 10⁻³ × − □□ □");
}

TEST(FigureText, Superscripts) {
  EXPECT_EQ(superscript(-30), "⁻³⁰");
  EXPECT_EQ(superscript(12), "¹²");
}

TEST(FigureText, ShortensInTheMiddle) {
  EXPECT_EQ(shorten_text("adam", 100, 12), "adam");
  const std::string a = shorten_text("a very long name of a variant, the first", 150, 12);
  const std::string b = shorten_text("a very long name of a variant, the last", 150, 12);
  EXPECT_LE(text_width(a, 12), 150);
  EXPECT_GT(text_width(a, 12), 120);
  EXPECT_EQ(a.substr(0, 6), "a very");
  EXPECT_NE(a.find("…"), std::string::npos);
  EXPECT_EQ(a.substr(a.size() - 5), "first");
  EXPECT_EQ(b.substr(b.size() - 4), "last");
  const std::string umlauts = shorten_text("ääääääääääääääääääääääää", 80, 12);
  EXPECT_EQ(umlauts, clean_text(umlauts)) << "no character is cut";
}

}  // namespace
}  // namespace gradus
