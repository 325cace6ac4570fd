#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gradus/base/expression.hpp"

namespace gradus {

/// Translates a formula into postfix steps by recursive descent:
///   sum = product (("+" | "-") product)*;  product = signed (("*" | "/") signed)*
///   signed = ("-" | "+") signed | power;   power = atom ["^" signed]
///   atom = NUMBER | NAME | NAME "(" sum ("," sum)* ")" | "(" sum ")"
class ExpressionParser {
 public:
  ExpressionParser(std::string_view text, const std::vector<std::string>& variables)
      : text_(text), variables_(variables) {}

  [[nodiscard]] std::vector<Expression::Step> parse();

 private:
  void sum();
  void product();
  void signed_power();
  void power();
  void atom();
  void number();
  void name();
  void call(const std::string& function, size_t at);
  void skip_spaces();
  [[nodiscard]] char peek();
  [[nodiscard]] bool accept(char c);
  void expect(char c, const char* after);
  void emit(Expression::Op op) { steps_.push_back({.op = op}); }
  [[noreturn]] void fail(size_t at, const std::string& what, const std::string& mend = {}) const;
  [[nodiscard]] std::string known_names() const;

  std::string_view text_;
  const std::vector<std::string>& variables_;
  size_t at_ = 0;
  int nesting_ = 0;
  std::vector<Expression::Step> steps_;
};

}  // namespace gradus
