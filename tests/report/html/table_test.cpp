#include "report/html/table.hpp"

#include <gtest/gtest.h>

namespace gradus::html {
namespace {

TEST(HtmlTable, NumbersStandToTheRight) {
  const std::string html = table({{"variant", "loss"}, {{"adam", "0.1 [0.05, 0.2]"}, {"8", "–"}}});
  EXPECT_NE(html.find("<th scope=\"col\">variant</th><th scope=\"col\" class=\"num\">loss</th>"),
            std::string::npos)
      << html;
  EXPECT_NE(html.find("<tr><td>adam</td><td class=\"num\">0.1 [0.05, 0.2]</td></tr>"),
            std::string::npos)
      << html;
}

TEST(HtmlTable, ColumnsOfWordsStandAlike) {
  const TextTable keys{{"key", "the first", "the second"}, {{"seeds", "3", "not there"}}};
  EXPECT_NE(table(keys).find("<td class=\"num\">3</td><td>not there</td>"), std::string::npos);
  EXPECT_EQ(table(keys, Cells::kWords).find("num"), std::string::npos);
}

TEST(HtmlTable, AChecksumIsNoNumber) {
  EXPECT_EQ(table({{"sum"}, {{"12ab"}}}).find("num"), std::string::npos);
  EXPECT_EQ(table({{"rate"}, {{"2e-5"}}, 0}).find("<td>"), std::string::npos);
  EXPECT_EQ(table({{"rate"}, {{"inf"}}}).find("num"), std::string::npos);
}

TEST(HtmlTable, IsEscapedAndSaysWhatItLeavesOut) {
  TextTable few{{"<b>"}, {{"<img src=x>"}}};
  few.more = 3;
  const std::string html = table(few);
  EXPECT_EQ(html.find("<b>"), std::string::npos);
  EXPECT_EQ(html.find("<img"), std::string::npos);
  EXPECT_NE(html.find("and 3 more in results.json"), std::string::npos);
}

}  // namespace
}  // namespace gradus::html
