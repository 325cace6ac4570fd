#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "train/solvers/vectors.hpp"

namespace gradus::solvers {

/// A function with a known least value, and the start that its authors give. Value and gradient
/// were written out by hand from the formulas.
struct TestFunction {
  std::string name;
  Vector start;
  double least;
  std::function<double(const Vector& x, Vector& g)> at;
};

// Rosenbrock 1960, chained.
inline double rosenbrock(const Vector& x, Vector& g) {
  double f = 0;
  std::fill(g.begin(), g.end(), 0.0);
  for (size_t i = 0; i + 1 < x.size(); ++i) {
    const double a = x[i + 1] - x[i] * x[i], b = 1 - x[i];
    f += 100 * a * a + b * b;
    g[i] += -400 * a * x[i] - 2 * b;
    g[i + 1] += 200 * a;
  }
  return f;
}

// More, Garbow, Hillstrom 1981, number 5.
inline double beale(const Vector& x, Vector& g) {
  const double targets[] = {1.5, 2.25, 2.625};
  double f = 0, power = 1;
  g = {0, 0};
  for (int i = 0; i < 3; ++i) {
    const double before = power;
    power *= x[1];
    const double r = targets[i] - x[0] * (1 - power);
    f += r * r;
    g[0] -= 2 * r * (1 - power);
    g[1] += 2 * r * x[0] * (i + 1) * before;
  }
  return f;
}

inline double booth(const Vector& x, Vector& g) {
  const double a = x[0] + 2 * x[1] - 7, b = 2 * x[0] + x[1] - 5;
  g = {2 * a + 4 * b, 4 * a + 2 * b};
  return a * a + b * b;
}

inline double himmelblau(const Vector& x, Vector& g) {
  const double a = x[0] * x[0] + x[1] - 11, b = x[0] + x[1] * x[1] - 7;
  g = {4 * a * x[0] + 2 * b, 2 * a + 4 * b * x[1]};
  return a * a + b * b;
}

// More, Garbow, Hillstrom 1981, number 13: the Hessian is singular at the minimum.
inline double powell_singular(const Vector& x, Vector& g) {
  const double a = x[0] + 10 * x[1], b = x[2] - x[3], c = x[1] - 2 * x[2], d = x[0] - x[3];
  const double c3 = c * c * c, d3 = d * d * d;
  g = {2 * a + 40 * d3, 20 * a + 4 * c3, 10 * b - 8 * c3, -10 * b - 40 * d3};
  return a * a + 5 * b * b + c * c3 + 10 * d * d3;
}

// More, Garbow, Hillstrom 1981, number 14.
inline double wood(const Vector& x, Vector& g) {
  const double a = x[1] - x[0] * x[0], b = 1 - x[0], c = x[3] - x[2] * x[2], d = 1 - x[2];
  const double e = x[1] + x[3] - 2, h = x[1] - x[3];
  g = {-400 * a * x[0] - 2 * b, 200 * a + 20 * e + 0.2 * h, -360 * c * x[2] - 2 * d,
       180 * c + 20 * e - 0.2 * h};
  return 100 * a * a + b * b + 90 * c * c + d * d + 10 * e * e + 0.1 * h * h;
}

// Dixon, Price 1989.
inline double dixon_price(const Vector& x, Vector& g) {
  std::fill(g.begin(), g.end(), 0.0);
  g[0] = 2 * (x[0] - 1);
  double f = (x[0] - 1) * (x[0] - 1);
  for (size_t i = 1; i < x.size(); ++i) {
    const double k = static_cast<double>(i + 1), a = 2 * x[i] * x[i] - x[i - 1];
    f += k * a * a;
    g[i] += 8 * k * a * x[i];
    g[i - 1] -= 2 * k * a;
  }
  return f;
}

// Least value -n (n + 4) (n - 1) / 6.
inline double trid(const Vector& x, Vector& g) {
  double f = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    f += (x[i] - 1) * (x[i] - 1);
    g[i] = 2 * (x[i] - 1);
  }
  for (size_t i = 1; i < x.size(); ++i) {
    f -= x[i] * x[i - 1];
    g[i] -= x[i - 1];
    g[i - 1] -= x[i];
  }
  return f;
}

// A quadratic whose curvatures go from 1 to 5^(n-1).
inline double scaled_quadratic(const Vector& x, Vector& g) {
  double f = 0, curvature = 1;
  for (size_t i = 0; i < x.size(); ++i) {
    f += curvature * x[i] * x[i] / 2;
    g[i] = curvature * x[i];
    curvature *= 5;
  }
  return f;
}

inline double sphere(const Vector& x, Vector& g) {
  double f = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    f += x[i] * x[i];
    g[i] = 2 * x[i];
  }
  return f;
}

inline std::vector<TestFunction> test_functions() {
  return {
      {"rosenbrock", {-1.2, 1}, 0, rosenbrock},
      {"rosenbrock of 10", {-1.2, 1, -1.2, 1, -1.2, 1, -1.2, 1, -1.2, 1}, 0, rosenbrock},
      {"beale", {1, 1}, 0, beale},
      {"booth", {0, 0}, 0, booth},
      {"himmelblau", {0, 0}, 0, himmelblau},
      {"powell singular", {3, -1, 0, 1}, 0, powell_singular},
      {"wood", {-3, -1, -3, -1}, 0, wood},
      {"dixon-price", {1, 0.8, 0.7, 0.6, 0.5}, 0, dixon_price},
      {"trid", Vector(6, 0.0), -50, trid},
      {"scaled quadratic", Vector(8, 1.0), 0, scaled_quadratic},
      {"sphere", Vector(20, 3.0), 0, sphere},
  };
}

}  // namespace gradus::solvers
