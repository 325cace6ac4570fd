#include "report/html/text.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace gradus::html {
namespace {

constexpr const char* kHostile = "</script><img src=x onerror='alert(1)'> & \"q\" \\ \n\x01 ]]>";

TEST(HtmlText, ShowsWhatItHoldsAndNothingElse) {
  EXPECT_EQ(escaped("a < b & \"c\" > 'd'"), "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;");
  const std::string out = escaped(kHostile);
  EXPECT_EQ(out.find_first_of("<>\"'"), std::string::npos) << out;
}

TEST(HtmlText, JsonEndsNoScript) {
  const std::string json = json_string(kHostile);
  EXPECT_EQ(json.find_first_of("<>&"), std::string::npos) << json;
  std::string expected = kHostile;
  expected[expected.find('\x01')] = ' ';
  EXPECT_EQ(nlohmann::json::parse(json).get<std::string>(), expected);
}

TEST(HtmlText, JsonNumbers) {
  EXPECT_EQ(json_number(0.1), "0.1");
  EXPECT_EQ(json_number(NAN), "null");
  EXPECT_EQ(json_number(INFINITY), "null");
}

}  // namespace
}  // namespace gradus::html
