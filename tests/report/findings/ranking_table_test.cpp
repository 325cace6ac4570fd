#include <gtest/gtest.h>

#include <algorithm>

#include "report/findings/search_samples.hpp"

namespace gradus::finding {
namespace {

TEST(RankingTable, TheTenBestAndTheLast) {
  const MnistSearch s(1);
  const TextTable table = ranking_table(s.study, s.results);
  // And the eight points of adadelta that still rise.
  ASSERT_EQ(table.rows.size(), 19u);
  EXPECT_EQ(table.more, 69u);
  EXPECT_EQ(table.head[3], "standard deviation");
  EXPECT_EQ(table.rows[0],
            (std::vector<std::string>{"1", "learning rate 0.001, beta 1 0.7, beta 2 0.999, adam",
                                      "0.946 [0.919, 0.973]", "0.0069", "3", "best"}));
  EXPECT_EQ(table.rows[1][5], "cannot be told apart");
  EXPECT_EQ(std::count_if(table.rows.begin(), table.rows.end(),
                          [](const auto& row) { return row[5] == "worse; still improving"; }),
            8);
  EXPECT_EQ(table.rows[18][0], "88");
  EXPECT_EQ(table.rows[18][2], "0.100 [0.100, 0.100]");
  EXPECT_EQ(table.rows[18][5], "worse");
  EXPECT_TRUE(ranking_table(study::named("run", {"a"}, 1), {}).rows.empty());
}

TEST(RankingTable, AFailedTrainingAndAPrunedPoint) {
  study::Study study = study::named("run", {"a", "b", "c"}, 2);
  study.search = study::SearchSpec{};
  study.search->objective.name = "val_loss";
  study::Results results = study::results_of("val_loss", {{1, study::kNaN}, {2, 2}, {3, 3}});
  results.trials[4].pruned = true;
  const TextTable table = ranking_table(study, results);
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[0][1], "b");
  EXPECT_EQ(table.rows[1][2], "3");  // what it had reached
  EXPECT_EQ(table.rows[1][5], "ended early, at epoch 10");
  EXPECT_EQ(table.rows[2][5], "1 training failed");
}

// 88 points are about a page, not a line each.
TEST(RankingTable, ThePageOfASearchIsShort) {
  MnistSearch s(5);
  s.refit({{"best", 0}, {"median", 12}, {"worst", 30}});
  const std::string page = findings_markdown(s.study, s.results);
  EXPECT_LE(std::count(page.begin(), page.end(), '\n'), 75);
  EXPECT_NE(page.find("\nand 69 more in results.json\n"), std::string::npos);
  EXPECT_NE(page.find("\n## Trained again\n"), std::string::npos);
  EXPECT_NE(page.find("- The worst point has a lower test accuracy than the best point: "),
            std::string::npos)
      << page;
}

}  // namespace
}  // namespace gradus::finding
