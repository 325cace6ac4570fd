#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::io {

/// A whole text as a number: digits as in C's locale whatever the process has set, spaces around
/// it, a sign. Nothing for anything else, for what a double cannot hold, for inf and nan.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

struct CsvOptions {
  bool header = true;  ///< the first row names the columns; otherwise they are called 1, 2, 3 ...
  char separator = ',';
};

/// The rows of a CSV file (RFC 4180: quoted cells may hold separators, line ends and doubled
/// quotes), with LF or CRLF, with or without UTF-8's byte order mark. Blank lines are skipped.
class CsvReader {
 public:
  /// Throws Error where the file cannot be read, and where it has no rows.
  explicit CsvReader(const std::filesystem::path& path, const CsvOptions& options = {});
  /// Reads `text`; `name` stands in the errors.
  CsvReader(std::string text, std::string name, const CsvOptions& options = {});

  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  /// Moves to the next row; false at the end. Throws Error for a row with more or fewer cells than
  /// the first, and for a quote that is not closed.
  [[nodiscard]] bool next();
  /// The row's cells, valid until the next call of next().
  [[nodiscard]] const std::vector<std::string>& cells() const { return cells_; }
  /// Line on which the row begins, from 1.
  [[nodiscard]] int64_t line() const { return row_line_; }
  [[nodiscard]] const std::string& file() const { return name_; }
  /// "FILE:LINE", for errors about the present row.
  [[nodiscard]] std::string place() const;

 private:
  void begin(const CsvOptions& options);
  [[nodiscard]] bool read_row();
  void read_quoted(std::string& cell);
  [[nodiscard]] bool at_line_end() const;
  void skip_line_end();

  std::string text_, name_;
  size_t at_ = 0;
  int64_t line_ = 1, row_line_ = 0;
  char separator_ = ',';
  std::vector<std::string> names_, cells_;
  bool pending_ = false;  ///< the first row is data and not yet handed out
};

}  // namespace gradus::io
