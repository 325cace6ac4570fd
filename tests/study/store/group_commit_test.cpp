#include "study/store/group_commit.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <string>

namespace gradus::study {
namespace {

TEST(GroupCommit, WritesInOrderAndFlushWaits) {
  std::vector<int> written;
  GroupCommit<int> commit(
      [&](std::vector<int>& group) { written.insert(written.end(), group.begin(), group.end()); },
      1000);
  for (int i = 0; i < 100; ++i) commit.add(i, 1);
  commit.flush();
  ASSERT_EQ(written.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(written[static_cast<size_t>(i)], i);
  commit.flush();  // with nothing to wait for
}

// What comes while a group is written makes the next one: that is what saves the syncs.
TEST(GroupCommit, WhatComesMeanwhileIsOneGroup) {
  std::promise<void> begun, go_on;
  std::vector<size_t> sizes;
  GroupCommit<int> commit(
      [&](std::vector<int>& group) {
        sizes.push_back(group.size());
        if (sizes.size() > 1) return;
        begun.set_value();
        go_on.get_future().wait();
      },
      1000);
  commit.add(0, 1);
  begun.get_future().wait();
  for (int i = 1; i <= 50; ++i) commit.add(i, 1);
  go_on.set_value();
  commit.flush();
  EXPECT_EQ(sizes, (std::vector<size_t>{1, 50}));
}

// Trainings that are faster than the disk wait for it rather than fill the memory.
TEST(GroupCommit, AddWaitsForRoom) {
  std::promise<void> begun, go_on;
  std::atomic<int> groups{0};
  GroupCommit<int> commit(
      [&](std::vector<int>&) {
        if (groups++ > 0) return;
        begun.set_value();
        go_on.get_future().wait();
      },
      10);
  commit.add(0, 1);
  begun.get_future().wait();
  commit.add(1, 100);  // what does not fit is taken nevertheless, alone
  std::atomic<bool> added{false};
  std::thread waits([&] {
    commit.add(2, 1);
    added = true;
  });
  EXPECT_FALSE(added);
  go_on.set_value();
  waits.join();
  commit.flush();
  EXPECT_EQ(groups, 3);
}

TEST(GroupCommit, TheDestructorWritesTheRest) {
  int written = 0;
  {
    GroupCommit<int> commit(
        [&](std::vector<int>& group) { written += static_cast<int>(group.size()); }, 1000);
    for (int i = 0; i < 20; ++i) commit.add(i, 1);
  }
  EXPECT_EQ(written, 20);
}

TEST(GroupCommit, AnErrorIsThrownFromThenOn) {
  int calls = 0;
  GroupCommit<int> commit(
      [&](std::vector<int>&) {
        ++calls;
        throw std::runtime_error("full");
      },
      10);
  commit.add(1, 100);
  for (int i = 0; i < 3; ++i) {
    EXPECT_THROW(commit.flush(), std::runtime_error);
    EXPECT_THROW(commit.add(2, 100), std::runtime_error);
  }
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace gradus::study
