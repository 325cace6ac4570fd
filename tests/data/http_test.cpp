#include "data/http.hpp"

#include <gtest/gtest.h>

#include "data/file_server.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

using test::error_of, test::expect_contains;

TEST(Http, GetsABody) {
  const std::string large(1 << 20, 'x');
  const test::FileServer server({{"/a", "content"}, {"/empty", ""}, {"/large", large}});
  EXPECT_EQ(http_get(server.url() + "/a", 100), "content");
  EXPECT_EQ(http_get(server.url() + "/a", 7), "content");
  EXPECT_EQ(http_get(server.url() + "/empty", 100), "");
  EXPECT_EQ(http_get(server.url() + "/large", 1 << 20), large);
}

TEST(Http, NamesWhatWentWrong) {
  const test::FileServer server({{"/a", "content"}, {"/cut", "CUT short"}});
  const std::string home = server.url();
  expect_contains(error_of([&] { (void)http_get(home + "/none", 100); }), home + "/none: ");
  expect_contains(error_of([&] { (void)http_get(home + "/none", 100); }), "404");
  expect_contains(error_of([&] { (void)http_get(home + "/cut", 100); }), home + "/cut: ");
  EXPECT_EQ(error_of([&] { (void)http_get(home + "/a", 6); }),
            home + "/a: answers with more than 6 bytes; the address leads elsewhere");
  expect_contains(error_of([] { (void)http_get("file:///etc/hostname", 100); }), "file:///etc");
}

TEST(Http, NobodyThereIsAnError) {
  std::string gone;
  {
    const test::FileServer server({});
    gone = server.url();
  }
  expect_contains(error_of([&] { (void)http_get(gone, 100); }), "; check the network");
}

}  // namespace
}  // namespace gradus::data
