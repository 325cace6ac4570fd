// Files that are not what they say: one line, whatever lies there.
#include <gtest/gtest.h>

#include <algorithm>

#include "study/store/database.hpp"
#include "study/store/own_folder.hpp"
#include "study/store/schema.hpp"
#include "study/store/store.hpp"
#include "study/store/trials.hpp"
#include "support/errors.hpp"

namespace gradus::study {
namespace {

using test::error_of;
using test::OwnFolder;

std::vector<Trial> some_trials() {
  std::vector<Trial> trials;
  for (uint64_t seed = 0; seed < 20; ++seed) trials.push_back(small_trial(seed));
  trials.push_back(full_trial());
  trials.back().sampled[0].readings[0].values.assign(700, 0.5);  // more than a page
  return trials;
}

void make_store(const std::filesystem::path& folder) {
  Store store(folder, "a study");
  for (const Trial& trial : some_trials()) store.add(key_of(trial), {}, trial, odd_values());
}

class StoreForeign : public testing::Test {
 protected:
  StoreForeign() {
    make_store(folder_.path());
    whole_ = test::bytes_of(file_);
  }
  void alter(const std::string& sql) const { Database(file_, Database::Access::kMake).exec(sql); }
  // Opens the store and reads all; what it says, or "".
  [[nodiscard]] std::string reading() const {
    return error_of([&] {
      Store store(folder_.path(), "a study");
      for (const Trial& trial : some_trials()) {
        const std::optional<StoredTrial> found = store.find(key_of(trial));
        if (found) {
          EXPECT_EQ(dump(found->trial, false), dump(trial, false));
        } else {
          ++missing_;
        }
      }
    });
  }
  // The same of a file that is only read, which spares it the syncs.
  [[nodiscard]] std::string looking() const {
    return error_of([&] {
      Database database(file_, Database::Access::kRead);
      (void)read_head(database);
      TrialReader reader(database);
      for (const Trial& trial : some_trials()) {
        const std::optional<StoredTrial> found = reader.find(key_of(trial));
        if (found) {
          EXPECT_EQ(dump(found->trial, false), dump(trial, false));
        } else {
          ++missing_;
        }
      }
    });
  }
  [[nodiscard]] std::string place() const { return file_.string() + ": "; }

  OwnFolder folder_;
  std::filesystem::path file_ = folder_ / "store.sqlite";
  std::string whole_;
  mutable int missing_ = 0;
};

TEST_F(StoreForeign, TruncatedAtManyLengths) {
  int refused = 0, tried = 0;
  // One byte is an empty file to SQLite.
  for (size_t length = 2; length < whole_.size(); length += length < 600 ? 1 : 61) {
    test::write_bytes(file_, whole_.substr(0, length));
    const std::string said = tried % 40 == 0 ? reading() : looking();
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 0) << length;
    refused += said.empty() ? 0 : 1;
    ++tried;
  }
  // Only the unused part of the last page may be missed, and nothing with it.
  EXPECT_GE(refused, tried - 4096 / 61 - 1);
  EXPECT_EQ(missing_, 0);
  test::write_bytes(file_, whole_);
  EXPECT_EQ(reading(), "");
}

TEST_F(StoreForeign, FlippedBits) {
  int refused = 0, tried = 0;
  for (size_t at = 0; at < whole_.size(); at += 29) {
    std::string bytes = whole_;
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << (at % 8)));
    test::write_bytes(file_, bytes);
    const std::string said = tried % 100 == 0 ? reading() : looking();
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 0) << at << ": " << said;
    refused += said.empty() ? 0 : 1;
    ++tried;
  }
  EXPECT_GT(refused, tried / 4);  // the others hit what is not used, or seconds, or a key
}

TEST_F(StoreForeign, NoDatabase) {
  test::write_bytes(file_, std::string(5000, 'x'));
  EXPECT_EQ(reading(), place() + "is no database; give another --out, or --force to replace it");
  test::write_bytes(file_, "");
  EXPECT_EQ(reading(), "");  // what a kill leaves that comes as the file is made
  EXPECT_EQ(missing_, 21);
  std::filesystem::remove(file_);
  std::filesystem::create_directory(file_);
  EXPECT_NE(reading().find("cannot open: Is a directory"), std::string::npos) << reading();
}

TEST_F(StoreForeign, OtherTables) {
  std::filesystem::remove(file_);
  alter("CREATE TABLE birds(name TEXT)");
  const std::string no_store = "is no store of a run; give another --out, or --force to replace it";
  EXPECT_EQ(reading(), place() + no_store);
  // A view in a table's place could compute anything.
  test::write_bytes(file_, whole_);
  alter("DROP TABLE weights; CREATE VIEW weights AS SELECT 1 AS trial, 2 AS numbers");
  EXPECT_EQ(reading(), place() + no_store);
  test::write_bytes(file_, whole_);
  alter("ALTER TABLE metric ADD COLUMN more TEXT");
  EXPECT_EQ(reading(), place() + no_store);
  test::write_bytes(file_, whole_);
  alter("CREATE TRIGGER t AFTER INSERT ON trial BEGIN DELETE FROM trial; END");
  EXPECT_EQ(reading(), place() +
                           "holds a trigger, which no run makes; give another --out, or --force "
                           "to replace it");
  test::write_bytes(file_, whole_);
  alter("CREATE INDEX mine ON metric(name); CREATE VIEW losses AS SELECT * FROM metric");
  EXPECT_EQ(reading(), "");  // what a reader may add for himself
}

TEST_F(StoreForeign, ANewerFormat) {
  alter("UPDATE run SET value = '2' WHERE key = 'format'; DROP TABLE metric");
  EXPECT_EQ(reading(), place() +
                           "is a store of another format than this version's 1; use the version "
                           "that made it, or give another --out");
}

TEST_F(StoreForeign, AlteredRows) {
  const auto altered = [&](const std::string& sql) {
    test::write_bytes(file_, whole_);
    alter(sql);
    const std::string said = reading();
    const std::string head = place() + "is damaged: ", mend = "; run the study again with --force";
    EXPECT_EQ(said.substr(0, head.size()), head) << sql << ": " << said;
    return said.size() < head.size() + mend.size()
               ? said
               : said.substr(head.size(), said.size() - head.size() - mend.size());
  };
  const std::string size = "a blob has a size that none can have";
  EXPECT_EQ(altered("UPDATE history SET numbers = zeroblob(7)"), size);
  EXPECT_EQ(altered("UPDATE reading SET numbers = zeroblob(9)"), size);
  EXPECT_EQ(altered("UPDATE weights SET numbers = zeroblob(1)"), size);
  EXPECT_EQ(altered("UPDATE reading SET distribution = zeroblob(80)"), "a distribution is cut");
  EXPECT_EQ(altered("UPDATE trial SET status = 'fine'"), "a trial has a status that none can have");
  EXPECT_EQ(altered("UPDATE trial SET epochs = 'many'"),
            "its column epochs holds another type of value");
  EXPECT_EQ(altered("UPDATE history SET numbers = 'text'"),
            "its column numbers holds another type of value");
  EXPECT_EQ(altered("UPDATE metric SET bits = 'x'"), "its column bits holds another type of value");
  const std::string not_written = "trial 1 is not what was written";
  for (const char* sql : {"UPDATE metric SET value = 1 WHERE name = 'test_loss'",
                          "UPDATE trial SET learned = 1 - learned", "DELETE FROM history",
                          "UPDATE weights SET numbers = zeroblob(800000)", "DELETE FROM weights",
                          "UPDATE trial SET number = -1", "UPDATE trial SET where_layer = 'x'",
                          "UPDATE metric SET place = 99 WHERE place = 0"})
    EXPECT_EQ(altered(sql), not_written);
  EXPECT_EQ(altered("DELETE FROM sample"), "trial 21 is not what was written");
}

TEST_F(StoreForeign, HeldByAnotherProgram) {
  Database other(file_, Database::Access::kMake);
  other.exec("BEGIN EXCLUSIVE");
  EXPECT_EQ(reading(), place() + "is held by another program; close it there and try again");
}

TEST_F(StoreForeign, ReuseOfABrokenStoreSaysSo) {
  const OwnFolder mine;
  test::write_bytes(file_, std::string(5000, 'x'));
  Store store(mine.path(), "another study");
  EXPECT_EQ(error_of([&] { store.copy_from(folder_.path()); }),
            place() + "is no database; give another --out, or --force to replace it");
}

}  // namespace
}  // namespace gradus::study
