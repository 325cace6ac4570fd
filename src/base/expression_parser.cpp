#include "base/expression_parser.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <numbers>

#include "gradus/base/error.hpp"

namespace gradus {
namespace {

using Op = Expression::Op;

// Deep enough for any formula that a person writes, shallow enough for any thread's stack: a level
// takes at most five calls of about 200 bytes.
constexpr int kDeepest = 200;
constexpr size_t kLongest = 10000;

struct Function {
  std::string_view name;
  Op op;
  int arguments;
};
constexpr std::array<Function, 11> kFunctions{{{"sin", Op::kSin, 1},
                                               {"cos", Op::kCos, 1},
                                               {"tan", Op::kTan, 1},
                                               {"exp", Op::kExp, 1},
                                               {"log", Op::kLog, 1},
                                               {"sqrt", Op::kSqrt, 1},
                                               {"abs", Op::kAbs, 1},
                                               {"floor", Op::kFloor, 1},
                                               {"tanh", Op::kTanh, 1},
                                               {"min", Op::kMin, 2},
                                               {"max", Op::kMax, 2}}};

// The character classes of C's locale, whatever the process has set.
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// One level of nesting while it lives.
class Level {
 public:
  explicit Level(int& depth) : depth_(depth) { ++depth_; }
  ~Level() { --depth_; }
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

 private:
  int& depth_;
};

}  // namespace

std::vector<Expression::Step> ExpressionParser::parse() {
  if (text_.size() > kLongest)
    throw Error("", "a formula of " + std::to_string(text_.size()) + " characters",
                "write at most " + std::to_string(kLongest));
  if (peek() == '\0' && at_ == text_.size())
    throw Error("", "the formula is empty", "here: " + known_names());
  sum();
  if (at_ < text_.size())
    fail(at_, text_[at_] == ')' ? "\")\" without \"(\"" : "expected + - * / ^ or the end");
  return std::move(steps_);
}

void ExpressionParser::sum() {
  product();
  while (true) {
    if (accept('+')) {
      product();
      emit(Op::kAdd);
    } else if (accept('-')) {
      product();
      emit(Op::kSubtract);
    } else {
      return;
    }
  }
}

void ExpressionParser::product() {
  signed_power();
  while (true) {
    if (accept('*')) {
      if (peek() == '*') fail(at_, "\"**\" is no operator", "write ^ for a power");
      signed_power();
      emit(Op::kMultiply);
    } else if (accept('/')) {
      signed_power();
      emit(Op::kDivide);
    } else {
      return;
    }
  }
}

void ExpressionParser::signed_power() {
  const Level level(nesting_);
  if (nesting_ > kDeepest)
    fail(at_, "nested deeper than " + std::to_string(kDeepest) + " levels", "write it flatter");
  if (accept('-')) {
    signed_power();
    emit(Op::kNegate);
  } else if (accept('+')) {
    signed_power();
  } else {
    power();
  }
}

void ExpressionParser::power() {
  atom();
  if (!accept('^')) return;
  signed_power();
  emit(Op::kPower);
}

void ExpressionParser::atom() {
  const char c = peek();
  if (is_digit(c) || c == '.') return number();
  if (begins_name(c)) return name();
  if (accept('(')) {
    sum();
    return expect(')', "\"(\"");
  }
  fail(at_, at_ < text_.size() ? "expected a number, a name or \"(\"" : "ends too early",
       "here: " + known_names());
}

void ExpressionParser::number() {
  double value = 0;
  const char* begin = text_.data() + at_;
  const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), value);
  if (error != std::errc{})
    fail(at_, error == std::errc::result_out_of_range ? "the number is too large or too small"
                                                      : "no number");
  steps_.push_back({.op = Op::kNumber, .number = value});
  at_ += static_cast<size_t>(end - begin);
}

void ExpressionParser::name() {
  const size_t start = at_;
  while (at_ < text_.size() && (begins_name(text_[at_]) || is_digit(text_[at_]))) ++at_;
  const std::string word(text_.substr(start, at_ - start));
  const auto variable = std::find(variables_.begin(), variables_.end(), word);
  if (variable != variables_.end()) {
    steps_.push_back(
        {.op = Op::kVariable, .variable = static_cast<size_t>(variable - variables_.begin())});
  } else if (word == "pi" || word == "e") {
    steps_.push_back(
        {.op = Op::kNumber, .number = word == "pi" ? std::numbers::pi : std::numbers::e});
  } else {
    call(word, start);
  }
}

void ExpressionParser::call(const std::string& word, size_t start) {
  const auto* function = std::find_if(kFunctions.begin(), kFunctions.end(),
                                      [&](const Function& f) { return f.name == word; });
  if (function == kFunctions.end())
    throw Error("", "unknown name \"" + word + "\"", "here: " + known_names());
  if (!accept('(')) fail(start, "\"" + word + "\" is a function", "write " + word + "(...)");
  for (int argument = 0; argument < function->arguments; ++argument) {
    if (argument > 0 && !accept(','))
      fail(at_, "\"" + word + "\" takes 2 values", "write " + word + "(a, b)");
    sum();
  }
  if (peek() == ',')
    fail(at_, "\"" + word + "\" takes " + std::to_string(function->arguments) + " value" +
                  (function->arguments > 1 ? "s" : ""));
  expect(')', "\"(\"");
  emit(function->op);
}

void ExpressionParser::skip_spaces() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n'))
    ++at_;
}

char ExpressionParser::peek() {
  skip_spaces();
  return at_ < text_.size() ? text_[at_] : '\0';
}

bool ExpressionParser::accept(char c) {
  if (peek() != c || at_ == text_.size()) return false;
  ++at_;
  return true;
}

void ExpressionParser::expect(char c, const char* after) {
  if (!accept(c)) fail(at_, std::string("expected \"") + c + "\" to close " + after);
}

void ExpressionParser::fail(size_t at, const std::string& what, const std::string& mend) const {
  throw Error("", what + " at position " + std::to_string(at + 1), mend);
}

std::string ExpressionParser::known_names() const {
  std::string list;
  for (const std::string& v : variables_) list += (list.empty() ? "" : ", ") + v;
  return list.empty() ? "no variable" : list;
}

}  // namespace gradus
