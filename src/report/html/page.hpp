#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gradus::html {

/// An HTML page as it grows. It carries its style and its script along, and asks for nothing else:
/// no picture, font or script from elsewhere, which its own policy forbids.
class Page {
 public:
  /// HTML as it is.
  void add(std::string_view html) { body_ += html; }
  /// A heading, which the list of sections at the top leads to.
  void section(const std::string& title, const std::string& id);
  /// A paragraph of escaped text; `kind` is its class, or "".
  void paragraph(std::string_view text, const char* kind = "");
  /// A list of escaped lines; nothing where there are none.
  void list(const std::vector<std::string>& lines);
  /// Names beside values, escaped; pairs without a value are left out.
  void facts(const std::vector<std::pair<std::string, std::string>>& facts);
  /// Text in a box, folded behind a summary.
  void folded(const std::string& summary, std::string_view text);
  /// The place where the list of sections goes.
  void contents() { contents_ = body_.size(); }

  /// The whole page.
  [[nodiscard]] std::string finish(const std::string& title) &&;

 private:
  std::string body_;
  size_t contents_ = 0;
  std::vector<std::pair<std::string, std::string>> sections_;
};

}  // namespace gradus::html
