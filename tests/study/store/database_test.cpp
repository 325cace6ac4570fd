#include "study/store/database.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "study/store/own_folder.hpp"
#include "support/errors.hpp"

namespace gradus::study {
namespace {

using test::error_of;
using test::OwnFolder;

TEST(Database, ValuesOfEveryType) {
  const OwnFolder folder;
  Database database(folder / "a.sqlite", Database::Access::kMake);
  database.exec("CREATE TABLE t(a, b, c, d, e)");
  Statement insert(database, "INSERT INTO t VALUES (?, ?, ?, ?, ?)");
  const std::string text("two\0halves", 10);
  const std::vector<std::byte> bytes = {std::byte{0}, std::byte{255}};
  insert.run(INT64_MIN, 0.1, text, Blob(bytes), nullptr);
  insert.run(true, std::nan(""), "", Blob(), std::optional<int64_t>());
  insert.run(7);  // what is not given is null
  EXPECT_EQ(database.last_row(), 3);
  Statement rows(database, "SELECT * FROM t");
  ASSERT_TRUE(rows.step());
  EXPECT_EQ(rows.integer(0), INT64_MIN);
  EXPECT_EQ(rows.real(1), 0.1);
  EXPECT_EQ(rows.text(2), text);
  ASSERT_EQ(rows.blob(3).size(), 2u);
  EXPECT_EQ(rows.blob(3)[1], std::byte{255});
  EXPECT_TRUE(rows.is_null(4));
  ASSERT_TRUE(rows.step());
  EXPECT_EQ(rows.integer(0), 1);
  EXPECT_TRUE(std::isnan(rows.real(1)));
  EXPECT_EQ(rows.text(2), "");
  EXPECT_TRUE(rows.blob(3).empty());  // and no null
  EXPECT_TRUE(rows.is_null(4));
  const std::string other = "holds another type of value; run the study again with --force";
  for (const std::string& said :
       {error_of([&] { (void)rows.text(0); }), error_of([&] { (void)rows.integer(1); }),
        error_of([&] { (void)rows.blob(2); }), error_of([&] { (void)rows.real(3); })})
    EXPECT_NE(said.find(other), std::string::npos) << said;
  ASSERT_TRUE(rows.step());
  EXPECT_TRUE(rows.is_null(1));
  EXPECT_FALSE(rows.step());
}

TEST(Database, ATransactionIsTakenBackUnlessCommitted) {
  const OwnFolder folder;
  Database database(folder / "a.sqlite", Database::Access::kMake);
  database.exec("CREATE TABLE t(a)");
  {
    Transaction lost(database, Transaction::Kind::kWrite);
    database.exec("INSERT INTO t VALUES (1)");
  }
  {
    Transaction kept(database, Transaction::Kind::kWrite);
    database.exec("INSERT INTO t VALUES (2)");
    kept.commit();
  }
  Statement rows(database, "SELECT a FROM t");
  ASSERT_TRUE(rows.step());
  EXPECT_EQ(rows.integer(0), 2);
  EXPECT_FALSE(rows.step());
}

TEST(Database, SaysWhatIsWrong) {
  const OwnFolder folder;
  const std::filesystem::path file = folder / "a.sqlite";
  EXPECT_EQ(error_of([&] { Database(file, Database::Access::kRead); }),
            file.string() + ": cannot open: No such file or directory; create the folder first");
  Database database(file, Database::Access::kMake);
  database.exec("CREATE TABLE t(a PRIMARY KEY)");
  Database reader(file, Database::Access::kRead);
  EXPECT_EQ(error_of([&] { reader.exec("INSERT INTO t VALUES (1)"); }),
            file.string() + ": is read-only; choose a folder that you may write to");
  EXPECT_EQ(error_of([&] { database.exec("INSERT INTO u VALUES (1)"); }),
            file.string() + ": cannot be used: no such table: u");
  Database other(file, Database::Access::kMake);
  Transaction one(database, Transaction::Kind::kWrite);
  EXPECT_EQ(error_of([&] { Transaction(other, Transaction::Kind::kWrite); }),
            file.string() + ": is held by another program; close it there and try again");
}

}  // namespace
}  // namespace gradus::study
