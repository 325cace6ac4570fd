#include "gradus/base/expression.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "gradus/base/error.hpp"
#include "gradus/base/math.hpp"
#include "gradus/base/random.hpp"

namespace gradus {
namespace {

/// The text of the Error that `act` throws, "no error" without one.
template <class F>
std::string error_of(F&& act) {
  try {
    act();
  } catch (const Error& e) {
    return e.what();
  }
  return "no error";
}

template <class F>
bool ends_in_error(F&& act) {
  return error_of(act) != "no error";
}

void expect_contains(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << text;
}

double value(const std::string& text, double x = 0) {
  return Expression::parse(text, {"x"}).evaluate(std::array{x});
}

std::string error(const std::string& text) {
  return error_of([&] { (void)Expression::parse(text, {"x"}); });
}

TEST(Expression, ComputesWithThePrecedenceOfArithmetic) {
  EXPECT_EQ(value("1 + 2*3"), 7);
  EXPECT_EQ(value("(1 + 2)*3"), 9);
  EXPECT_EQ(value("7 - 2 - 1"), 4);
  EXPECT_EQ(value("8 / 4 / 2"), 1);
  EXPECT_EQ(value("2 * 3 ^ 2"), 18);
  EXPECT_EQ(value("2^3^2"), 512);
  EXPECT_EQ(value("-2^2"), -4);
  EXPECT_EQ(value("(-2)^2"), 4);
  EXPECT_EQ(value("2^-1"), 0.5);
  EXPECT_EQ(value("2 - -3"), 5);
  EXPECT_EQ(value("--+-3"), -3);
  EXPECT_EQ(value("3 * -2"), -6);
  EXPECT_EQ(value("1e-3*.5e3"), 0.5);
  EXPECT_EQ(value("\t1\n+ 1 "), 2);
}

TEST(Expression, KnowsItsNames) {
  EXPECT_EQ(value("pi"), 3.141592653589793);
  EXPECT_EQ(value("e"), 2.718281828459045);
  EXPECT_EQ(value("sin(x)", 0.7), math::sin(0.7));
  EXPECT_EQ(value("cos(x)", 0.7), math::cos(0.7));
  EXPECT_EQ(value("tan(x)", 0.7), math::tan(0.7));
  EXPECT_EQ(value("exp(x)", 0.7), math::exp(0.7));
  EXPECT_EQ(value("log(x)", 0.7), math::log(0.7));
  EXPECT_EQ(value("tanh(x)", 0.7), math::tanh(0.7));
  EXPECT_EQ(value("x^1.5", 0.7), math::pow(0.7, 1.5));
  EXPECT_EQ(value("sqrt(x)", 2), std::sqrt(2.0));
  EXPECT_EQ(value("abs(x)", -2), 2);
  EXPECT_EQ(value("floor(x)", -2.5), -3);
  EXPECT_EQ(value("min(x, 3)", 2), 2);
  EXPECT_EQ(value("max(x, 3)", 2), 3);
  EXPECT_EQ(value("max(min(x, 3), -1)", -5), -1);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const char* text : {"min(x, 1)", "min(1, x)", "max(x, 1)", "max(1, x)"})
    EXPECT_TRUE(std::isnan(value(text, nan))) << text;
}

TEST(Expression, ComputesThoseOfTheStudies) {
  EXPECT_EQ(value("abs(x)", -7), 7);
  const double x = 0.3;
  EXPECT_EQ(value("0.2 + 0.4*x^2 + 0.3*x*sin(9*x)", x),
            0.2 + 0.4 * math::pow(x, 2) + 0.3 * x * math::sin(9 * x));
}

TEST(Expression, TakesSeveralVariables) {
  const Expression f = Expression::parse("cycle * 10 + step", {"step", "cycle"});
  EXPECT_EQ(f.evaluate(std::array{1.0, 2.0}), 21);
  EXPECT_EQ(Expression::parse("1 + 1", {}).evaluate({}), 2);
}

TEST(Expression, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(error("y + 1"), "unknown name \"y\"; here: x");
  EXPECT_EQ(error("Sin(x)"), "unknown name \"Sin\"; here: x");
  EXPECT_EQ(error_of([] { (void)Expression::parse("x", {"step", "epoch"}); }),
            "unknown name \"x\"; here: step, epoch");
  EXPECT_EQ(error(""), "the formula is empty; here: x");
  EXPECT_EQ(error("  "), "the formula is empty; here: x");
  EXPECT_EQ(error("1 +"), "ends too early at position 4; here: x");
  EXPECT_EQ(error("1 + * 2"), "expected a number, a name or \"(\" at position 5; here: x");
  EXPECT_EQ(error("2x"), "expected + - * / ^ or the end at position 2");
  EXPECT_EQ(error("x x"), "expected + - * / ^ or the end at position 3");
  EXPECT_EQ(error("(x"), "expected \")\" to close \"(\" at position 3");
  EXPECT_EQ(error("x)"), "\")\" without \"(\" at position 2");
  EXPECT_EQ(error("sin x"), "\"sin\" is a function at position 1; write sin(...)");
  EXPECT_EQ(error("sin"), "\"sin\" is a function at position 1; write sin(...)");
  EXPECT_EQ(error("min(x)"), "\"min\" takes 2 values at position 6; write min(a, b)");
  EXPECT_EQ(error("sin(x, 1)"), "\"sin\" takes 1 value at position 6");
  EXPECT_EQ(error("max(x, 1, 2)"), "\"max\" takes 2 values at position 9");
  EXPECT_EQ(error("x ** 2"), "\"**\" is no operator at position 4; write ^ for a power");
  EXPECT_EQ(error("1e999"), "the number is too large or too small at position 1");
  EXPECT_EQ(error("."), "no number at position 1");
  EXPECT_EQ(error("x; 1"), "expected + - * / ^ or the end at position 2");
  EXPECT_EQ(error(std::string("x\0", 2)), "expected + - * / ^ or the end at position 2");
}

TEST(Expression, HostileDepthIsAnError) {
  for (const std::string unit : {"(", "-", "2^", "sin(", "-(", "max(1,"}) {
    std::string text;
    while (text.size() < 9000) text += unit;
    expect_contains(error(text + "x"), "nested deeper than 200 levels at position ");
  }
  expect_contains(error(std::string(100000, '(')), "a formula of 100000 characters");
}

TEST(Expression, AllowsReasonableDepthAndLength) {
  std::string nested = "x", sum = "x", right = "x";
  for (int i = 0; i < 150; ++i) nested = "(" + nested + "+1)";
  for (int i = 0; i < 2000; ++i) sum += "+1";
  for (int i = 0; i < 100; ++i) right = "1+(" + right + ")";
  EXPECT_EQ(value(nested, 1), 151);
  EXPECT_EQ(value(sum, 1), 2001);
  EXPECT_EQ(value(right, 1), 101);  // a stack of 101 values
}

TEST(Expression, AnyTextEndsInAValueOrAnError) {
  const std::string letters = "x1.e+-*/^(), sinmaxp";
  Random random(1, Purpose::kNoise);
  int good = 0;
  for (int trial = 0; trial < 20000; ++trial) {
    std::string text;
    for (uint64_t n = random.below(12); n-- > 0;) text += letters[random.below(letters.size())];
    if (!ends_in_error([&] { (void)value(text, 0.5); })) ++good;
  }
  EXPECT_GT(good, 100);
}

}  // namespace
}  // namespace gradus
