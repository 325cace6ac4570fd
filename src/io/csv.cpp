#include "gradus/io/csv.hpp"

#include <fmt/core.h>

#include <charconv>
#include <cmath>
#include <utility>

#include "gradus/base/error.hpp"
#include "io/open_file.hpp"

namespace gradus::io {

std::optional<double> parse_number(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  if (!text.empty() && text.front() == '+') {
    text.remove_prefix(1);
    if (!text.empty() && text.front() == '-') return std::nullopt;
  }
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || text.empty() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

CsvReader::CsvReader(const std::filesystem::path& path, const CsvOptions& options)
    : text_(read_file(path)), name_(path.string()) {
  begin(options);
}

CsvReader::CsvReader(std::string text, std::string name, const CsvOptions& options)
    : text_(std::move(text)), name_(std::move(name)) {
  begin(options);
}

void CsvReader::begin(const CsvOptions& options) {
  separator_ = options.separator;
  if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  if (!read_row()) throw Error(name_, "is empty", "put rows of numbers in it");
  if (options.header) {
    names_ = std::move(cells_);
    // Columns may be called 0, 1, 2 ...; other numbers are a first sample.
    bool numbers = true, counted = true;
    for (size_t i = 0; i < names_.size(); ++i) {
      numbers = numbers && parse_number(names_[i]).has_value();
      counted = counted && (names_[i] == std::to_string(i) || names_[i] == std::to_string(i + 1));
    }
    if (numbers && !counted)
      throw Error(name_, "its first line is numbers and no header",
                  "write the columns' names above, or set header = false");
  } else {
    for (size_t i = 1; i <= cells_.size(); ++i) names_.push_back(std::to_string(i));
    pending_ = true;
  }
}

bool CsvReader::next() {
  if (!std::exchange(pending_, false) && !read_row()) return false;
  if (cells_.size() != names_.size())
    throw Error(place(),
                fmt::format("{} cells, but the first row has {}", cells_.size(), names_.size()),
                "give every row the same columns, and check the separator");
  return true;
}

std::string CsvReader::place() const {
  return fmt::format("{}:{}", name_, row_line_);
}

bool CsvReader::at_line_end() const {
  return at_ >= text_.size() || text_[at_] == '\n' ||
         (text_[at_] == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] == '\n'));
}

void CsvReader::skip_line_end() {
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  if (at_ < text_.size() && text_[at_] == '\n') {
    ++at_;
    ++line_;
  }
}

bool CsvReader::read_row() {
  while (at_ < text_.size() && at_line_end()) skip_line_end();
  if (at_ >= text_.size()) return false;
  row_line_ = line_;
  size_t cell = 0;
  while (true) {
    if (cell == cells_.size()) cells_.emplace_back();
    std::string& to = cells_[cell++];
    to.clear();
    if (at_ < text_.size() && text_[at_] == '"') {
      read_quoted(to);
    } else {
      while (!at_line_end() && text_[at_] != separator_) to += text_[at_++];
    }
    if (at_line_end()) break;
    ++at_;  // the separator
  }
  skip_line_end();
  cells_.resize(cell);
  return true;
}

void CsvReader::read_quoted(std::string& cell) {
  ++at_;
  while (true) {
    if (at_ >= text_.size())
      throw Error(place(), "a quote is not closed",
                  "end the cell with \", and write \"\" for a quote in it");
    const char c = text_[at_++];
    if (c == '\n') ++line_;
    if (c != '"') {
      cell += c;
    } else if (at_ < text_.size() && text_[at_] == '"') {
      cell += text_[at_++];
    } else {
      break;
    }
  }
  if (!at_line_end() && text_[at_] != separator_)
    throw Error(place(), "something follows a closed quote",
                "write \"\" for a quote inside a cell");
}

}  // namespace gradus::io
