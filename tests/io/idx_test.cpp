#include "gradus/io/idx.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "io/peak_memory.hpp"
#include "io/support.hpp"

namespace gradus::io {
namespace {

using test::error_of, test::expect_contains, test::gzip, test::TempFolder;

std::string idx_of(const std::vector<int64_t>& extents, size_t values) {
  std::string out = idx_header(extents);
  for (size_t i = 0; i < values; ++i) out += static_cast<char>(i * 37);
  return out;
}

ByteArray parse(const std::string& stored) {
  std::istringstream stream(stored);
  return read_idx(stream, "images.gz");
}

TEST(Idx, ReadsWhatTheHeaderSays) {
  const ByteArray a = parse(idx_of({3, 2, 4}, 24));
  EXPECT_EQ(a.extents, (std::vector<int64_t>{3, 2, 4}));
  ASSERT_EQ(a.values.size(), 24u);
  EXPECT_EQ(a.values[0], 0);
  EXPECT_EQ(a.values[23], 23 * 37 % 256);
}

TEST(Idx, ReadsPackedAndPlainAlike) {
  const std::string plain = idx_of({3, 2, 4}, 24);
  EXPECT_EQ(parse(gzip(plain)).values, parse(plain).values);
}

TEST(Idx, HeaderIsThatOfThePublishedFiles) {
  // The first 16 bytes of MNIST's train-images-idx3-ubyte.
  EXPECT_EQ(idx_header({60000, 28, 28}),
            std::string("\0\0\x08\x03\0\0\xEA\x60\0\0\0\x1C\0\0\0\x1C", 16));
}

TEST(Idx, WritesWhatItReads) {
  const TempFolder folder;
  const ByteArray array{{2, 3}, {1, 2, 3, 4, 5, 255}};
  write_idx(folder.path() / "a", array);
  const ByteArray back = read_idx(folder.path() / "a");
  EXPECT_EQ(back.extents, array.extents);
  EXPECT_EQ(back.values, array.values);
}

TEST(Idx, ALyingHeaderIsRefused) {
  EXPECT_EQ(error_of([] { (void)parse(idx_of({60000, 28, 28}, 100)); }),
            "images.gz: says 60000 images of 28x28 = 47040000 bytes but holds 100; the file is "
            "truncated or its header damaged; get it again");
  EXPECT_EQ(error_of([] { (void)parse(gzip(idx_of({60000, 28, 28}, 100))); }),
            "images.gz: says 60000 images of 28x28 = 47040000 bytes but holds 100; the file is "
            "truncated or its header damaged; get it again");
  expect_contains(error_of([] { (void)parse(idx_of({10}, 9)); }), "says 10 values but holds 9; ");
  expect_contains(error_of([] { (void)parse(idx_of({10}, 11)); }), "says 10 values but holds more");
  expect_contains(error_of([] { (void)parse(gzip(idx_of({10}, 11))); }),
                  "says 10 values but holds more");
}

TEST(Idx, ALyingHeaderTakesNoMemory) {
  for (const bool packed : {false, true}) {
    std::string stored = idx_of({1 << 20, 1 << 10, 1 << 9}, 100);
    if (packed) stored = gzip(stored);
    const size_t before = test::live_memory();
    (void)test::take_peak_memory();
    expect_contains(error_of([&] { (void)parse(stored); }), "but holds 100");
    EXPECT_LT(test::take_peak_memory() - before, size_t{16} << 20);
  }
}

TEST(Idx, RefusesWhatIsNoArrayOfBytes) {
  expect_contains(error_of([] { (void)parse(""); }), "is no IDX file");
  expect_contains(error_of([] { (void)parse("<html>"); }), "is no IDX file");
  expect_contains(error_of([] { (void)parse(std::string("\0\0\x08\0", 4)); }), "is no IDX file");
  expect_contains(error_of([] { (void)parse(std::string("\0\0\x0D\x01\0\0\0\x01\0\0\0\0", 12)); }),
                  "holds float32 values; only IDX files of bytes are read");
  expect_contains(error_of([] { (void)parse(idx_header({3, 2}).substr(0, 10)); }),
                  "ends within its header");
  expect_contains(error_of([] { (void)parse(idx_header({3, 0})); }), "says that it is empty");
  expect_contains(error_of([] {
                    const int64_t most = 0xffffffff;
                    (void)parse(idx_header({most, most, most, most, most}));
                  }),
                  "more than 2^40 bytes");
}

TEST(Idx, MissingFilesAndFoldersAreErrors) {
  const TempFolder folder;
  expect_contains(error_of([&] { (void)read_idx(folder.path() / "none"); }),
                  "cannot be opened: No such file");
  expect_contains(error_of([&] { (void)read_idx(folder.path()); }), "is a folder, not a file");
}

TEST(Idx, LabelsOutsideTheClassesAreNamed) {
  EXPECT_NO_THROW(check_labels({{3}, {0, 9, 5}}, 10, "labels"));
  EXPECT_EQ(error_of([] { check_labels({{3}, {0, 10, 5}}, 10, "labels"); }),
            "labels: label 10 of sample 1 is outside 0..9; the file is damaged or of another data "
            "set");
}

TEST(Idx, EveryTruncationIsAnError) {
  for (const std::string& good : {idx_of({3, 2, 2}, 12), gzip(idx_of({3, 2, 2}, 12))})
    for (size_t n = 0; n < good.size(); ++n)
      EXPECT_TRUE(test::ends_in_error([&] { (void)parse(good.substr(0, n)); })) << n;
}

TEST(Idx, EveryChangedByteEndsInAnErrorOrAnArray) {
  for (const bool packed : {false, true}) {
    const std::string plain = idx_of({3, 2, 2}, 12), good = packed ? gzip(plain) : plain;
    for (size_t at = 0; at < good.size(); ++at) {
      for (int value = 0; value < 256; value += packed ? 3 : 1) {
        std::string changed = good;
        changed[at] = static_cast<char>(value);
        const size_t before = test::live_memory();
        (void)test::take_peak_memory();
        try {
          EXPECT_EQ(parse(changed).values.size(), 12u) << at << " " << value;
        } catch (const Error&) {
        }
        ASSERT_LT(test::take_peak_memory() - before, size_t{16} << 20) << at << " " << value;
      }
    }
  }
}

}  // namespace
}  // namespace gradus::io
