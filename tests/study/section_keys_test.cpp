#include "study/section_keys.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "study/figure_kinds.hpp"
#include "study/instruments.hpp"
#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake;
using testing::Parts;

// A study whose `section` begins with a line that no key understands.
std::string with_line(const std::string& section, const std::string& key) {
  const std::string line = key + " = { zzz = 1 }\n";
  Parts parts;
  const auto keep = [&](std::string& text) {
    const size_t at = text.find(key + " = ");
    if (at != std::string::npos && (at == 0 || text[at - 1] == '\n'))
      text.erase(at, text.find('\n', at) + 1 - at);
    text = line + text;
  };
  if (section == "data") keep(parts.data);
  if (section == "model") keep(parts.model);
  if (section == "train") {
    if (key == "steps") parts.train.erase(parts.train.find("epochs"));
    keep(parts.train);
  }
  const std::string axis = "[vary]\nrate = [1, 2]\n";
  if (section == "search" || section == "finding") {
    parts.train = "loss = \"mse\"\noptimizer = \"sgd $rate\"\nepochs = 3\n";
    parts.data += "validation = 10\n";
    parts.rest = axis;
  }
  if (section == "search") {
    parts.rest += "[search]\n";
    if (key == "points" || key == "seed") parts.rest += "method = \"random\"\n";
    if (key == "seed") parts.rest += "points = 2\n";
    if (key == "refit_seeds") parts.rest += "refit = \"best\"\n";
    if (key != "objective") parts.rest += "objective = \"val_loss\"\n";
    parts.rest += line;
  }
  if (section == "finding") {
    parts.rest += "[[finding]]\n";
    if (key != "metric") parts.rest += "metric = \"loss\"\n";
    if (key == "baseline") parts.rest += "by = \"rate\"\n";
    parts.rest += line;
  }
  return mistake(parts.text());
}

// A key that is listed and that no reader looks at would be taken without a word.
TEST(SectionKeys, AreAllRead) {
  for (const std::string section : {"data", "model", "train", "search", "finding"})
    for (const std::string& key : key_names(section)) {
      const std::string said = with_line(section, key);
      EXPECT_EQ(said.rfind(section + "." + key, 0), 0U) << section << "." << key << ": " << said;
    }
}

TEST(SectionKeys, OfFiguresAndInstrumentsAreThoseOfTheirKinds) {
  std::set<std::string> figure, instrument{"kind", "name"};
  for (const std::string& kind : figure_kinds())
    for (const std::string& key : figure_keys(kind)) figure.insert(key);
  for (const std::string& kind : instrument_kinds())
    for (const std::string& key : instrument_keys(kind)) instrument.insert(key);
  const std::vector<std::string> figures = key_names("figure"),
                                 instruments = key_names("instrument");
  EXPECT_EQ(std::set<std::string>(figures.begin(), figures.end()), figure);
  EXPECT_EQ(std::set<std::string>(instruments.begin(), instruments.end()), instrument);
}

TEST(SectionKeys, HaveNamesOnceAndAMeaning) {
  for (const std::string& section : sections()) {
    std::set<std::string_view> seen;
    for (const SectionKey& key : section_keys(section)) {
      EXPECT_TRUE(seen.insert(key.name).second) << section << "." << key.name;
      EXPECT_FALSE(key.type.empty() || key.default_value.empty() || key.meaning.empty())
          << section << "." << key.name;
    }
  }
}

}  // namespace
}  // namespace gradus::study
