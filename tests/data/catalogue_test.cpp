#include "gradus/data/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "data/environment.hpp"
#include "gradus/data/load.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

CatalogueEntry entry_of(const std::string& name) {
  for (const CatalogueEntry& entry : catalogue())
    if (entry.name == name) return entry;
  return {};
}

TEST(Catalogue, NamesEverySource) {
  const std::vector<Source> all{sources::Xor{},   sources::Moons{},   sources::Circles{},
                                sources::Blobs{}, sources::Spirals{}, sources::Function{},
                                sources::Csv{},   sources::Idx{},     sources::Folder{},
                                sources::Mat{},   sources::Mnist{},   sources::FashionMnist{}};
  EXPECT_EQ(all.size(), std::variant_size_v<Source>);
  EXPECT_EQ(catalogue().size(), all.size() + 1);  // and the digits, for mat
  for (const Source& source : all) {
    const CatalogueEntry entry = entry_of(kind_of(source));
    EXPECT_FALSE(entry.what.empty()) << kind_of(source);
    EXPECT_EQ(entry.where == "drawn on the spot", is_generated(source));
  }
}

TEST(Catalogue, SaysWhereASetLiesOrHowToGetIt) {
  const test::TempFolder folder;
  const test::Environment data("GRADUS_DATA", folder.path().string());
  const test::Environment cache("XDG_CACHE_HOME", (folder.path() / "cache").string());
  EXPECT_EQ(entry_of("mnist").where, "");
  EXPECT_EQ(entry_of("mnist").how, "get it with: gradus data get mnist");
  for (const char* name : {"train-images-idx3", "train-labels-idx1", "t10k-images-idx3"})
    folder.write(std::string("mnist/") + name + "-ubyte.gz", "");
  EXPECT_EQ(entry_of("mnist").where, "");  // three of four files
  folder.write("mnist/t10k-labels-idx1-ubyte", "");
  EXPECT_EQ(entry_of("mnist").where, (folder.path() / "mnist").string());
  EXPECT_EQ(entry_of("mnist").how, "");
}

TEST(Catalogue, SaysWhereTheDigitsLie) {
  const test::TempFolder folder;
  const test::Environment cache("XDG_CACHE_HOME", folder.path().string());
  EXPECT_EQ(entry_of("digits").where, "");
  EXPECT_EQ(entry_of("digits").how, "get it with: gradus data get digits");
  folder.write("gradus/digits.mat", "");
  EXPECT_EQ(entry_of("digits").where, (folder.path() / "gradus").string());
  EXPECT_EQ(entry_of("digits").how, "");
}

}  // namespace
}  // namespace gradus::data
