#include "data/sha256.hpp"

#include <gtest/gtest.h>

#include "io/support.hpp"

namespace gradus::data {
namespace {

TEST(Sha256, GivesThePublishedSums) {
  // FIPS 180-4, example of one block, and the empty message.
  constexpr const char* kAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  Sha256 sum;
  sum.add("a");
  sum.add("bc");
  EXPECT_EQ(sum.finish(), kAbc);
  EXPECT_EQ(Sha256().finish(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const test::TempFolder folder;
  EXPECT_EQ(sha256_of_file(folder.write("x", "abc")), kAbc);
}

TEST(Sha256, SumsLongFilesWhole) {
  const test::TempFolder folder;
  const std::string text(200001, 'x');
  Sha256 sum;
  sum.add(text);
  EXPECT_EQ(sha256_of_file(folder.write("x", text)), sum.finish());
}

}  // namespace
}  // namespace gradus::data
