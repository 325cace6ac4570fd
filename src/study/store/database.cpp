#include "study/store/database.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <limits>
#include <new>
#include <utility>

#include "base/file_error.hpp"
#include "gradus/base/error.hpp"

namespace gradus::study {

Database::Database(std::filesystem::path file, Access access) : file_(std::move(file)) {
  const int flags = (access == Access::kMake ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                             : SQLITE_OPEN_READONLY) |
                    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(file_.c_str(), &handle_, flags, nullptr);
  try {
    if (code != SQLITE_OK) fail(code);
    // What a foreign file brings along is data, never something to be run.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    exec("PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL");
  } catch (...) {
    sqlite3_close_v2(handle_);
    throw;
  }
}

Database::~Database() {
  sqlite3_close_v2(handle_);
}

void Database::exec(const std::string& sql) {
  errno = 0;
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

void Database::write_ahead() {
  Statement mode(*this, "PRAGMA journal_mode = WAL");
  if (!mode.step() || mode.text(0) != "wal")
    throw Error(file_.string(), "cannot be kept here: this file system shares no memory",
                "choose a folder on a local disk");
}

void Database::wait_for_others(int milliseconds) {
  sqlite3_busy_timeout(handle_, milliseconds);
}

void Database::settle() noexcept {
  sqlite3_busy_timeout(handle_, 0);
  sqlite3_exec(handle_, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
}

int64_t Database::last_row() const {
  return sqlite3_last_insert_rowid(handle_);
}

// Why the system refused: SQLite keeps that for some calls, and leaves errno alone after the
// others.
int Database::system_reason() const {
  const int now = errno, kept = handle_ == nullptr ? 0 : sqlite3_system_errno(handle_);
  for (const int refusal : {ENOSPC, EDQUOT, EFBIG, EROFS, EIO})
    if (now == refusal) return now;
  return kept;
}

void Database::fail(int code) const {
  const int system = system_reason();
  const std::string place = file_.string();
  switch (code & 0xff) {
    case SQLITE_NOMEM:
      throw std::bad_alloc();
    case SQLITE_FULL:
      throw Error(place, "cannot write: the disk is full",
                  "free some space or choose another folder");
    case SQLITE_IOERR:
      if (system == ENOSPC || system == EDQUOT) fail(SQLITE_FULL);
      if (system != 0) throw_file_error(file_, "read or write", system);
      throw Error(place, std::string("cannot read or write: ") + sqlite3_errstr(code));
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      if (system != 0) throw_file_error(file_, "open", system);
      throw Error(place, "cannot be opened", "is it a file that you may write?");
    case SQLITE_READONLY:
      throw Error(place, "is read-only", "choose a folder that you may write to");
    case SQLITE_NOTADB:
      throw Error(place, "is no database", "give another --out, or --force to replace it");
    case SQLITE_CORRUPT:
      damaged("its pages do not fit each other");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Error(place, "is held by another program", "close it there and try again");
    default:
      throw Error(place, std::string("cannot be used: ") +
                             (handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(code)));
  }
}

void Database::damaged(const std::string& what) const {
  throw Error(file_.string(), "is damaged: " + what, "run the study again with --force");
}

Statement::Statement(const Database& database, std::string_view sql) : database_(database) {
  check(sqlite3_prepare_v3(database.handle_, sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement_, nullptr));
}

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

void Statement::check(int code) const {
  if (code != SQLITE_OK) database_.fail(code);
}

bool Statement::step() {
  errno = 0;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  const int system = errno;
  sqlite3_reset(statement_);
  errno = system;
  if (code != SQLITE_DONE) database_.fail(code);
  return false;
}

void Statement::reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Statement::bind_integer(int at, int64_t value) {
  check(sqlite3_bind_int64(statement_, at, value));
}

void Statement::bind(int at, double value) {
  check(sqlite3_bind_double(statement_, at, value));
}

void Statement::bind(int at, std::string_view value) {
  check(sqlite3_bind_text64(statement_, at, value.empty() ? "" : value.data(), value.size(),
                            SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bind(int at, Blob value) {
  // A null pointer would be NULL, where an empty blob is meant.
  const void* bytes = value.empty() ? static_cast<const void*>("") : value.data();
  check(sqlite3_bind_blob64(statement_, at, bytes, value.size(), SQLITE_STATIC));
}

void Statement::expect(int column, int type) const {
  if (sqlite3_column_type(statement_, column) != type)
    database_.damaged(std::string("its column ") + sqlite3_column_name(statement_, column) +
                      " holds another type of value");
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

int64_t Statement::integer(int column) const {
  expect(column, SQLITE_INTEGER);
  return sqlite3_column_int64(statement_, column);
}

double Statement::real(int column) const {
  if (is_null(column)) return std::numeric_limits<double>::quiet_NaN();
  expect(column, SQLITE_FLOAT);
  return sqlite3_column_double(statement_, column);
}

std::string Statement::text(int column) const {
  expect(column, SQLITE_TEXT);
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (bytes == nullptr) throw std::bad_alloc();
  return {bytes, static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
}

Blob Statement::blob(int column) const {
  expect(column, SQLITE_BLOB);
  const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
  return {bytes, static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
}

Transaction::Transaction(Database& database, Kind kind) : database_(database) {
  database_.exec(kind == Kind::kWrite ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.exec("ROLLBACK");
  } catch (...) {  // SQLite has taken it back already, as it does when the disk is full
  }
}

void Transaction::commit() {
  database_.exec("COMMIT");
  open_ = false;
}

}  // namespace gradus::study
