#include "data/http.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include <fstream>
#include <iterator>

#include "data/file_server.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

using Files = std::map<std::string, std::string>;

using test::error_of, test::expect_contains;

// What arrives in a file that holds `there` at first; "" without one.
struct Getting {
  test::TempFolder folder;
  std::filesystem::path file = folder.path() / "new" / "file.part";

  std::string get(const std::string& url, uint64_t limit = 1 << 20) const {
    http_get(url, file, limit);
    return content();
  }
  void begin(const std::string& there) const { folder.write("new/file.part", there); }
  [[nodiscard]] std::string content() const {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

TEST(Http, GetsABody) {
  const std::string large(1 << 20, 'x');
  const test::FileServer server(Files{{"/a", "content"}, {"/empty", ""}, {"/large", large}});
  EXPECT_EQ(Getting().get(server.url() + "/a", 100), "content");
  EXPECT_EQ(Getting().get(server.url() + "/a", 7), "content");
  EXPECT_EQ(Getting().get(server.url() + "/empty", 100), "");
  EXPECT_EQ(Getting().get(server.url() + "/large", 1 << 20), large);
}

TEST(Http, GoesOnWhereItBrokeOff) {
  const Getting getting;
  {
    const test::FileServer breaking(Files{{"/a", "0123456789"}}, {.break_after = 4});
    expect_contains(error_of([&] { (void)getting.get(breaking.url() + "/a"); }), "/a: ");
    EXPECT_EQ(getting.content(), "0123");
    expect_contains(error_of([&] { (void)getting.get(breaking.url() + "/a"); }), "/a: ");
    EXPECT_EQ(getting.content(), "01234567") << "every try brings a little more";
  }
  test::FileServer server(Files{{"/a", "0123456789"}});
  EXPECT_EQ(getting.get(server.url() + "/a"), "0123456789");
  EXPECT_EQ(server.requests(), (std::vector<std::string>{"/a from range"}));
}

TEST(Http, BeginsAnewWhereItCannotGoOn) {
  for (const auto& options :
       {test::FileServer::Options{.ranges = false}, test::FileServer::Options{.off_by = 2}}) {
    const test::FileServer server(Files{{"/a", "0123456789"}}, options);
    const Getting getting;
    getting.begin("xyz");
    EXPECT_EQ(getting.get(server.url() + "/a"), "0123456789");
  }
  const test::FileServer server(Files{{"/a", "0123456789"}});
  const Getting longer;
  longer.begin("something longer than that");
  EXPECT_EQ(longer.get(server.url() + "/a"), "0123456789");
}

TEST(Http, NamesWhatWentWrong) {
  const test::FileServer server(Files{{"/a", "content"}, {"/cut", "CUT short"}});
  const std::string home = server.url();
  const Getting getting;
  expect_contains(error_of([&] { (void)getting.get(home + "/none"); }), home + "/none: ");
  expect_contains(error_of([&] { (void)getting.get(home + "/none"); }), "404");
  EXPECT_FALSE(std::filesystem::exists(getting.file.parent_path()));
  EXPECT_EQ(error_of([&] { (void)getting.get(home + "/a", 6); }),
            home + "/a: answers with more than 6 bytes; the address leads elsewhere");
  EXPECT_FALSE(std::filesystem::exists(getting.file));
  expect_contains(error_of([&] { (void)getting.get(home + "/cut"); }), home + "/cut: ");
  EXPECT_EQ(getting.content(), "CUT short");
  expect_contains(error_of([&] { (void)getting.get("file:///etc/hostname"); }), "file:///etc");
}

TEST(Http, NamesAFileThatCannotBeWritten) {
  const test::FileServer server(Files{{"/a", "content"}});
  const test::TempFolder folder;
  folder.write("file", "");
  expect_contains(
      error_of([&] { http_get(server.url() + "/a", folder.path() / "file" / "part", 100); }),
      "file/part: cannot be written; ");
}

TEST(Http, NobodyThereIsAnError) {
  std::string gone;
  {
    const test::FileServer server({});
    gone = server.url();
  }
  expect_contains(error_of([&] { (void)Getting().get(gone); }), "; check the network");
}

}  // namespace
}  // namespace gradus::data
