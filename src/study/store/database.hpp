#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;       // SQLite's
struct sqlite3_stmt;  // SQLite's

namespace gradus::study {

/// Bytes as a column of a table holds them.
using Blob = std::span<const std::byte>;

class Database;

/// A statement that SQLite has prepared, to be run any number of times.
class Statement {
 public:
  Statement(const Database& database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// Sets the parameters, in their order; null for nullptr, an empty optional and NaN. Texts and
  /// blobs are not copied: they must live until the statement has run.
  template <class... T>
  void set(const T&... values) {
    reset();
    int at = 0;
    (bind(++at, values), ...);
  }
  /// Sets the parameters and runs to the end.
  template <class... T>
  void run(const T&... values) {
    set(values...);
    while (step()) {
    }
  }
  /// True where there is a row (or one more).
  [[nodiscard]] bool step();
  void reset();

  // Columns of the row, from 0. Throw Error where the file holds another type.
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;  ///< NaN for null
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] Blob blob(int column) const;  ///< until the next step

 private:
  template <std::integral T>
  void bind(int at, T value) {
    bind_integer(at, static_cast<int64_t>(value));
  }
  template <class T>
  void bind(int at, const std::optional<T>& value) {
    if (value) bind(at, *value);
  }
  void bind(int, std::nullptr_t) {}
  void bind(int at, double value);
  void bind(int at, std::string_view value);
  void bind(int at, Blob value);
  void bind_integer(int at, int64_t value);
  void check(int code) const;
  void expect(int column, int type) const;

  const Database& database_;
  sqlite3_stmt* statement_ = nullptr;
};

/// One SQLite file, the only place of SQLite. Every error is an Error at the file, in one line: the
/// disk is full, the file is read-only, is no database, is damaged, is held by another program. To
/// be used by one thread at a time.
class Database {
 public:
  enum class Access {
    kMake,  ///< to write; made where it is not there
    kRead,
  };
  Database(std::filesystem::path file, Access access);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

  /// Runs statements that give no rows.
  void exec(const std::string& sql);
  /// Goes on in write-ahead-log mode, every commit synced. Throws Error where the file system
  /// cannot.
  void write_ahead();
  /// From now on waits so long for whoever holds the file (someone who looks into it while a run
  /// is at work, say); before, that is an error at once.
  void wait_for_others(int milliseconds);
  /// Back to one plain file, which can be read even where nothing may be written. Stays as it is
  /// where that fails: nothing is lost then either.
  void settle() noexcept;
  /// Row number of the last row inserted.
  [[nodiscard]] int64_t last_row() const;

  /// Throws Error for the last error of SQLite.
  [[noreturn]] void fail(int code) const;
  /// Throws Error: the file is damaged.
  [[noreturn]] void damaged(const std::string& what) const;

 private:
  friend class Statement;
  [[nodiscard]] int system_reason() const;
  std::filesystem::path file_;
  sqlite3* handle_ = nullptr;
};

/// A transaction, taken back unless it is committed.
class Transaction {
 public:
  enum class Kind { kRead, kWrite };
  Transaction(Database& database, Kind kind);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  /// Durable on return.
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace gradus::study
