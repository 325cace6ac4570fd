#include "io/memory_file.hpp"

#include <gtest/gtest.h>

#include "io/open_file.hpp"
#include "io/support.hpp"

namespace gradus::io {
namespace {

TEST(MemoryFile, HoldsWhatIsAddedWhileItLives) {
  std::string path;
  {
    MemoryFile file("f.mat");
    path = file.path();
    file.append(test::bytes_of("one "));
    file.append({});
    file.append(test::bytes_of("and two"));
    EXPECT_EQ(read_file(path), "one and two");
    EXPECT_NE(MemoryFile("g.mat").path(), path);
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace gradus::io
