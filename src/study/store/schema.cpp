#include "study/store/schema.hpp"

#include <array>

#include "gradus/base/error.hpp"

namespace gradus::study {
namespace {

constexpr const char* kFormat = "1";

// SQLite keeps these texts, and read_head() compares them: a file whose tables are anything else
// (a view that would compute a gigabyte, say) is not read at all. `number`, `place` count from 0.
// Tables of trials' parts lie in the order of their keys; large blobs have a table of their own.
constexpr std::array<std::pair<const char*, const char*>, 8> kTables = {{
    {"run", "CREATE TABLE run(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"},
    {"trial",
     "CREATE TABLE trial(id INTEGER PRIMARY KEY, plan TEXT NOT NULL, fold INTEGER NOT NULL,"
     " seed INTEGER NOT NULL, number INTEGER NOT NULL, variant TEXT NOT NULL,"
     " status TEXT NOT NULL, pruned INTEGER NOT NULL, learned INTEGER NOT NULL,"
     " epochs INTEGER NOT NULL, steps INTEGER NOT NULL, best_epoch INTEGER NOT NULL,"
     " where_step INTEGER NOT NULL, where_layer TEXT NOT NULL, where_batch INTEGER NOT NULL,"
     " stopped_by TEXT, evaluations INTEGER, iterations INTEGER, gradient_norm REAL,"
     " gradient_norm_bits INTEGER, seconds REAL, seal TEXT NOT NULL, UNIQUE(plan, fold, seed))"},
    {"metric",
     "CREATE TABLE metric(trial INTEGER NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL,"
     " value REAL, bits INTEGER, PRIMARY KEY(trial, place)) WITHOUT ROWID"},
    {"history",
     "CREATE TABLE history(trial INTEGER NOT NULL, place INTEGER NOT NULL, per TEXT NOT NULL,"
     " name TEXT NOT NULL, numbers BLOB NOT NULL, PRIMARY KEY(trial, place)) WITHOUT ROWID"},
    {"sample",
     "CREATE TABLE sample(trial INTEGER NOT NULL, place INTEGER NOT NULL,"
     " instrument INTEGER NOT NULL, epoch INTEGER NOT NULL, step INTEGER NOT NULL,"
     " PRIMARY KEY(trial, place)) WITHOUT ROWID"},
    {"reading",
     "CREATE TABLE reading(trial INTEGER NOT NULL, sample INTEGER NOT NULL,"
     " place INTEGER NOT NULL, layer TEXT NOT NULL, quantity TEXT NOT NULL,"
     " count INTEGER NOT NULL, distribution BLOB NOT NULL, at BLOB NOT NULL,"
     " density BLOB NOT NULL, numbers BLOB NOT NULL,"
     " PRIMARY KEY(trial, sample, place)) WITHOUT ROWID"},
    {"weights", "CREATE TABLE weights(trial INTEGER PRIMARY KEY, numbers BLOB NOT NULL)"},
    {"fold",
     "CREATE TABLE fold(dealing TEXT NOT NULL, seed INTEGER NOT NULL, fold INTEGER NOT NULL,"
     " part TEXT NOT NULL, rows BLOB NOT NULL,"
     " PRIMARY KEY(dealing, seed, fold, part)) WITHOUT ROWID"},
}};

constexpr const char* kMend = "give another --out, or --force to replace it";

std::string text_of(const Database& database, std::string_view sql, std::string_view name) {
  Statement statement(database, sql);
  statement.set(name);
  if (!statement.step() || statement.is_null(0)) return {};
  return statement.text(0);
}

std::string value_of(const Database& database, std::string_view key) {
  return text_of(database, "SELECT value FROM run WHERE key = ?", key);
}

void check_table(const Database& database, const char* name, const char* sql) {
  const char* find = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?";
  if (text_of(database, find, name) != sql)
    throw Error(database.file().string(), "is no store of a run", kMend);
}

}  // namespace

bool is_blank(const Database& database) {
  Statement any(database, "SELECT 1 FROM sqlite_schema LIMIT 1");
  return !any.step();
}

void make_tables(Database& database, const StoreHead& head) {
  for (const auto& [name, sql] : kTables) database.exec(sql);
  Statement insert(database, "INSERT INTO run VALUES (?, ?)");
  insert.run("format", kFormat);
  insert.run("study", head.study);
  insert.run("version", head.version);
}

void rename_study(Database& database, const StoreHead& head) {
  Statement update(database, "UPDATE run SET value = ? WHERE key = ?");
  update.run(head.study, "study");
  update.run(head.version, "version");
}

StoreHead read_head(const Database& database) {
  check_table(database, kTables[0].first, kTables[0].second);
  // The format first: another one has other tables.
  if (value_of(database, "format") != kFormat) {
    throw Error(database.file().string(),
                std::string("is a store of another format than this version's ") + kFormat,
                "use the version that made it, or give another --out");
  }
  for (const auto& [name, sql] : kTables) check_table(database, name, sql);
  Statement triggers(database, "SELECT 1 FROM sqlite_schema WHERE type = 'trigger'");
  if (triggers.step())
    throw Error(database.file().string(), "holds a trigger, which no run makes", kMend);
  return {.study = value_of(database, "study"), .version = value_of(database, "version")};
}

}  // namespace gradus::study
