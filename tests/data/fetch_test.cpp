#include "data/fetch.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "data/environment.hpp"
#include "data/file_server.hpp"
#include "data/read.hpp"
#include "data/tiny_set.hpp"

namespace gradus::data {
namespace {

using test::error_of, test::expect_contains, test::FileServer, test::gzip, test::TempFolder,
    test::TinySet;

std::map<std::string, std::string> files_of(const TinySet& tiny) {
  std::map<std::string, std::string> files;
  for (size_t i = 0; i < 4; ++i)
    files["/home/" + std::string(tiny.set.files[i].name) + ".gz"] = gzip(tiny.contents[i]);
  return files;
}

TEST(Fetch, BringsASetThatCanThenBeRead) {
  const TinySet tiny;
  const TempFolder folder;
  const test::Environment data("GRADUS_DATA", folder.path().string());
  const FileServer server(files_of(tiny));
  std::vector<std::string> said;
  const FetchOptions options{.base_url = server.url() + "/home",
                             .say = [&](const std::string& line) { said.push_back(line); }};
  EXPECT_EQ(fetch_set(tiny.set, folder.path(), options), folder.path() / "tiny");
  ASSERT_EQ(said.size(), 4u);
  expect_contains(said[0], "fetching ");
  EXPECT_EQ(read_known(tiny.set, "", {}).test.rows(), 2);
}

TEST(Fetch, KeepsGoodFilesAndReplacesBadOnes) {
  const TinySet tiny;
  const TempFolder folder;
  tiny.write(folder, "tiny");
  folder.write("tiny/train-labels.gz", "damaged");
  const FileServer server(files_of(tiny));
  std::vector<std::string> said;
  const FetchOptions options{.base_url = server.url() + "/home",
                             .say = [&](const std::string& line) { said.push_back(line); }};
  fetch_set(tiny.set, folder.path(), options);
  ASSERT_EQ(said.size(), 4u);
  expect_contains(said[0], "train-images.gz is there");
  expect_contains(said[1], "fetching ");
  expect_contains(said[2], " is there");
  const test::Environment data("GRADUS_DATA", folder.path().string());
  EXPECT_EQ(read_known(tiny.set, "", {}).train.rows(), 3);
}

// A content that is another file's, damaged, or the wrong end of it is refused, and nothing of it
// stays.
TEST(Fetch, AWrongContentNeverAppears) {
  const TinySet tiny;
  for (const std::string& wrong :
       {gzip("other content"), std::string("no gzip"), gzip(tiny.contents[0]) + "tail",
        gzip(tiny.contents[0]).substr(0, 30), gzip(tiny.contents[1]), std::string()}) {
    const TempFolder folder;
    auto files = files_of(tiny);
    files["/home/train-images.gz"] = wrong;
    const FileServer server(files);
    const std::string error = error_of([&] {
      fetch_set(tiny.set, folder.path(), {.base_url = server.url() + "/home", .say = {}});
    });
    expect_contains(error, "data get tiny: no home serves it: " + server.url());
    expect_contains(error, "; try again later, or put its files in GRADUS_DATA/tiny");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  }
}

TEST(Fetch, AWrongLengthIsRefused) {
  const TinySet tiny;
  const TempFolder folder;
  const FileServer server(files_of(tiny), {.length_short_by = 5});
  const std::string error = error_of(
      [&] { fetch_set(tiny.set, folder.path(), {.base_url = server.url() + "/home", .say = {}}); });
  expect_contains(error, "train-images.gz: ");
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Fetch, GoesOnWithADownloadThatBrokeOff) {
  const TinySet tiny;
  const TempFolder folder;
  const std::filesystem::path file = folder.path() / "tiny" / "train-images.gz",
                              part = file.string() + ".part";
  {
    const FileServer breaking(files_of(tiny), {.break_after = 20});
    const std::string error = error_of([&] {
      fetch_set(tiny.set, folder.path(), {.base_url = breaking.url() + "/home", .say = {}});
    });
    expect_contains(error, " (20 bytes are kept, and gone on with next time); try again later");
    EXPECT_EQ(std::filesystem::file_size(part), 20u);
    EXPECT_FALSE(std::filesystem::exists(file));
  }
  FileServer server(files_of(tiny));
  fetch_set(tiny.set, folder.path(), {.base_url = server.url() + "/home", .say = {}});
  EXPECT_EQ(server.requests()[0], "/home/train-images.gz from range");
  EXPECT_EQ(server.requests().size(), 4u);
  EXPECT_TRUE(std::filesystem::exists(file));
  EXPECT_FALSE(std::filesystem::exists(part));
}

TEST(Fetch, ABeginningThatLeadsAstrayIsFetchedAnew) {
  const TinySet tiny;
  const TempFolder folder;
  folder.write("tiny/train-images.gz.part", "not its beginning");
  FileServer server(files_of(tiny));
  fetch_set(tiny.set, folder.path(), {.base_url = server.url() + "/home", .say = {}});
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 5u);
  EXPECT_EQ(requests[0], "/home/train-images.gz from range");
  EXPECT_EQ(requests[1], "/home/train-images.gz");
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "tiny" / "train-images.gz.part"));
}

// Killed between the last byte and the file's name: nothing is fetched again.
TEST(Fetch, ABeginningThatIsWholeIsTaken) {
  const TinySet tiny;
  const TempFolder folder;
  tiny.write(folder, "tiny");
  std::filesystem::rename(folder.path() / "tiny/train-images.gz",
                          folder.path() / "tiny/train-images.gz.part");
  FileServer server({});
  fetch_set(tiny.set, folder.path(), {.base_url = server.url(), .say = {}});
  EXPECT_TRUE(server.requests().empty());
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "tiny/train-images.gz"));
}

TEST(Fetch, TriesTheNextHome) {
  TinySet tiny;
  const FileServer empty({}), full(files_of(tiny));
  const std::string first = empty.url(), second = full.url() + "/home";
  tiny.set.homes = {first, second, "", ""};
  const TempFolder folder;
  EXPECT_EQ(fetch_set(tiny.set, folder.path(), {}), folder.path() / "tiny");
}

TEST(Fetch, UsesTheCacheByDefault) {
  const TinySet tiny;
  const TempFolder folder;
  const test::Environment cache("XDG_CACHE_HOME", folder.path().string());
  const FileServer server(files_of(tiny));
  EXPECT_EQ(fetch_set(tiny.set, {}, {.base_url = server.url() + "/home", .say = {}}),
            folder.path() / "gradus" / "tiny");
}

TEST(Fetch, NamesWhatCanBeFetched) {
  EXPECT_EQ(error_of([] { fetch("mnis"); }),
            "data get: unknown data set \"mnis\"; did you mean \"mnist\"?");
  EXPECT_EQ(error_of([] { fetch("imagenet"); }),
            "data get: unknown data set \"imagenet\"; one of mnist, fashion_mnist, digits");
}

TEST(Fetch, FashionMnistNamesItsPackage) {
  const FileServer server({});
  const TempFolder folder;
  expect_contains(error_of([&] {
                    fetch("fashion_mnist", folder.path(), {.base_url = server.url(), .say = {}});
                  }),
                  "; try apt-get install dataset-fashion-mnist");
}

}  // namespace
}  // namespace gradus::data
