#include <gtest/gtest.h>

#include <sstream>

#include "cli/command.hpp"

namespace gradus::test {
namespace {

// Text as it stands in a man page's source.
std::string dashed(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '-' ? "\\-" : std::string(1, c);
  return out;
}

TEST(Manual, HasEveryCommandAndOptionThatTheHelpHas) {
  const Folder folder("manual");
  const Outcome page = folder.gradus("manual");
  ASSERT_EQ(page.code, 0) << page.err;
  EXPECT_EQ(page.out.rfind(".TH GRADUS 1 \"\" \"gradus ", 0), 0u);
  int options = 0;
  for (const char* command : {"run", "check", "summary", "list", "data list", "data get",
                              "data show", "report", "bench", "predict"}) {
    EXPECT_NE(page.out.find(std::string(".SS \\fB") + command + "\\fR"), std::string::npos)
        << command;
    std::istringstream help(folder.gradus(std::string(command) + " --help").out);
    for (std::string word; help >> word;) {
      if (word.rfind("--", 0) != 0 || word == "--help") continue;
      EXPECT_NE(page.out.find(".TP\n\\fB" + dashed(word)), std::string::npos) << word;
      ++options;
    }
  }
  EXPECT_GT(options, 20);
  EXPECT_NE(page.out.find("layer, activation, loss"), std::string::npos);
}

TEST(Manual, IsNotShownAmongTheCommands) {
  const Folder folder("manual-hidden");
  const Outcome help = folder.gradus("--help");
  EXPECT_EQ(help.out.find("manual"), std::string::npos) << help.out;
  EXPECT_EQ(help.out.find("completion"), std::string::npos) << help.out;
}

}  // namespace
}  // namespace gradus::test
