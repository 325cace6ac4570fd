#include "study/toml_text.hpp"

#include <gtest/gtest.h>

#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake;

std::vector<std::string> keys_of(const Node& table) {
  std::vector<std::string> keys;
  for (const Node::Key& key : table.keys) keys.push_back(key.name);
  return keys;
}

TEST(TomlText, KeepsTheFilesOrder) {
  const Context c{"s.toml"};
  const Node n =
      parse_toml("z = 1\na = 2\n[m.x]\nq = 1\nb = 2\n[c]\n[m]\ny = { k = 1, d = 2 }\n", c);
  EXPECT_EQ(keys_of(n), (std::vector<std::string>{"z", "a", "m", "c"}));
  EXPECT_EQ(keys_of(*n.find("m")), (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(keys_of(*n.find("m")->find("x")), (std::vector<std::string>{"q", "b"}));
  EXPECT_EQ(keys_of(*n.find("m")->find("y")), (std::vector<std::string>{"k", "d"}));
  EXPECT_EQ(n.find("m")->find("y")->origin.line, 8);
}

TEST(TomlText, WritesWhatItReads) {
  const Context c{"s.toml"};
  const std::string toml =
      "a = 1\nb = 2.0\nc = \"q\\\"\\\\x\"\nd = [1, [2, 3], {}]\n\n[vary.run]\n\"a b\" = { x = "
      "true }\n\n[vary]\nl = [1e-07]\nn = { v = 1 }\nm = [3]\n\n[vary.end]\nw = 1\n";
  EXPECT_EQ(write_toml(parse_toml(toml, c)), toml);
  // A named axis between two lists stands on one line, so that the order stays.
  const Node between = parse_toml("[vary]\na = [1]\nb = { c = 1 }\nd = [2]\n", c);
  EXPECT_EQ(keys_of(*parse_toml(write_toml(between), c).find("vary")),
            (std::vector<std::string>{"a", "b", "d"}));
}

TEST(TomlText, SaysWhatIsNoToml) {
  EXPECT_EQ(mistake("a = .1\n"), "not TOML: a number needs a digit before the point; write 0.1");
  EXPECT_EQ(mistake("a = [1, -.5]\n"),
            "not TOML: a number needs a digit before the point; write -0.5");
  EXPECT_EQ(mistake("a = 1.\n"), "not TOML: a number needs a digit after the point; write 1.0");
  EXPECT_EQ(mistake("[train]\noptimizer = {\n kind = \"sgd\" }\n"),
            "not TOML: a { table } must stay on one line; use [train.optimizer]");
  EXPECT_EQ(mistake("a = [{ b = 1,\n c = 2 }]\n"),
            "not TOML: a { table } must stay on one line; join the lines");
  EXPECT_EQ(mistake("[train]\nloss = mse\n"),
            "not TOML: mse is no value; put it in quotes: \"mse\"");
  EXPECT_EQ(mistake("a = True\n"), "not TOML: True is no value; write true");
  EXPECT_EQ(mistake("a = 1\na = 2\n"), "not TOML: \"a\" is given twice; drop one");
  EXPECT_EQ(mistake("a = 1979-05-27\n"),
            "a: a date or time means nothing in a study; put it in quotes");
  EXPECT_TRUE(mistake("a = \"x\n").starts_with("not TOML: "));
  EXPECT_TRUE(mistake("a = 99999999999999999999\n").starts_with("not TOML: "));
  try {
    (void)read_text("a = 1\n\nb = .1\n", "s.toml");
    FAIL();
  } catch (const Error& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with("s.toml:3: not TOML: "));
  }
}

TEST(TomlText, StringsHideWhatLooksWrong) {
  const Context c{"s.toml"};
  const Node n = parse_toml(
      "a = \"= .1 {\" # = .1 {\nb = 'x = .1'\nc = \"\"\"\n= .1 {\n\\\"\"\"\"\n"
      "d = [\n  1, # .2\n  2,\n]\ne = { f = [\n1] }\n",
      c);
  EXPECT_EQ(n.find("a")->text, "= .1 {");
  EXPECT_EQ(n.find("d")->items.size(), 2u);
}

TEST(TomlText, DepthEndsInAnError) {
  EXPECT_EQ(mistake("a = " + std::string(100000, '[')), "not TOML: nested too deep");
  std::string dotted = "a";
  for (int i = 0; i < 100000; ++i) dotted += ".a";
  EXPECT_EQ(mistake(dotted + " = 1\n"), "not TOML: a key of too many parts");
  EXPECT_EQ(mistake("[" + dotted + "]\n"), "not TOML: a key of too many parts");
  EXPECT_EQ(mistake("b = { " + dotted + " = 1 }\n"), "not TOML: a key of too many parts");
}

}  // namespace
}  // namespace gradus::study
