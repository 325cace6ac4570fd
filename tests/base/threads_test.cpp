#include "base/threads.hpp"

#include <gtest/gtest.h>
#include <sched.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace gradus {
namespace {

TEST(ThreadTeam, EveryMemberRunsOnce) {
  for (const int size : {1, 2, 3, 5}) {
    ThreadTeam team(size);
    EXPECT_EQ(team.size(), size);
    std::vector<int> calls(static_cast<size_t>(size));  // one cell each: no lock needed
    for (int job = 0; job < 200; ++job) {
      team.run([&](int member) { ++calls.at(static_cast<size_t>(member)); });
    }
    for (const int n : calls) EXPECT_EQ(n, 200);
  }
}

TEST(ThreadTeam, CallerIsMemberZero) {
  ThreadTeam team(2);
  std::vector<std::thread::id> ids(2);
  team.run([&](int member) { ids[static_cast<size_t>(member)] = std::this_thread::get_id(); });
  EXPECT_EQ(ids[0], std::this_thread::get_id());
  EXPECT_NE(ids[1], std::this_thread::get_id());
}

// What a job wrote is seen after run, and by the next job on any member.
TEST(ThreadTeam, JobsSeeWhatFormerJobsWrote) {
  constexpr int kSize = 3;
  ThreadTeam team(kSize);
  std::vector<long> value(kSize, 1), next(kSize);
  for (int job = 0; job < 2000; ++job) {
    team.run([&](int member) {
      const size_t m = static_cast<size_t>(member);
      next[m] = (value[0] + value[1] + 2 * value[2] + member) % 1000003;
    });
    std::swap(value, next);
  }
  std::vector<long> want(kSize, 1);
  for (int job = 0; job < 2000; ++job) {
    const long sum = want[0] + want[1] + 2 * want[2];
    want = {sum % 1000003, (sum + 1) % 1000003, (sum + 2) % 1000003};
  }
  EXPECT_EQ(value, want);
}

// Members sleep after 50 us of spinning; the pause of the first job is much longer than that.
TEST(ThreadTeam, SleepersAwake) {
  ThreadTeam team(3);
  std::atomic<int> done{0};
  for (int job = 0; job < 20; ++job) {
    team.run([&](int member) {
      volatile double work = 1;
      for (int i = 0; i < (member == job % 3 ? 300000 : 0); ++i) work = work * 1.0000001;
      ++done;
    });
  }
  EXPECT_EQ(done, 60);
}

TEST(ThreadTeam, AnExceptionIsRethrownOnceAllAreDone) {
  ThreadTeam team(3);
  for (int thrower = 0; thrower < 3; ++thrower) {
    std::atomic<int> others{0};
    try {
      team.run([&](int member) {
        if (member == thrower) throw std::runtime_error("member " + std::to_string(member));
        ++others;
      });
      FAIL() << "nothing thrown";
    } catch (const std::runtime_error& e) {
      EXPECT_EQ(e.what(), "member " + std::to_string(thrower));
    }
    EXPECT_EQ(others, 2);
  }
  EXPECT_THROW(team.run([](int) { throw 1; }), int);
  std::atomic<int> calls{0};
  team.run([&](int) { ++calls; });
  EXPECT_EQ(calls, 3);
}

TEST(ThreadTeam, AloneItIsACall) {
  ThreadTeam team(1);
  EXPECT_THROW(team.run([](int) { throw std::logic_error("x"); }), std::logic_error);
}

TEST(ThreadTeam, ManyTeamsComeAndGo) {
  for (int i = 0; i < 100; ++i) {
    ThreadTeam team(2);
    if (i % 2 == 0) team.run([](int) {});
  }
}

// Else they would take turns: where the caller moves to its member's processor, the member makes
// way.
TEST(ThreadTeam, AMemberKeepsOffItsCallersProcessor) {
  cpu_set_t all;
  ASSERT_EQ(sched_getaffinity(0, sizeof all, &all), 0);
  if (processors() < 2) return;
  ThreadTeam team(2);
  int member_at = -1;
  const auto where = [&](int member) {
    if (member == 1) member_at = sched_getcpu();
  };
  for (int i = 0; i < 4; ++i) {
    team.run(where);
    cpu_set_t there;
    CPU_ZERO(&there);
    const int caller_at = member_at;
    CPU_SET(static_cast<size_t>(caller_at), &there);
    ASSERT_EQ(sched_setaffinity(0, sizeof there, &there), 0);
    team.run(where);
    EXPECT_NE(member_at, caller_at);
    ASSERT_EQ(sched_setaffinity(0, sizeof all, &all), 0);
  }
}

TEST(ThreadTeam, Processors) {
  EXPECT_GE(processors(), 1);
}

}  // namespace
}  // namespace gradus
