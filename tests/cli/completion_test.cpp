#include <gtest/gtest.h>

#include "cli/command.hpp"

namespace gradus::test {
namespace {

// What bash offers for the last word of a line, sorted, in a folder with a study and another file.
std::string offered(const std::string& line) {
  const Folder folder("completion");
  EXPECT_EQ(folder.gradus("completion").code, 0);
  std::filesystem::rename(folder / "out.txt", folder / "gradus.bash");
  folder.write("two words.toml", "");
  folder.write("table.csv", "");
  std::filesystem::create_directory(folder / "results");
  folder.write("ask.sh",
               "cd \"$1\" && . ./gradus.bash && rm *.bash *.txt *.sh\n"
               "read -ra COMP_WORDS <<<\"$2\"\n[[ $2 != *' ' ]] || COMP_WORDS+=('')\n"
               "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_gradus\n"
               "printf '%s\\n' \"${COMPREPLY[@]}\" | sort | paste -sd,\n");
  const std::string command =
      "bash '" + (folder / "ask.sh").string() + "' '" + (folder / "").string() + "' '" + line + "'";
  std::string said;
  FILE* pipe = popen(command.c_str(), "r");
  for (int c = std::fgetc(pipe); c != EOF && c != '\n'; c = std::fgetc(pipe))
    said += static_cast<char>(c);
  pclose(pipe);
  return said;
}

TEST(Completion, OffersCommands) {
  EXPECT_EQ(offered("gradus su"), "summary");
  EXPECT_EQ(offered("gradus data "), "get,list,show");
  EXPECT_EQ(offered("gradus man"), "");
}

TEST(Completion, OffersOptionsOfTheCommand) {
  EXPECT_EQ(offered("gradus run --re"), "--resume,--reuse");
  EXPECT_EQ(offered("gradus run x.toml --out there --qui"), "--quick,--quiet");
  EXPECT_EQ(offered("gradus data get --"), "--help,--into");
}

TEST(Completion, OffersStudiesWhereAStudyStands) {
  EXPECT_EQ(offered("gradus run "), "results,two words.toml");
  EXPECT_EQ(offered("gradus run --quick --seeds 3 t"), "two words.toml");
  EXPECT_EQ(offered("gradus run --out "), "results");
  EXPECT_EQ(offered("gradus run --out = r"), "results");
  EXPECT_EQ(offered("gradus report "), "results");
  EXPECT_EQ(offered("gradus report a "), "results");
  EXPECT_EQ(offered("gradus report a b --out "), "results,table.csv,two words.toml");
  EXPECT_EQ(offered("gradus predict m t"), "table.csv,two words.toml");
  EXPECT_EQ(offered("gradus run --seeds "), "");
}

TEST(Completion, OffersWords) {
  EXPECT_EQ(offered("gradus list o"), "optimizer");
  EXPECT_EQ(offered("gradus data get m"), "mnist");
  EXPECT_EQ(offered("gradus data show moo"), "moons");
  EXPECT_EQ(offered("gradus bench xor-sgd xor-p"), "xor-population");
}

}  // namespace
}  // namespace gradus::test
