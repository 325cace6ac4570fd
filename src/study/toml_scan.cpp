#include <fmt/core.h>

#include <cctype>

#include "study/toml_text.hpp"

namespace gradus::study {
namespace {

constexpr size_t kDeepest = 64;  // brackets within brackets, and parts of a dotted key

bool word_char(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '+' ||
         c == '-' || c == ':';
}

std::string trimmed(std::string_view s) {
  const size_t from = s.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return std::string(s.substr(from, s.find_last_not_of(" \t") - from + 1));
}

// A look over the characters that knows strings, comments and brackets, and no more of TOML.
class Scanner {
 public:
  Scanner(std::string_view text, const Context& context, int layer)
      : text_(text), context_(context), layer_(layer) {}

  void run() {
    while (at_ < text_.size()) step();
  }

 private:
  void step() {
    const char c = text_[at_];
    if (c == '\n') return newline();
    if (c == '#') return skip_comment();
    if (c == ' ' || c == '\t' || c == '\r') {
      ++at_;
      return;
    }
    if (line_start_ && open_.empty() && c == '[') return header();
    line_start_ = false;
    if (c == '"' || c == '\'') return skip_string();
    if (value_next_ && c != '[' && c != '{' && c != ']' && c != '}' && c != ',') return word();
    if (c == '[' || c == '{') return open(c);
    ++at_;
    if (c == ']' || c == '}') {
      if (!open_.empty()) open_.pop_back();
      value_next_ = false;
    } else if (c == ',') {
      value_next_ = !open_.empty() && open_.back() == '[';
      dots_ = 0;
    } else if (c == '=') {
      if (open_.empty()) key_ = trimmed(text_.substr(key_from_, at_ - 1 - key_from_));
      value_next_ = true;
      dots_ = 0;
    } else if (c == '.' && ++dots_ > kDeepest) {
      fail("not TOML: a key of too many parts", "");
    }
  }

  void newline() {
    if (!open_.empty() && open_.back() == '{') {
      const std::string path = header_.empty() ? key_ : header_ + "." + key_;
      context_.fail({open_line_, layer_}, "", "not TOML: a { table } must stay on one line",
                    open_ == "{" ? "use [" + path + "]" : "join the lines");
    }
    ++line_;
    ++at_;
    if (open_.empty()) {
      line_start_ = true;
      value_next_ = false;
      key_from_ = at_;
      dots_ = 0;
    }
  }

  void skip_comment() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  }

  void skip_string() {
    const char quote = text_[at_];
    value_next_ = false;
    const bool triple = text_.substr(at_, 3) == std::string(3, quote);
    at_ += triple ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n') {
        if (!triple) return;
        ++line_;
      }
      if (c == '\\' && quote == '"') {
        // The escaped character is skipped too, unless it ends the line.
        at_ += at_ + 1 < text_.size() && text_[at_ + 1] == '\n' ? 1 : 2;
        continue;
      }
      if (c == quote && (!triple || text_.substr(at_, 3) == std::string(3, quote))) {
        at_ += triple ? 3 : 1;
        return;
      }
      ++at_;
    }
  }

  void header() {
    const size_t from = at_;
    while (at_ < text_.size() && text_[at_] != '\n') {
      if (text_[at_] == '.' && ++dots_ > kDeepest) fail("not TOML: a key of too many parts", "");
      ++at_;
    }
    const std::string line = trimmed(text_.substr(from, at_ - from));
    const size_t first = line.find_first_not_of('[');
    const size_t last = line.find(']');
    header_ = first == std::string::npos || last == std::string::npos || last < first
                  ? ""
                  : line.substr(first, last - first);
  }

  void open(char c) {
    if (open_.size() >= kDeepest) fail("not TOML: nested too deep", "");
    if (c == '{' && (open_.empty() || open_.find('{') == std::string::npos)) open_line_ = line_;
    open_ += c;
    value_next_ = c == '[';
    dots_ = 0;
    ++at_;
  }

  void word() {
    value_next_ = false;
    const size_t from = at_;
    while (at_ < text_.size() && word_char(text_[at_])) ++at_;
    if (at_ == from) {
      ++at_;
      return;
    }
    const std::string word(text_.substr(from, at_ - from));
    if (const std::string mended = pointed_number(word); !mended.empty())
      fail("not TOML: a number needs a digit before the point", "write " + mended);
    if (const size_t point = word.find('.');
        point != std::string::npos && std::isdigit(static_cast<unsigned char>(word[0])) != 0 &&
        (point + 1 == word.size() || word[point + 1] == 'e' || word[point + 1] == 'E'))
      fail("not TOML: a number needs a digit after the point",
           "write " + word.substr(0, point + 1) + "0" + word.substr(point + 1));
    if (word == "True" || word == "False")
      fail("not TOML: " + word + " is no value", word == "True" ? "write true" : "write false");
    const bool letter = std::isalpha(static_cast<unsigned char>(word[0])) != 0;
    if (letter && word != "true" && word != "false" && word != "inf" && word != "nan")
      fail("not TOML: " + word + " is no value", "put it in quotes: \"" + word + "\"");
  }

  [[noreturn]] void fail(const std::string& what, const std::string& mend) const {
    context_.fail({line_, layer_}, "", what, mend);
  }

  std::string_view text_;
  const Context& context_;
  int layer_;
  size_t at_ = 0, key_from_ = 0, dots_ = 0;
  int line_ = 1, open_line_ = 1;
  std::string open_;  // the brackets that are open
  std::string header_, key_;
  bool line_start_ = true, value_next_ = false;
};

}  // namespace

void scan_toml(std::string_view text, const Context& context, int layer) {
  Scanner(text, context, layer).run();
}

}  // namespace gradus::study
