#include "report/html/figure.hpp"

#include <gtest/gtest.h>

#include "gradus/base/error.hpp"

namespace gradus::html {
namespace {

constexpr const char* kSvg =
    "<?xml version=\"1.0\"?>\n<svg \n width=\"30\" height=\"20\"\n>\n"
    "<title>A &amp; B</title>\n<desc>small print</desc>\n<defs>\n"
    "\t<circle id='gpPt5' r='1'/>\n\t<use xlink:href='#gpPt5' id='gpPt6'/>\n"
    "\t<filter id='textbox'>\n</defs>\n"
    "\t<g data-series=\"a id='b\">\n<path d='M0,0'/></g>\n"
    "<g filter='url(#textbox)'>\n\t\t<text><![CDATA[id='x' </script><img src=y>]]></text>\n</g>\n"
    "</svg>\n";

TEST(HtmlFigure, GivesEveryIdANameOfItsOwn) {
  const std::string html = inlined({"loss", kSvg}, 3);
  EXPECT_TRUE(html.starts_with("<svg role=\"img\" aria-label=\"A &amp; B\"")) << html;
  EXPECT_NE(html.find("<circle id='f3-gpPt5'"), std::string::npos);
  EXPECT_NE(html.find("<use xlink:href='#f3-gpPt5' id='f3-gpPt6'/>"), std::string::npos);
  EXPECT_NE(html.find("<filter id='f3-textbox'>"), std::string::npos);
  EXPECT_NE(html.find("url(#f3-textbox)"), std::string::npos);
  EXPECT_NE(html.find("data-series=\"a id='b\""), std::string::npos) << "a label stays as it is";
  EXPECT_EQ(html.find("<title>"), std::string::npos);
}

TEST(HtmlFigure, TextsInIt) {
  const std::string html = inlined({"loss", kSvg}, 0);
  EXPECT_EQ(html.find("CDATA"), std::string::npos);
  EXPECT_NE(html.find("<text>id=&#39;x&#39; &lt;/script&gt;&lt;img src=y&gt;</text>"),
            std::string::npos)
      << html;
}

TEST(HtmlFigure, SaysWhereItsDataLie) {
  const std::string html = figure({"lo<ss", kSvg}, 0);
  EXPECT_NE(html.find("<figcaption>A &amp; B</figcaption>"), std::string::npos);
  EXPECT_NE(html.find("figures/lo&lt;ss.csv"), std::string::npos);
}

TEST(HtmlFigure, RefusesWhatNoRunHasDrawn) {
  const std::string whole = kSvg;
  for (const std::string& broken :
       {std::string(), std::string("<svg></svg>"), whole.substr(0, whole.size() - 8),
        std::string("<?xml?>\n<svg \n>\n<script>x</script>\n</svg>\n")}) {
    EXPECT_THROW((void)inlined({"loss", broken}, 0), Error) << broken;
  }
}

}  // namespace
}  // namespace gradus::html
