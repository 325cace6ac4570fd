#include <gtest/gtest.h>
#include <stdlib.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "gradus/base/error.hpp"
#include "gradus/report/figure.hpp"
#include "report/figure_csv.hpp"

namespace gradus {
namespace {
namespace fs = std::filesystem;

// A folder of the test's own.
class FigureRender : public testing::Test {
 protected:
  FigureRender() {
    std::string pattern = (fs::temp_directory_path() / "gradus-figures-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~FigureRender() override { fs::remove_all(folder_); }
  [[nodiscard]] std::string content(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] size_t files() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder_), {}));
  }
  fs::path folder_;
};

Figure sample(const std::string& name) {
  Figure figure;
  figure.name = name;
  figure::Panel panel;
  panel.x.label = "epoch";
  panel.y = {"loss", figure::Scale::kLog};
  figure::Series series;
  series.label = "adam";
  for (int i = 1; i < 300; ++i) {
    series.x.push_back(i);
    series.y.push_back(i == 100 ? NAN : 1.0 / i);
    series.low.push_back(0.5 / i);
    series.high.push_back(2.0 / i);
  }
  panel.series.push_back(series);
  figure.panels = {panel, panel};
  figure::Mesh mesh;
  mesh.nx = mesh.ny = 3;
  mesh.z = {0, 0.2, 0.4, 0.3, 0.5, 0.7, 0.6, 0.8, 1};
  figure.panels[1] = {};
  figure.panels[1].mesh = mesh;
  figure.panels[1].points = {{0.2, 0.8}, {0.2, 0.8}, {0, 1}};
  return figure;
}

// Tags open and close in order: what a strict reader of XML asks for first.
bool is_balanced(const std::string& xml) {
  std::vector<std::string> open;
  for (size_t at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
    const size_t end = xml.find('>', at);
    if (end == std::string::npos) return false;
    const std::string tag = xml.substr(at + 1, end - at - 1);
    if (tag[0] == '?' || tag[0] == '!' || tag.back() == '/') continue;
    if (tag[0] != '/') {
      open.push_back(tag.substr(0, tag.find_first_of(" \n\t")));
    } else if (open.empty() || open.back() != tag.substr(1)) {
      return false;
    } else {
      open.pop_back();
    }
  }
  return open.empty();
}

TEST_F(FigureRender, WritesWholeFilesAndNothingElse) {
  render(sample("loss"), folder_);
  EXPECT_EQ(files(), 4u);
  const std::string svg = content("loss.svg"), png = content("loss.png");
  EXPECT_TRUE(svg.starts_with("<?xml"));
  EXPECT_TRUE(is_balanced(svg));
  EXPECT_NE(svg.find("<text>adam</text>"), std::string::npos);
  EXPECT_NE(svg.find("DejaVu Sans, Verdana, sans-serif"), std::string::npos);
  EXPECT_EQ(svg.find("gnuplot_plot"), std::string::npos) << "shown where a mouse rests";
  EXPECT_TRUE(png.starts_with("\x89PNG\r\n\x1a\n"));
  EXPECT_GT(png.size(), 5000u);
  EXPECT_TRUE(content("loss.pdf").starts_with("%PDF-"));
  EXPECT_EQ(content("loss.csv").substr(0, 40), "panel,kind,series,x,y,low,high,value\n1,l");
}

// A report finds by it what to switch off.
TEST_F(FigureRender, NamesTheSeriesOfEachGroupInTheSvg) {
  Figure figure = sample("named");
  figure.panels.push_back({});  // nothing is drawn there
  figure.panels.push_back(figure.panels[0]);
  figure::Panel& last = figure.panels.back();
  last.series[0].label = "a \"quoted\" <b>";
  last.series[0].low.clear();
  last.series[0].high.clear();
  last.points = {{100}, {0.5}, {1}};
  render(figure, folder_);
  const std::string svg = content("named.svg");
  const auto groups = [&](const std::string& label) {
    const std::string mark = "<g data-series=\"" + label + "\">";
    size_t count = 0;
    for (size_t at = 0; (at = svg.find(mark, at)) != std::string::npos; ++at) ++count;
    return count;
  };
  EXPECT_EQ(groups("adam"), 2u) << "the line and its band";
  EXPECT_EQ(groups("a &quot;quoted&quot; &lt;b&gt;"), 1u);
  EXPECT_EQ(groups("class 1"), 4u) << "the markers of two panels and what lies under them";
}

TEST_F(FigureRender, EqualFiguresGiveEqualBytes) {
  const std::vector<Figure> figures{sample("a"), sample("b"), sample("c")};
  render_all(figures, folder_ / "one", 1);
  render_all(figures, folder_ / "two", 3);
  for (const char* file : {"a.svg", "a.png", "a.pdf", "a.csv", "c.svg", "c.png"}) {
    EXPECT_GT(content("one/" + std::string(file)).size(), 500u);
    EXPECT_EQ(content("one/" + std::string(file)), content("two/" + std::string(file))) << file;
  }
  EXPECT_EQ(content("one/b.png"), content("one/c.png")) << "one figure does not colour the next";
}

TEST_F(FigureRender, PrintsTextsAsTheyAre) {
  const std::string nasty =
      "\"; system(\"touch x\") `touch y` it's {/Symbol a} a_b^2 <b> & é 中 \\n 5 %";
  Figure figure = sample("nasty");
  figure.title = figure.note = nasty;
  figure.panels[0].title = figure.panels[0].y.label = figure.panels[0].series[0].label = nasty;
  figure.panels[0].x.ticks = {{100, "50 % {/Symbol a}"}};
  render(figure, folder_);
  EXPECT_EQ(files(), 4u) << "nothing was run";
  const std::string svg = content("nasty.svg");
  EXPECT_TRUE(is_balanced(svg));
  std::string printed =
      "\"; system(\"touch x\") `touch y` it's {/Symbol a} a_b^2 &lt;b> &amp; é 中 \\n 5 %";
  EXPECT_NE(svg.find("<text>" + printed + "</text>"), std::string::npos);
  printed.replace(printed.find("b>"), 2, "b&gt;");
  EXPECT_NE(svg.find("<text>50 % {/Symbol a}</text>"), std::string::npos);
  EXPECT_NE(svg.find("<title>" + printed + "</title>"), std::string::npos);
}

TEST_F(FigureRender, EmptyFiguresAreDrawn) {
  Figure figure;
  figure.name = "empty";
  figure.panels.resize(2);
  figure.panels[1].series.resize(1);
  render(figure, folder_);
  EXPECT_NE(content("empty.svg").find("<text>no data</text>"), std::string::npos);
}

TEST_F(FigureRender, SavesByExtension) {
  const Figure figure = sample("x");
  for (const char* file : {"a.svg", "a.png", "a.pdf"}) figure.save(folder_ / file);
  EXPECT_EQ(files(), 3u);
  EXPECT_TRUE(content("a.pdf").starts_with("%PDF"));
  figure.save(folder_ / "b.pdf");
  EXPECT_EQ(content("a.pdf"), content("b.pdf"));
  EXPECT_NE(content("a.pdf").find("(D:20000101000000"), std::string::npos);
  try {
    figure.save(folder_ / "a.gif");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.mend(), "use .svg, .png or .pdf");
  }
}

TEST_F(FigureRender, RefusesWhatCannotBeDrawn) {
  const auto refused = [&](const Figure& figure, const std::string& what) {
    try {
      render(figure, folder_);
      ADD_FAILURE() << what;
    } catch (const Error& error) {
      EXPECT_NE(error.reason().find(what), std::string::npos) << error.what();
    }
    EXPECT_EQ(files(), 0u);
  };
  Figure figure = sample("../x");
  refused(figure, "a name that can be a file's");
  figure = sample("x");
  figure.panels[0].series[0].y.pop_back();
  refused(figure, "different lengths");
  figure = sample("x");
  figure.panels[0].series[0].low.pop_back();
  refused(figure, "a band");
  figure = sample("x");
  figure.panels[1].mesh->z.pop_back();
  refused(figure, "nx times ny");
  figure = sample("x");
  figure.panels[0].y.range = {{0, 1}};
  refused(figure, "an axis whose range");
  figure = sample("x");
  figure.panels.clear();
  refused(figure, "no panels");
  try {
    render_all(std::vector<Figure>{sample("x"), sample("x")}, folder_, 1);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), "is the name of two figures");
  }
}

TEST_F(FigureRender, SaysHowToGetGnuplot) {
  const std::string path = ::getenv("PATH");
  ::setenv("PATH", folder_.c_str(), 1);
  try {
    render(sample("x"), folder_);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "gnuplot: is not installed, and draws the figures; install it: apt-get install "
                 "gnuplot-nox");
  }
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_FALSE(fs::exists(folder_ / "x.svg"));
  EXPECT_FALSE(fs::exists(folder_ / "x.png"));
}

TEST_F(FigureRender, KeepsTheOldFileWhereGnuplotFails) {
  std::ofstream(folder_ / "x.svg") << "old";
  // A gnuplot that complains and fails.
  fs::create_directory(folder_ / "bin");
  std::ofstream(folder_ / "bin/gnuplot") << "#!/bin/sh\necho 'line 3: out of luck' >&2\nexit 1\n";
  fs::permissions(folder_ / "bin/gnuplot", fs::perms::owner_all);
  const std::string path = ::getenv("PATH");
  ::setenv("PATH", (folder_ / "bin").c_str(), 1);
  try {
    sample("x").save(folder_ / "x.svg");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "gnuplot: failed: line 3: out of luck");
  }
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(content("x.svg"), "old");
  EXPECT_EQ(files(), 2u);
}

TEST_F(FigureRender, TheUsersGnuplotSettingsChangeNothing) {
  render(sample("a"), folder_);
  std::ofstream(folder_ / ".gnuplot") << "system \"touch " << (folder_ / "ran").string() << "\"\n";
  const std::string home = ::getenv("HOME") == nullptr ? "/" : ::getenv("HOME");
  ::setenv("HOME", folder_.c_str(), 1);
  ::setenv("LC_ALL", "de_DE.UTF-8", 1);
  render(sample("b"), folder_);
  ::unsetenv("LC_ALL");
  ::setenv("HOME", home.c_str(), 1);
  std::string a = content("a.svg"), b = content("b.svg");
  b.replace(b.find("<title>b"), 8, "<title>a");
  EXPECT_EQ(a, b);
  EXPECT_FALSE(fs::exists(folder_ / "ran"));
}

TEST(FigureCsv, HoldsAllNumbersAsTheyWere) {
  Figure figure;
  figure.panels.resize(1);
  figure.panels[0].title = "a \"b\", c";
  figure::Series series;
  series.label = "adam";
  series.x = {1, 2};
  series.y = {0.1, NAN};
  series.low = {0.05, 0};
  series.high = {1e-300, INFINITY};
  figure.panels[0].series.push_back(series);
  figure.panels[0].points = {{0.5}, {0.25}, {3}};
  EXPECT_EQ(figure_csv(figure),
            "panel,kind,series,x,y,low,high,value\n"
            "\"a \"\"b\"\", c\",line,adam,1,0.1,0.05,1e-300,\n"
            "\"a \"\"b\"\", c\",line,adam,2,,0,,\n"
            "\"a \"\"b\"\", c\",points,,0.5,0.25,,,3\n");
  figure = sample("x");
  EXPECT_NE(figure_csv(figure).find("\n2,mesh,,0.5,0,,,0.2\n"), std::string::npos);
}

TEST(FigureCsv, HoldsWhatWasDrawnNotTheDrawing) {
  Figure figure;
  figure.panels.resize(1);
  figure.panels[0].shapes.resize(1);
  figure.panels[0].shapes[0].x = figure.panels[0].shapes[0].y = {0, 1, 1};
  figure.panels[0].series.resize(1);
  figure.panels[0].series[0].x = figure.panels[0].series[0].y = {0};
  figure.panels[0].data = {{"bar", "a, b", "sgd", "", 2.5, 2, 3}, {"cell", "", "8", "relu", NAN}};
  EXPECT_EQ(figure_csv(figure),
            "panel,kind,series,x,y,low,high,value\n"
            "1,bar,\"a, b\",sgd,,2,3,2.5\n"
            "1,cell,,8,relu,,,\n");
}

TEST(FigureCsv, HoldsWhatTheImagesPixelsShow) {
  Figure figure;
  figure.panels.resize(1);
  figure::Image image{{0, 255}, 2, 1, 1, "one", false, {-0.5, 0.25}};
  figure.panels[0].image = image;
  EXPECT_EQ(
      figure_csv(figure),
      "panel,kind,series,x,y,low,high,value\n1,image,one,0,0,,,-0.5\n1,image,one,1,0,,,0.25\n");
  figure.panels[0].image = figure::Image{{1, 2, 3}, 1, 1, 3, "one", false, {}};
  EXPECT_EQ(figure_csv(figure),
            "panel,kind,series,x,y,low,high,value\n1,image,one red,0,0,,,1\n"
            "1,image,one green,0,0,,,2\n1,image,one blue,0,0,,,3\n");
}

}  // namespace
}  // namespace gradus
