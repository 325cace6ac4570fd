#include "gradus/io/mat.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <sstream>

#include "io/mat_builder.hpp"
#include "io/peak_memory.hpp"
#include "io/support.hpp"

namespace gradus::io {
namespace {

using test::error_of, test::expect_contains, test::MatBuilder, test::TempFolder;

MatArray read(const std::string& bytes, const std::string& variable = "X") {
  std::istringstream stream(bytes);
  return read_mat(stream, bytes.size(), "f.mat", variable);
}

std::string error(const std::string& bytes, const std::string& variable = "X") {
  return error_of([&] { (void)read(bytes, variable); });
}

const MatArray kX{{2, 3}, {1, 2, 3, 4, 5, 6}};

// X as 2x3 doubles, and y as 2x1 of bytes within the tag.
std::string two_variables(const MatBuilder& b, bool pack) {
  const std::string x = b.matrix(b.front("X", 6, {2, 3}) + b.element(9, b.numbers(kX.values)));
  const std::string y = b.matrix(b.front("y", 6, {2, 1}) + b.small(2, "\x0a\x01"));
  return b.header() + (pack ? b.packed(x) + b.packed(y) : x + y);
}

TEST(Mat, ReadsBothByteOrdersPackedOrNot) {
  for (const bool big : {false, true})
    for (const bool pack : {false, true}) {
      const std::string bytes = two_variables(MatBuilder{big}, pack);
      EXPECT_EQ(read(bytes), kX) << big << pack;
      EXPECT_EQ(read(bytes, "y"), (MatArray{{2, 1}, {10, 1}})) << big << pack;
    }
}

TEST(Mat, RowsAreTheFirstExtentAndTheRestIsFlattened) {
  EXPECT_EQ(kX.at(0, 0), 1);
  EXPECT_EQ(kX.at(1, 0), 2);
  EXPECT_EQ(kX.at(0, 2), 5);
  const MatBuilder b;
  std::vector<double> values(24);
  std::iota(values.begin(), values.end(), 0.5);
  const MatArray cube =
      read(b.header() + b.matrix(b.front("X", 6, {2, 3, 4}) + b.element(9, b.numbers(values))));
  EXPECT_EQ(cube.extents, (std::vector<int64_t>{2, 3, 4}));
  EXPECT_EQ(cube.values, values);
  EXPECT_EQ(cube.columns(), 12);
  EXPECT_EQ(cube.at(1, 11), 23.5);
}

// Every class, stored as itself, and doubles stored as the shortest type that holds them.
TEST(Mat, ReadsEveryClassAndType) {
  const auto check = [](uint32_t cls, uint32_t type, auto low) {
    using T = decltype(low);
    const T high = std::numeric_limits<T>::max();
    for (const bool big : {false, true}) {
      const MatBuilder b{big};
      const std::vector<T> stored{low, T(0), T(7), high, T(100)};
      const MatArray array = read(
          b.header() + b.matrix(b.front("X", cls, {5, 1}) + b.element(type, b.numbers(stored))));
      EXPECT_EQ(array.values,
                (std::vector<double>{double(low), 0, 7, static_cast<double>(high), 100}))
          << cls << " " << type << big;
    }
  };
  for (const uint32_t cls : {0U, 6U}) {  // 0: the type's own class
    check(cls ? cls : 8, 1, int8_t{-128});
    check(cls ? cls : 9, 2, uint8_t{0});
    check(cls ? cls : 10, 3, int16_t{-30000});
    check(cls ? cls : 11, 4, uint16_t{0});
    check(cls ? cls : 12, 5, int32_t{-2000000000});
    check(cls ? cls : 13, 6, uint32_t{0});
    check(cls ? cls : 7, 7, -1.5F);
    check(cls ? cls : 6, 9, -1e300);
    check(cls ? cls : 14, 12, int64_t{-5});
    check(cls ? cls : 15, 13, uint64_t{0});
  }
}

// Longer than the blocks in which other classes are converted.
TEST(Mat, ReadsLongArraysInBlocks) {
  const MatBuilder b;
  std::vector<float> stored(3 * (1 << 14) + 5);
  std::iota(stored.begin(), stored.end(), 0.0F);
  const auto rows = static_cast<int32_t>(stored.size());
  const std::string matrix = b.matrix(b.front("X", 7, {rows, 1}) + b.element(7, b.numbers(stored)));
  const std::vector<double> expected(stored.begin(), stored.end());
  EXPECT_EQ(read(b.header() + matrix).values, expected);
  EXPECT_EQ(read(b.header() + b.packed(matrix)).values, expected);
}

TEST(Mat, ReadsLevel4) {
  for (const bool big : {false, true}) {
    const MatBuilder b{big};
    const int32_t m = big ? 1000 : 0;
    const std::string bytes = b.level4(m + 50, 2, 1, "y", "\x0a\x01") +
                              b.level4(m, 2, 3, "X", b.numbers(kX.values)) +
                              b.level4(m + 10, 1, 2, "s", b.numbers<float>({0.5F, -2})) +
                              b.level4(m + 20, 1, 1, "i", b.number<int32_t>(-70000)) +
                              b.level4(m + 30, 1, 1, "h", b.number<int16_t>(-300)) +
                              b.level4(m + 40, 1, 1, "u", b.number<uint16_t>(60000)) +
                              b.level4(m + 1, 1, 2, "t", b.numbers<double>({65, 66})) +
                              b.level4(m + 2, 1, 3, "p", b.numbers<double>({1, 1, 2})) +
                              b.level4(m, 1, 1, "c", b.numbers<double>({1, 1}), 1);
    EXPECT_EQ(read(bytes), kX);
    EXPECT_EQ(read(bytes, "y"), (MatArray{{2, 1}, {10, 1}}));
    EXPECT_EQ(read(bytes, "s").values, (std::vector<double>{0.5, -2}));
    EXPECT_EQ(read(bytes, "i").values, (std::vector<double>{-70000}));
    EXPECT_EQ(read(bytes, "h").values, (std::vector<double>{-300}));
    EXPECT_EQ(read(bytes, "u").values, (std::vector<double>{60000}));
    EXPECT_EQ(error(bytes, "t"), "f.mat: t is text, no array of numbers; name an array of numbers");
    EXPECT_EQ(error(bytes, "p"), "f.mat: p is sparse, no array of numbers; save full(p)");
    EXPECT_EQ(error(bytes, "c"), "f.mat: c is complex, no array of numbers; save its real part");
    EXPECT_EQ(error(bytes, "Z"), "f.mat: no variable \"Z\"; one of y, X, s, i, h, u, t, p, c");
    for (size_t n = 1; n < bytes.size(); ++n) EXPECT_NE(error(bytes.substr(0, n), "Z"), "no error");
  }
}

TEST(Mat, WhatItWritesItReads) {
  const TempFolder folder;
  const MatArray y{{2, 1, 2}, {10, -0.25, 1e300, 0}};
  write_mat(folder.path() / "f.mat", {{"X", kX}, {"labels_2", y}});
  EXPECT_EQ(read_mat(folder.path() / "f.mat", "X"), kX);
  EXPECT_EQ(read_mat(folder.path() / "f.mat", "labels_2"), y);
  EXPECT_EQ(encode_mat({{"X", kX}}), encode_mat({{"X", kX}}));
}

TEST(Mat, WritesNothingThatMatlabWouldNotRead) {
  expect_contains(error_of([] { (void)encode_mat({{"2x", kX}}); }), "\"2x\" is no name");
  expect_contains(error_of([] { (void)encode_mat({{"a b", kX}}); }), "\"a b\" is no name");
  expect_contains(error_of([] { (void)encode_mat({{"", kX}}); }), "\"\" is no name");
  expect_contains(error_of([] { (void)encode_mat({{"X", {{2, 2}, {1, 2, 3}}}}); }), "3 values");
  expect_contains(error_of([] { (void)encode_mat({{"X", {{1 << 20, 1 << 20}, {}}}}); }),
                  "X is too large");
}

TEST(Mat, RefusesWhatIsNoArrayOfNumbers) {
  const MatBuilder b;
  const auto of_class = [&](uint32_t cls, uint32_t flags = 0) {
    return error(b.header() + b.matrix(b.front("X", cls, {1, 1}, flags) +
                                       b.element(9, b.number(1.0)) + b.element(9, b.number(1.0))));
  };
  const std::string mend = ", no array of numbers; name an array of numbers, or save it as one";
  EXPECT_EQ(of_class(1), "f.mat: X is a cell array" + mend);
  EXPECT_EQ(of_class(2), "f.mat: X is a struct" + mend);
  EXPECT_EQ(of_class(3), "f.mat: X is an object" + mend);
  EXPECT_EQ(of_class(4), "f.mat: X is text" + mend);
  EXPECT_EQ(of_class(5), "f.mat: X is sparse, no array of numbers; save full(X)");
  EXPECT_EQ(of_class(16), "f.mat: X is a function" + mend);
  EXPECT_EQ(of_class(6, 0x0800), "f.mat: X is complex, no array of numbers; save its real part");
  const std::string opaque =
      b.element(6, b.numbers<uint32_t>({17, 0})) + b.element(1, "X") + b.element(1, "MCOS");
  EXPECT_EQ(error(b.header() + b.matrix(opaque)), "f.mat: X is an object" + mend);
  EXPECT_EQ(of_class(18),
            "f.mat: a variable is of the unknown class 18; the file is truncated or "
            "damaged; get it again");
  expect_contains(of_class(0), "unknown class 0");
}

TEST(Mat, PassesOverWhatIsNotAskedFor) {
  const MatBuilder b;
  const std::string cell = b.matrix(b.front("c", 1, {1, 1}) + b.matrix("nothing good in here...."));
  const std::string unnamed = b.matrix(b.front("", 9, {1, 2}) + b.small(2, "ab"));
  const std::string opaque = b.matrix(b.element(6, b.numbers<uint32_t>({17, 0})) +
                                      b.element(1, "o") + b.element(1, "MCOS"));
  const std::string x = b.matrix(b.front("X", 6, {2, 3}) + b.element(9, b.numbers(kX.values)));
  const std::string before =
      b.header() + cell + b.packed(cell) + unnamed + opaque + b.element(14, "");
  EXPECT_EQ(read(before + x + "anything"), kX);
  EXPECT_EQ(error(before + x, "x"), "f.mat: no variable \"x\"; did you mean \"X\"?");
  EXPECT_EQ(error(before, "label"), "f.mat: no variable \"label\"; one of c, c, o");
}

TEST(Mat, RefusesOtherFiles) {
  const MatBuilder b;
  EXPECT_EQ(error(""),
            "f.mat: is no MATLAB file; files of levels 4 and 5 are read, as of save -v7");
  expect_contains(error(std::string(1000, '\0')), "is no MATLAB file");
  expect_contains(error(std::string(1000, 'x')), "is no MATLAB file");
  expect_contains(error(b.level4(2000, 1, 1, "X", b.number(1.0))), "is no MATLAB file");  // VAX
  expect_contains(error(std::string(512, ' ') + "\x89HDF\r\n\x1a\n and so on"),
                  "f.mat: is HDF5, as of MATLAB's -v7.3, which is not read; save it with -v7");
  expect_contains(error(std::string("\x89HDF\r\n\x1a\n and so on")), "is HDF5");
  EXPECT_EQ(error(b.header()), "f.mat: holds no variables; save them again");
  const TempFolder folder;
  expect_contains(error_of([&] { (void)read_mat(folder.path() / "no.mat", "X"); }),
                  "no.mat: cannot be opened");
  expect_contains(error_of([&] { (void)read_mat(folder.path(), "X"); }), "is a folder");
}

TEST(Mat, RefusesExtentsThatDoNotFit) {
  const MatBuilder b;
  const auto with = [&](const std::vector<int32_t>& extents) {
    return error(b.header() +
                 b.matrix(b.front("X", 6, extents) + b.element(9, b.numbers(kX.values))));
  };
  EXPECT_EQ(with({2, 4}),
            "f.mat: X is 2x4 = 8 values of 8 bytes but has 48 bytes; the file is truncated or "
            "damaged; get it again");
  expect_contains(with({2, 2}), "X is 2x2 = 4 values of 8 bytes but has 48 bytes");
  expect_contains(with({-2, -3}), "X has the extent -2");
  EXPECT_EQ(with({0, 3}), "f.mat: X is empty, 0x3; name an array that holds something");
  EXPECT_EQ(with({1 << 30, 1 << 30, 1 << 30}),
            "f.mat: X says that it is 1073741824x1073741824x1073741824; arrays of less than 2^31 "
            "values are read");
  expect_contains(with({6}), "extents are not whole");
  expect_contains(with(std::vector<int32_t>(33, 1)), "no extents of a variable");
}

// A tag that says more than there is, where it might lead to memory being taken.
TEST(Mat, ClaimsTakeNoMemory) {
  const MatBuilder b;
  const int32_t many = 1 << 27;
  const std::string front = b.front("X", 6, {many, 1});
  const std::string lie = front + b.element(9, b.numbers(kX.values), int64_t{8} * many);
  const std::string bytes_lie = front + b.element(2, std::string(64, 'a'), many);
  const std::string plain = b.header() + b.matrix(lie);
  const std::string claims_more = b.header() + b.element(14, lie, uint32_t{0xfffffff0});
  const std::string packed = b.header() + b.packed(b.matrix(lie));
  // Packed, 64 KiB of zeros give some 80 bytes: too few for what this one says.
  const std::string zeros =
      b.header() + b.packed(b.matrix(front + b.element(2, std::string(1 << 16, 0), many)));
  const std::string level4 = b.level4(0, many, 1, "X", "few");
  const std::string name_lie = b.header() + b.matrix(b.element(6, b.numbers<uint32_t>({6, 0})) +
                                                     b.element(5, b.numbers<int32_t>({1, 1})) +
                                                     b.element(1, "X", 0x7fffffff));
  for (const std::string& bytes :
       {plain, claims_more, packed, zeros, level4, name_lie, b.header() + b.matrix(bytes_lie)}) {
    (void)test::take_peak_memory();
    const size_t before = test::live_memory();
    EXPECT_NE(error(bytes), "no error");
    EXPECT_LT(test::take_peak_memory() - before, size_t{1} << 20) << error(bytes);
  }
}

TEST(Mat, TakesLittleMoreThanTheArray) {
  const MatBuilder b;
  const std::string bytes = b.header() + b.matrix(b.front("X", 6, {1 << 20, 1}) +
                                                  b.element(2, std::string(1 << 20, 'a')));
  (void)test::take_peak_memory();
  const size_t before = test::live_memory();
  EXPECT_EQ(read(bytes).values.size(), size_t{1} << 20);
  // The stream holds a copy of its bytes.
  EXPECT_LT(test::take_peak_memory() - before, bytes.size() + (size_t{9} << 20));
}

TEST(Mat, EveryTruncationIsAnError) {
  for (const bool pack : {false, true}) {
    const std::string bytes = two_variables({}, pack);
    for (size_t n = 0; n < bytes.size(); ++n)
      EXPECT_NE(error(bytes.substr(0, n), "y"), "no error") << n << pack;
  }
}

TEST(Mat, AVariableEndsWithItsElement) {
  const MatBuilder b;
  const std::string inside = b.front("X", 6, {2, 3}) + b.element(9, b.numbers(kX.values));
  for (const bool pack : {false, true})
    for (size_t n = 1; n < inside.size(); ++n) {
      const std::string part = b.matrix(inside.substr(0, n)).substr(0, 8 + n);
      // Not packed, the rest lies behind.
      const std::string bytes =
          b.header() +
          (pack ? b.packed(part) : b.numbers<uint32_t>({14, static_cast<uint32_t>(n)}) + inside);
      EXPECT_NE(error(bytes), "no error") << n << pack;
    }
  expect_contains(error(b.header() + b.number<uint32_t>(14) + b.number<uint32_t>(20) + inside),
                  "f.mat: a variable ends within its data; ");
  EXPECT_EQ(error(two_variables(b, false).substr(0, 200)),
            "f.mat: a variable of 104 bytes begins at byte 128, 64 follow; the file is truncated "
            "or damaged; get it again");
  EXPECT_EQ(error(b.level4(0, 2, 3, "X", b.number(1.0))),
            "f.mat: says 2x3 values at byte 0 and ends before; the file is truncated or damaged; "
            "get it again");
}

TEST(Mat, WhatFollowsTheValuesIsAnError) {
  const MatBuilder b;
  const std::string inside = b.front("X", 6, {2, 3}) + b.element(9, b.numbers(kX.values));
  expect_contains(error(b.header() + b.matrix(inside + std::string(8, '\0'))),
                  "something follows the values of X");
  std::string packed = b.packed(b.matrix(inside));
  packed += '!';
  ++packed[4];  // the element's size
  expect_contains(error(b.header() + packed), "something else follows packed bytes");
}

// Bytes of good files changed at random: each ends in an array or an Error, and takes little.
TEST(Mat, SurvivesDamage) {
  const MatBuilder little, big{true};
  const std::vector<std::string> good{
      two_variables(little, false), two_variables(little, true), two_variables(big, false),
      two_variables(big, true),
      little.level4(50, 2, 1, "y", "ab") + little.level4(0, 2, 3, "X", little.numbers(kX.values))};
  uint32_t state = 1;
  const auto draw = [&](size_t n) {
    state = state * 1664525 + 1013904223;
    return static_cast<size_t>(state >> 8) % n;
  };
  int errors = 0;
  (void)test::take_peak_memory();
  const size_t before = test::live_memory();
  for (int trial = 0; trial < 6000; ++trial) {
    std::string bytes = good[static_cast<size_t>(trial) % good.size()];
    // Within what counts: level 5's text and the header's reserved bytes do not.
    const size_t from = bytes.size() > 250 && trial % 5 != 4 ? 116 : 0;
    for (size_t n = 1 + draw(3); n > 0; --n) {
      const size_t at = from + draw(bytes.size() - from);
      bytes[at] = static_cast<char>(draw(4) == 0 ? 0xff : bytes[at] ^ (1 << draw(8)));
    }
    errors += test::ends_in_error([&] { (void)read(bytes, trial % 2 ? "X" : "y"); });
  }
  EXPECT_LT(test::take_peak_memory() - before, size_t{1} << 20);
  EXPECT_GT(errors, 2000);
  EXPECT_LT(errors, 6000);
}

}  // namespace
}  // namespace gradus::io
