#include "cli/interrupt.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <string>

namespace gradus::cli {
namespace {

// What waitpid says of a child that runs `body`; 0 where that returns true.
template <class Body>
int in_child(Body body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body() ? 0 : 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

class InterruptBy : public testing::TestWithParam<int> {};

TEST_P(InterruptBy, TheFirstAsksTheSecondEnds) {
  EXPECT_EQ(in_child([] {
              const Interrupt interrupt;
              if (Interrupt::asked()) return false;
              ::raise(GetParam());
              return Interrupt::asked();
            }),
            0);
  const int status = in_child([] {
    const Interrupt interrupt;
    ::raise(GetParam());
    ::raise(SIGINT);
    return true;
  });
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), kInterrupted);
}

TEST_P(InterruptBy, ActsAsBeforeWhenItIsGone) {
  const int status = in_child([] {
    {
      const Interrupt interrupt;
      ::raise(GetParam());
    }
    if (Interrupt::asked()) return false;
    ::raise(GetParam());
    return true;
  });
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), GetParam());
}

TEST_P(InterruptBy, WhatWasIgnoredStaysIgnored) {
  EXPECT_EQ(in_child([] {
              std::signal(GetParam(), SIG_IGN);
              const Interrupt interrupt;
              for (int i = 0; i < 3; ++i) ::raise(GetParam());
              return !Interrupt::asked();
            }),
            0);
}

INSTANTIATE_TEST_SUITE_P(Signals, InterruptBy, testing::Values(SIGINT, SIGTERM));

// Asleep, with no signal that has yet to be handled (proc(5)).
bool asleep(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/status");
  bool sleeps = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("State:")) sleeps = line.find('S', 6) != std::string::npos;
    if (line.starts_with("ShdPnd:") && line.find_first_not_of("\t 0", 7) != std::string::npos)
      return false;
  }
  return sleeps;
}

// A read that a signal meets goes on, and hears what comes after it.
TEST(Interrupt, AReadGoesOn) {
  EXPECT_EQ(in_child([] {
              int ends[2];
              if (::pipe(ends) != 0) return false;
              const Interrupt interrupt;
              const pid_t parent = ::getpid();
              const pid_t other = ::fork();
              if (other == 0) {
                // The read is all that the parent can sleep in, before the signal and after.
                while (!asleep(parent)) {
                }
                ::kill(parent, SIGINT);
                while (!asleep(parent)) {
                }
                ::_exit(::write(ends[1], "x", 1) == 1 ? 0 : 1);
              }
              char heard = 0;
              const bool whole = ::read(ends[0], &heard, 1) == 1 && heard == 'x';
              ::waitpid(other, nullptr, 0);
              return whole && Interrupt::asked();
            }),
            0);
}

}  // namespace
}  // namespace gradus::cli
