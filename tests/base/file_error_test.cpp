#include "base/file_error.hpp"

#include <gtest/gtest.h>

#include <cerrno>

#include "support/errors.hpp"

namespace gradus {
namespace {

std::string said(int code) {
  return test::error_of([&] { throw_file_error("a/b", "write", code); });
}

TEST(FileError, NamesTheReasonAndTheMend) {
  EXPECT_EQ(said(ENOSPC),
            "a/b: cannot write: No space left on device; free some space or choose another folder");
  EXPECT_EQ(said(EFBIG),
            "a/b: cannot write: File too large; raise the limit on file sizes (ulimit -f)");
  EXPECT_EQ(said(EROFS),
            "a/b: cannot write: Read-only file system; choose a folder that you may write to");
  EXPECT_EQ(said(EIO), "a/b: cannot write: Input/output error");
}

}  // namespace
}  // namespace gradus
