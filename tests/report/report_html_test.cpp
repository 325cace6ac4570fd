#include "report/report_html.hpp"

#include <gtest/gtest.h>

#include "gradus/base/error.hpp"
#include "report/findings/questions.hpp"

namespace gradus {
namespace {

struct Made {
  study::Study study = study::named("optimizer", {"sgd", "<adam>"}, 6);
  study::Results results = study::results_of(
      "loss", {{0.5, 0.51, 0.52, 0.53, 0.54, 0.55}, {0.1, 0.11, 0.12, 0.13, 0.14, 0.15}});
  study::Record record;
  study::Machine machine;
  Made() {
    study.question = "Which </title> is best?";
    study.expect = "Adam.";
    study.findings = {finding::ask("loss", "optimizer")};
    study.notes = {"a note"};
    record.version = "gradus 9 (commit abc)";
    record.sources = {"moons were drawn"};
    record.set = {"train.epochs=3"};
    record.sha256 = {{"d.csv", "0f0f"}};
    machine.processor = "Fast 3000";
    machine.target = "avx2";
    machine.processors = machine.threads = 2;
    machine.trainings = 12;
    machine.training = 2;
    machine.seconds = 1.25;
    machine.updates = 3000;
  }
  [[nodiscard]] ReportParts parts() const {
    ReportParts parts{study, results, record, "seeds = 6 # <plan>\n"};
    parts.pictures = {{"loss", "<?xml version=\"1.0\"?>\n<svg \n>\n<title>Loss</title>\n</svg>\n"}};
    parts.machine = machine;
    return parts;
  }
};

size_t place(const std::string& html, const std::string& text) {
  const size_t at = html.find(text);
  EXPECT_NE(at, std::string::npos) << text;
  return at;
}

TEST(ReportHtml, TellsEverythingInOrder) {
  const Made made;
  const std::string html = report_html(made.parts());
  size_t last = 0;
  for (const char* text :
       {"<h1>Which &lt;/title&gt; is best?</h1>", "Expected: Adam.",
        "&lt;adam&gt; has a lower loss than sgd", "<figcaption>Loss</figcaption>",
        "<td>&lt;adam&gt;</td>", "id=\"trials-data\">", "<li>a note</li>",
        "<li>moons were drawn</li>", "gradus run study.toml --out again", "gradus 9 (commit abc)",
        "--set train.epochs=3", "<dd>0 to 5</dd>", "<td>0f0f</td>", "seeds = 6 # &lt;plan&gt;",
        "Fast 3000", "2 of 2", "avx2", "3000; 1.5e+03 a second"}) {
    const size_t at = place(html, text);
    EXPECT_GT(at, last) << text;
    last = at;
  }
  EXPECT_EQ(report_html(made.parts()), html);
}

TEST(ReportHtml, TheMachineIsTheOneThingThatMayBeMissing) {
  const Made made;
  ReportParts parts = made.parts();
  parts.machine.reset();
  EXPECT_EQ(report_html(parts).find("id=\"machine\""), std::string::npos);
}

TEST(ReportHtml, TheQuickFormSaysSo) {
  Made made;
  EXPECT_EQ(report_html(made.parts()).find("quick form"), std::string::npos);
  made.study.quick = true;
  (void)place(report_html(made.parts()), "<p class=\"banner\">This is the quick form");
}

TEST(ReportHtml, APictureThatIsMissingIsNamed) {
  study::Study study = study::named("optimizer", {"sgd"}, 1);
  study.figures.emplace_back().name = "lost";
  try {
    (void)pictures_of(study, "nowhere/figures");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(
        error.what(),
        "nowhere/figures/lost.svg: is missing; "
        "run the study again into its folder, where nothing that is stored is trained again");
  }
}

}  // namespace
}  // namespace gradus
