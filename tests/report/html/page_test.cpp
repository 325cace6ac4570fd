#include "report/html/page.hpp"

#include <gtest/gtest.h>

#include "report/html/assets.hpp"

namespace gradus::html {
namespace {

TEST(HtmlPage, AsksForNothingElse) {
  Page page;
  page.contents();
  page.section("What <b>", "what");
  page.paragraph("a < b", "quiet");
  page.facts({{"there", "yes"}, {"absent", ""}});
  page.folded("more", "</pre><script>x</script>");
  const std::string html = std::move(page).finish("</title><script>x</script>");
  EXPECT_TRUE(html.starts_with("<!doctype html>"));
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  EXPECT_NE(html.find("<a href=\"#what\">What &lt;b&gt;</a>"), std::string::npos);
  EXPECT_NE(html.find("<p class=\"quiet\">a &lt; b</p>"), std::string::npos);
  EXPECT_EQ(html.find("absent"), std::string::npos);
  EXPECT_EQ(html.find("http"), html.find("http-equiv")) << "no address but the policy";
  EXPECT_EQ(html.find("http", html.find("http-equiv") + 1), std::string::npos);
  size_t scripts = 0;
  for (size_t at = 0; (at = html.find("<script", at)) != std::string::npos; ++at) ++scripts;
  EXPECT_EQ(scripts, 1u) << "its own";
}

TEST(HtmlPage, CarriesItsStyleAndScriptWhole) {
  EXPECT_TRUE(kStyle.starts_with(":root {"));
  EXPECT_TRUE(kStyle.ends_with("}\n"));
  EXPECT_TRUE(kScript.starts_with("\"use strict\";"));
  EXPECT_TRUE(kScript.ends_with("})();\n"));
  EXPECT_NE(kScript.find("/\\s+/"), std::string::npos) << "backslashes come through";
  EXPECT_EQ(kScript.find("</"), std::string::npos) << "nothing that could end the script";
  EXPECT_LT(kStyle.size() + kScript.size(), 20'000u);
}

}  // namespace
}  // namespace gradus::html
