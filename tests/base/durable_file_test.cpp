#include "base/durable_file.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "gradus/base/error.hpp"

namespace gradus {
namespace fs = std::filesystem;
namespace {

class DurableFile : public testing::Test {
 protected:
  DurableFile() {
    std::string name = (fs::temp_directory_path() / "gradus-durable-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~DurableFile() override { fs::remove_all(folder_); }

  [[nodiscard]] static std::string content(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  // Names in the folder: a neighbour left behind would show.
  [[nodiscard]] size_t entries() const {
    return static_cast<size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }
  static std::string error_of(const fs::path& path, std::string_view text) {
    try {
      replace_file(path, text);
    } catch (const Error& e) {
      EXPECT_EQ(e.place(), path.string());
      return e.what();
    }
    return "no error";
  }

  fs::path folder_;
};

TEST_F(DurableFile, WritesAndReplaces) {
  const fs::path path = folder_ / "a.txt";
  replace_file(path, "first, and longer");
  EXPECT_EQ(content(path), "first, and longer");
  replace_file(path, std::string_view("two\0halves", 10));
  EXPECT_EQ(content(path), std::string("two\0halves", 10));
  replace_file(path, "");
  EXPECT_EQ(content(path), "");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(DurableFile, LargeContent) {
  std::string text(5'000'000, 'x');
  for (size_t i = 0; i < text.size(); i += 1000) text[i] = static_cast<char>(i / 1000);
  replace_file(folder_ / "big", text);
  EXPECT_EQ(content(folder_ / "big"), text);
}

TEST_F(DurableFile, RelativePathWithoutFolder) {
  const fs::path before = fs::current_path();
  fs::current_path(folder_);
  replace_file("plain.txt", "here");
  fs::current_path(before);
  EXPECT_EQ(content(folder_ / "plain.txt"), "here");
}

TEST_F(DurableFile, PermissionsFollowTheMask) {
  const mode_t mask = ::umask(027);
  replace_file(folder_ / "a", "x");
  ::umask(mask);
  EXPECT_EQ(fs::status(folder_ / "a").permissions(), fs::perms(0640));
}

TEST_F(DurableFile, MissingFolder) {
  const std::string error = error_of(folder_ / "none" / "a", "x");
  EXPECT_NE(error.find("No such file or directory; create the folder first"), std::string::npos)
      << error;
}

TEST_F(DurableFile, FolderInPlaceOfTheFile) {
  fs::create_directories(folder_ / "a" / "b");
  const std::string error = error_of(folder_ / "a", "x");
  EXPECT_NE(error.find("Is a directory; choose another name"), std::string::npos) << error;
  EXPECT_EQ(entries(), 1u);
}

// Runs `body` in a child, whose rights and limits die with it; true where it returned true.
template <class Body>
bool in_child(Body body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body() ? 0 : 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_F(DurableFile, FolderWithoutPermission) {
  replace_file(folder_ / "a", "old");
  fs::permissions(folder_, fs::perms(0555));
  EXPECT_TRUE(in_child([&] {
    // Root may write anywhere.
    if (::geteuid() == 0 && ::setuid(65534) != 0) return false;
    const std::string error = error_of(folder_ / "a", "new");
    return error.find("Permission denied; choose a folder that you may write to") !=
           std::string::npos;
  }));
  fs::permissions(folder_, fs::perms(0755));
  EXPECT_EQ(content(folder_ / "a"), "old");
  EXPECT_EQ(entries(), 1u);
}

// A limit on file sizes fails in the middle of the write, as a full disk does.
TEST_F(DurableFile, NoSpaceInTheMiddle) {
  replace_file(folder_ / "a", "old");
  EXPECT_TRUE(in_child([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{4096, 4096};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return false;
    const std::string error = error_of(folder_ / "a", std::string(10000, 'x'));
    return error.find("cannot write: File too large") != std::string::npos;
  }));
  EXPECT_EQ(content(folder_ / "a"), "old");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(DurableFile, MakesFoldersWithParents) {
  make_folder(folder_ / "a" / "b" / "c");
  make_folder(folder_ / "a" / "b" / "c");
  EXPECT_TRUE(fs::is_directory(folder_ / "a" / "b" / "c"));
  replace_file(folder_ / "file", "x");
  for (const fs::path& path : {folder_ / "file", folder_ / "file" / "below"}) {
    try {
      make_folder(path);
      ADD_FAILURE() << "no error for " << path;
    } catch (const Error& e) {
      EXPECT_EQ(e.place(), path.string());
      EXPECT_NE(e.reason().find("cannot create the folder"), std::string::npos) << e.what();
    }
  }
}

TEST(MakeFolder, SaysToTakeAnotherWhereNoneCanBe) {
  for (const char* place : {"/proc/gradus", "/etc/passwd", "/etc/passwd/within"}) {
    try {
      make_folder(place);
      ADD_FAILURE() << place;
    } catch (const Error& e) {
      EXPECT_TRUE(
          std::string(e.what()).starts_with(std::string(place) + ": cannot create the folder: "))
          << e.what();
      EXPECT_TRUE(std::string(e.what()).ends_with("; give another folder")) << e.what();
    }
  }
}

}  // namespace
}  // namespace gradus
