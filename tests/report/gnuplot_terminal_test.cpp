#include "report/gnuplot_terminal.hpp"

#include <gtest/gtest.h>

namespace gradus {
namespace {

TEST(GnuplotTerminal, StringsAreInertAndOnOneLine) {
  EXPECT_EQ(gnuplot_string("plain"), "'plain'");
  EXPECT_EQ(gnuplot_string("it's"), "'it''s'");
  EXPECT_EQ(gnuplot_string("\"; system(\"x\""), "'\"; system(\"x\"'");
  EXPECT_EQ(gnuplot_string("a\nb\r\tc"), "'a b  c'");
  EXPECT_EQ(gnuplot_string("'\n!touch x\n'"), "''' !touch x '''");
  EXPECT_EQ(gnuplot_string("back\\slash `cmd` {/Symbol a}"), "'back\\slash `cmd` {/Symbol a}'");
}

// A pixel is 1/96 inch, and cairo's fonts are in points, 3/4 of it; both scales are taken twice in
// a PDF: seen by measuring one text in all three files.
TEST(GnuplotTerminal, APdfIsThePngInPoints) {
  Layout layout;
  layout.width = 960;
  layout.height = 480;
  const std::string pdf = terminal_commands(Terminal::kPdf, layout, "a.pdf");
  EXPECT_NE(pdf.find("pdfcairo size 10in,5in fontscale 0.5625 linewidth 1.5 pointscale 0.8 "),
            std::string::npos)
      << pdf;
  const std::string png = terminal_commands(Terminal::kPng, layout, "a.png");
  EXPECT_NE(png.find("pngcairo size 1920,960 fontscale 1.5 "), std::string::npos) << png;
}

}  // namespace
}  // namespace gradus
