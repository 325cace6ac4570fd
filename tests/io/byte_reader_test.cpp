#include "io/byte_reader.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "io/peak_memory.hpp"
#include "io/support.hpp"

namespace gradus::io {
namespace {

using test::error_of, test::expect_contains, test::gzip;

std::string read_all(const std::string& stored, uint64_t limit = uint64_t{1} << 40) {
  std::istringstream stream(stored);
  ByteReader reader(stream, "data.gz");
  const std::vector<uint8_t> bytes = reader.read_up_to(limit);
  if (!reader.at_end()) return "more";
  return {bytes.begin(), bytes.end()};
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 60000; ++i) text += std::to_string(i * 7919 % 10007);
  return text;
}

TEST(ByteReader, PassesPlainBytesOn) {
  EXPECT_EQ(read_all("plain"), "plain");
  EXPECT_EQ(read_all(""), "");
  EXPECT_EQ(read_all(long_text()), long_text());
}

TEST(ByteReader, UnpacksGzip) {
  EXPECT_EQ(read_all(gzip("packed")), "packed");
  EXPECT_EQ(read_all(gzip("")), "");
  EXPECT_EQ(read_all(gzip(long_text())), long_text());
}

TEST(ByteReader, UnpacksMembersOneAfterAnother) {
  EXPECT_EQ(read_all(gzip("one ") + gzip("two")), "one two");
}

TEST(ByteReader, StopsAtTheLimit) {
  EXPECT_EQ(read_all(gzip("four"), 4), "four");
  EXPECT_EQ(read_all(gzip("fives"), 4), "more");
  EXPECT_EQ(read_all("fives", 4), "more");
}

TEST(ByteReader, ReadsInPieces) {
  const std::string stored = gzip(long_text());
  std::istringstream stream(stored);
  ByteReader reader(stream, "data.gz");
  std::string out;
  for (size_t piece = 1;; piece = piece * 3 % 1009 + 1) {
    if (piece % 2 == 0) {
      (void)reader.at_end();  // reads one ahead, which the next read hands out first
    }
    std::vector<uint8_t> bytes(piece);
    const size_t got = reader.read(bytes);
    out.append(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(got));
    if (got < piece) break;
  }
  EXPECT_EQ(out, long_text());
}

TEST(ByteReader, NamesWhatIsWrong) {
  const std::string good = gzip(long_text());
  expect_contains(error_of([&] { (void)read_all(good.substr(0, good.size() / 2)); }),
                  "data.gz: the gzip data end too early; ");
  expect_contains(error_of([&] { (void)read_all(good.substr(0, good.size() - 1)); }),
                  "data.gz: the gzip data end too early; ");
  expect_contains(error_of([&] { (void)read_all(good + "tail"); }),
                  "data.gz: something else follows the gzip data; ");
  std::string sum = good;
  sum[sum.size() - 6] = static_cast<char>(sum[sum.size() - 6] ^ 1);
  expect_contains(error_of([&] { (void)read_all(sum); }),
                  "data.gz: the gzip data are damaged: incorrect data check; ");
}

TEST(ByteReader, EveryTruncationIsAnError) {
  const std::string good = gzip("a text of some length, a text of some length");
  for (size_t n = 2; n < good.size(); ++n)
    EXPECT_TRUE(test::ends_in_error([&] { (void)read_all(good.substr(0, n)); })) << n;
}

TEST(ByteReader, EveryChangedByteEndsInAnErrorOrTheContent) {
  const std::string content = "a text of some length, a text of some length";
  const std::string good = gzip(content);
  for (size_t at = 2; at < good.size(); ++at) {
    for (int value = 0; value < 256; value += 5) {
      std::string changed = good;
      changed[at] = static_cast<char>(value);
      try {
        EXPECT_EQ(read_all(changed), content) << at << " " << value;
      } catch (const Error&) {
      }
    }
  }
}

TEST(ByteReader, HoldsNoMoreThanTwiceTheContent) {
  constexpr size_t kSlack = 16 << 20;
  const std::string content(40 << 20, 'z');
  const std::string stored = gzip(content);
  std::istringstream stream(stored);
  const size_t before = test::live_memory();
  (void)test::take_peak_memory();
  ByteReader reader(stream, "data.gz");
  EXPECT_EQ(reader.read_up_to(uint64_t{1} << 62).size(), content.size());
  EXPECT_LT(test::take_peak_memory() - before, 2 * content.size() + kSlack);
}

TEST(ByteReader, ABombCostsOnlyWhatIsAskedFor) {
  const std::string stored = gzip(std::string(40 << 20, '\0'));
  std::istringstream stream(stored);
  const size_t before = test::live_memory();
  (void)test::take_peak_memory();
  ByteReader reader(stream, "data.gz");
  EXPECT_EQ(reader.read_up_to(1000).size(), 1000u);
  EXPECT_FALSE(reader.at_end());
  EXPECT_LT(test::take_peak_memory() - before, size_t{1} << 20);
}

}  // namespace
}  // namespace gradus::io
